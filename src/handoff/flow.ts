import { includes } from '../contract/captured.js';
import type { Outcome } from '../contract/flow.js';
import { FROM_AGENT, type MessageBody, type MessageOf, parseMessage, writeMessage } from '../contract/messages.js';
import type { PageReply } from '../contract/replies.js';
import { isRelated } from '../contract/statuses.js';
import { answerFor, outcomeAfter, outcomeOf } from './answers.js';
import { randomUUID } from './captured-dom.js';
import type { Lane, Lanes, OpenLanes } from './lanes.js';
import { addOffer, noOffers, type Offer, type Offers } from './offers.js';
import type { FlowHost, Terms } from './flow-host.js';
import { SigningFlow } from './signing.js';
import type { WebAgent } from './web-agent.js';

/** The chosen agent: by its offer, or by its address elsewhere, which is its label. */
type ChosenAgent = Pick<Offer, 'id' | 'label'> & { readonly lane?: Lane };

/**
 * Why a message of an agent is dropped: it is of `another flow`, `out of order`, of an offer that was `not chosen`, or an offer that
 * is `not counted`, since it repeats one or is one too many.
 */
export type DropReason = 'another flow' | 'out of order' | 'not chosen' | 'not counted';

/** The time limit for the hello of an agent elsewhere, in milliseconds. */
const HELLO_WITHIN = 10_000;
/** The time limit for the `ack` of a chosen agent, in milliseconds. */
const ACK_WITHIN = 2_000;
/** The time limit for an agent's `done` after the vendor's `accept`, in milliseconds. */
const DONE_WITHIN = 1_000;

/** One press, from its ask to its one outcome (contract, "A flow"). `transitions.ts` lists the states it goes through. */
export class Flow extends SigningFlow {
  /** The act for which the person looks at agents; `undefined` before they choose one. */
  act: string | undefined;
  readonly #openLanes: OpenLanes;
  #id: string | undefined;
  /** None once a passkey has signed: then no agent hears more. */
  #lanes: Lanes | undefined;
  #offers!: Offers;
  #isPrivate = false;
  #chosen: ChosenAgent | undefined;
  #window: WebAgent | null = null;

  constructor(terms: Terms, host: FlowHost, openLanes: OpenLanes) {
    super(terms, host);
    this.#openLanes = openLanes;
  }

  /** The offers that answered the last ask. */
  get offers(): Readonly<Offers> {
    return this.#offers;
  }
  /** Returns whether an offer came privately: then only `private-list.ts` may show the offers. */
  get isPrivate(): boolean {
    return this.#isPrivate;
  }
  /** The chosen agent's name; empty where it gave none, or gave it privately. */
  get agent(): string {
    return this.#chosen && this.#chosen.lane !== 'private' ? this.#chosen.label : '';
  }

  /**
   * Asks every agent, and hears offers until it returns. At the first ask it chooses a lone private offer, unless the person has a
   * relationship here and several acts to choose from.
   */
  ask(): void {
    const isFirst = !this.#id;
    this.#window?.close();
    this.#id = randomUUID();
    this.#lanes = this.#openLanes((detail) => this.#hear(detail, 'private'));
    this.#offers = noOffers();
    this.#isPrivate = false;
    this.#chosen = undefined;
    this.#say('ask', { acts: this.terms.acts, lang: this.terms.lang });
    // An agent or the page may have ended the flow during the ask.
    if (!this.step('asked')) return;
    const offer = this.#offers[0];
    const { acts, status } = this.terms;
    const act = acts[0] as string;
    const isPlain = !acts[1] || !isRelated(status);
    if (isFirst && isPlain && this.#isPrivate && offer && !this.#offers[1] && includes(offer.acts, act)) this.choose(offer, act);
    else this.host.update();
  }

  /** Takes a message of an agent. @returns why it was dropped, with nothing changed; `undefined` where it counts */
  receive(message: MessageOf<typeof FROM_AGENT>, lane?: Lane): DropReason | undefined {
    if (message.id !== this.#id) return 'another flow';
    if (!this.allows(message.type)) return 'out of order';
    if (message.type === 'offer') {
      const { offer: id, acts, label = '' } = message;
      // Without a lane the message came by a port, where nobody is asked.
      if (!lane || !addOffer(this.#offers, { id, acts, label, lane })) return 'not counted';
      this.#isPrivate ||= lane === 'private';
      return undefined;
    }
    if (message.offer !== this.#chosen?.id || lane !== this.#chosen.lane) return 'not chosen';
    if (message.type === 'ack') this.enter('ack');
    else if (message.type === 'propose') {
      this.record = message.record;
      void this.#submit('propose');
    } else {
      const outcome = outcomeAfter(this.state, message);
      if (this.step('done')) this.#finish(outcome);
    }
    return undefined;
  }

  /** The person looks at the agents for an act. */
  show(act: string): void {
    this.act = act;
    this.host.update();
  }

  /** The person chooses an agent for an act. */
  choose(offer: Offer, act: string): void {
    if (!this.allows('choose')) return;
    this.#chosen = offer;
    this.#tellChosen('choose', act);
    this.#say('cancel', { reason: 'user' }, null);
  }

  /** The person names an agent elsewhere, by its origin. Call it in that gesture. */
  open(origin: string): void {
    if (!this.allows('open')) return;
    this.#window?.close();
    const greeted = (): void => this.#tellChosen('hello', this.terms.acts[0] as string);
    this.#window = this.host.open(origin, this.#id as string, greeted, (data) => this.#hear(data));
    if (!this.#chosen) this.#say('cancel', { reason: 'user' });
    this.#chosen = { id: randomUUID(), label: origin };
    this.enter(this.#window ? 'open' : 'blocked');
    if (this.#window) this.wait(HELLO_WITHIN);
  }

  /** The person gives up on a silent agent, and looks again. */
  chooseAnother(): void {
    if (!this.step('another')) return;
    this.#say('cancel', { reason: 'user' });
    this.ask();
  }

  /** The person tries again to reach the vendor, or to open the window of an agent elsewhere. */
  override retry(): void {
    if (this.state === 'unreached' && !this.record) super.retry();
    else if (this.allows('retry')) void this.#submit('retry');
    else if (this.#chosen) this.open(this.#chosen.label);
  }

  /** The person goes on by a link, mail, a file or an app. */
  follow(): void {
    if (!this.step('follow')) return;
    this.#say('cancel', { reason: 'user' });
    this.#finish('by-link');
  }

  /** The person or the page ends the flow. A record that has both signatures stays. */
  cancel(reason: 'user' | 'page'): void {
    const { state } = this;
    if (!this.step('cancel')) return;
    if (state !== 'accept') this.#say('cancel', { reason });
    this.#finish(outcomeOf(state, Boolean(this.wish), this.data));
  }

  #finish(outcome: Outcome): void {
    this.#window?.close();
    this.end();
    this.host.update(outcome, outcome === 'agreed' ? this.record : undefined);
  }

  #hear(detail: unknown, lane?: Lane): void {
    const message = parseMessage(detail, FROM_AGENT);
    if (message) this.receive(message, lane);
  }

  /** Says something to the chosen agent; to all while none is chosen, or where `to` is null. */
  #say<T extends 'ask' | 'choose' | 'answer' | 'cancel'>(
    type: T,
    body: Omit<MessageBody<T>, 'offer'>,
    to: ChosenAgent | null | undefined = this.#chosen,
  ): void {
    const text = writeMessage(type, this.#id as string, { offer: to?.id, ...body } as unknown as MessageBody<T>);
    if (to && !to.lane) this.#window?.say(text);
    for (const lane in this.#lanes) if (!to || to.lane === lane) this.#lanes?.[lane as Lane]?.(text);
  }

  #tellChosen(step: 'choose' | 'hello', act: string): void {
    this.wish = undefined;
    this.enter(step);
    this.wait(ACK_WITHIN);
    this.#say('choose', { act, ...this.terms.told });
  }

  /** Sends what a passkey has signed. Only now the agents that offered hear that another way was taken. */
  protected override propose(record: string): Promise<void> | undefined {
    if (this.state === 'signing') this.#say('cancel', { reason: 'user' });
    // An agent or the page may have ended the flow just now.
    if (this.state !== 'signing') return undefined;
    this.#lanes = undefined;
    this.record = record;
    return this.#submit('propose');
  }

  #submit(step: 'propose' | 'retry'): Promise<void> {
    this.enter(step);
    const isExport = this.wish?.act === 'export';
    // In a later task than the proposal, so that an agent hears the answer after it has finished proposing.
    return this.host.submit(this.record, isExport).then((reply) => void setTimeout(() => this.#answer(reply), 0));
  }

  #answer(reply: PageReply | undefined): void {
    if (this.state !== 'deciding') return;
    if (!reply) return void this.enter('unreached');
    // The vendor counters once in a flow.
    const body = answerFor(reply, !this.reply);
    this.reply = reply;
    this.record = body.record ?? this.record;
    this.enter(body.answer);
    if (this.wish) return this.hear(reply);
    if (body.record) this.wait(DONE_WITHIN, () => this.step('wait') && this.#finish('agreed'));
    this.#say('answer', body);
  }
}
