import { exec, includes } from '../contract/captured.js';
import { FROM_AGENT, type Message, type MessageBody, type MessageOf, parseMessage, writeMessage } from '../contract/messages.js';
import type { FlowState, Outcome } from '../contract/flow.js';
import type { Reply } from '../contract/replies.js';
import { randomUUID } from './captured-dom.js';
import type { Lane, Lanes, OpenLanes } from './lanes.js';
import { addOffer, noOffers, type Offer, type Offers } from './offers.js';
import type { openWebAgent, WebAgent } from './web-agent.js';

/** What agents may say when: the state, and the message's type. */
const IN_ORDER =
  /^(asking offer|(waiting|silent) (ack|propose|done)|(consenting|counter) (propose|done)|(refuse|pending|accept) done)$/;

/** The agent that was chosen: by its offer, or elsewhere by its address, which is its label. */
type ChosenAgent = Pick<Offer, 'id' | 'label'> & { readonly lane?: Lane };

/** What a flow is about, as it stood when the button was pressed. */
export interface Terms extends Pick<Message<'ask'>, 'acts' | 'lang'> {
  /** What the chosen agent is told. */
  readonly told: Omit<MessageBody<'choose'>, 'offer' | 'act'>;
}

/** What a flow needs of the element it belongs to. */
export interface FlowHost {
  /** Puts a record to the vendor; `undefined` where the vendor could not be reached. Never rejects. */
  submit(record: string): Promise<Reply | undefined>;
  /** Opens the window of an agent elsewhere. */
  readonly open: typeof openWebAgent;
  /** The flow stands elsewhere now: draw it. At the end it comes with the one outcome. */
  update(outcome?: Outcome, record?: string): void;
}

/** One press, from its ask to its outcome (contract, section 6). */
export interface Flow {
  readonly terms: Terms;
  readonly state: FlowState;
  /** Those that answered the last ask. */
  readonly offers: Readonly<Offers>;
  /** Whether one of them came privately: then they are for `names.ts` alone. */
  readonly isPrivate: boolean;
  /** What the page may call the chosen agent: its name, unless it gave it privately; else empty. */
  readonly agent: string;
  /** The vendor's sentence when it refused, else empty. */
  readonly refusal: string;
  /** Whether the page gives the vendor no way to answer: no endpoint, and no `respondWith`. */
  readonly isNowhere: boolean;
  /** Asks every agent; offers are heard until this returns. A single one that came privately is chosen, at the first ask. */
  ask(): void;
  /** Hears an agent. @returns whether the message was in order; if not, nothing has changed */
  receive(message: MessageOf<typeof FROM_AGENT>, lane?: Lane): boolean;
  /** The person chose an agent for an act. */
  choose(offer: Offer, act: string): void;
  /** The person named an agent elsewhere, by its origin; to be called in that gesture. */
  open(origin: string): void;
  /** The person gave up on an agent that is silent, and looks again. */
  chooseAnother(): void;
  /** The person tries again: puts the same record to a vendor, or opens the window of an agent, that was not reached. */
  retry(): void;
  /** The person goes on by a link, mail, a file or an app. */
  follow(): void;
  /** The person or the page ends it. A record that has both signatures stays. */
  cancel(reason: 'user' | 'page'): void;
}

const UNHEARD_AFTER = 10_000;
const SILENT_AFTER = 2_000;
const AGREED_AFTER = 1_000;

export const createFlow = (terms: Terms, host: FlowHost, openLanes: OpenLanes): Flow => {
  let state: FlowState = 'asking';
  let id: string | undefined;
  let lanes: Lanes;
  let offers: Offers;
  let isPrivate: boolean;
  let chosen: ChosenAgent | null = null;
  let web: WebAgent | null = null;
  let record: string;
  let refusal = '';
  let isNowhere = false;
  /** A further proposal comes only after a counter, and is not countered again. */
  let isAnswered = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const enter = (next: FlowState, wait?: number, then?: (() => void) | '' | null): void => {
    clearTimeout(timer);
    state = next;
    if (then) timer = setTimeout(then, wait);
    host.update();
  };

  const end = (outcome: Outcome): void => {
    const isAgreed = state === 'accept';
    clearTimeout(timer);
    state = 'ended';
    web?.close();
    if (isAgreed) host.update('agreed', record);
    else host.update(outcome);
  };

  /** Says something to the chosen agent; to all while none is chosen, or where told to. */
  const say = <T extends 'ask' | 'choose' | 'answer' | 'cancel'>(
    type: T,
    body: Omit<MessageBody<T>, 'offer'>,
    to: ChosenAgent | null = chosen,
  ): void => {
    const text = writeMessage(type, id as string, { offer: to?.id, ...body } as unknown as MessageBody<T>);
    if (to && !to.lane) web?.say(text);
    for (const lane in lanes) if (!to || to.lane === lane) lanes[lane as Lane]?.(text);
  };

  const tellChosen = (act: string): void => {
    enter('waiting', SILENT_AFTER, () => enter('silent'));
    say('choose', { act, ...terms.told });
  };

  const submit = (): void => {
    enter('deciding');
    // In a later task than the proposal, so that an agent hears the answer after it has finished proposing.
    void host.submit(record).then((reply) =>
      setTimeout(() => {
        if (state === 'deciding') answer(reply);
      }, 0),
    );
  };

  const answer = (reply: Reply | undefined): void => {
    if (!reply) {
      enter('unreached');
      return;
    }
    const { record: signed, counter, pending, code, message = '' } = reply;
    const isCounter = counter !== undefined && !isAnswered;
    const answer = signed ? 'accept' : pending ? 'pending' : isCounter ? 'counter' : 'refuse';
    isAnswered = true;
    record = signed ?? record;
    refusal = message;
    isNowhere = code === 'no_endpoint';
    enter(answer, AGREED_AFTER, signed && (() => end('agreed')));
    say('answer', { answer, agreement: isCounter ? counter : undefined, record: signed, code });
  };

  const flow: Flow = {
    terms,
    get state() {
      return state;
    },
    get offers() {
      return offers;
    },
    get isPrivate() {
      return isPrivate;
    },
    get agent() {
      return chosen && chosen.lane !== 'private' ? chosen.label : '';
    },
    get refusal() {
      return refusal;
    },
    get isNowhere() {
      return isNowhere;
    },

    ask() {
      const isFirst = !id;
      web?.close();
      id = randomUUID();
      lanes = openLanes((detail) => {
        const message = parseMessage(detail, FROM_AGENT);
        if (message) flow.receive(message, 'private');
      });
      offers = noOffers();
      isPrivate = false;
      chosen = null;
      state = 'asking';
      say('ask', { acts: terms.acts, lang: terms.lang });
      // An agent or the page may have ended it meanwhile.
      if (state !== 'asking') return;
      state = 'choosing';
      const offer = offers[0] as Offer;
      const act = terms.acts[0] as string;
      if (isFirst && isPrivate && !offers[1] && includes(offer.acts, act)) flow.choose(offer, act);
      else enter('choosing');
    },

    receive(message, lane) {
      if (message.id !== id || !exec(IN_ORDER, `${state} ${message.type}`)) return false;
      const { offer } = message;
      if (message.type === 'offer') {
        // On a port nobody is asked.
        const came = { id: offer, acts: message.acts, label: message.label ?? '', lane: lane as Lane };
        if (!addOffer(offers, came)) return false;
        isPrivate ||= lane === 'private';
        return true;
      }
      if (offer !== chosen?.id || lane !== chosen.lane) return false;
      if (message.type === 'ack') enter('consenting');
      else if (message.type === 'propose') {
        ({ record } = message);
        submit();
      } else {
        // What an agent says came of it counts only as far as the vendor's answer in this flow bears it out.
        const { outcome } = message;
        const isAsked = state === 'pending' && outcome !== 'dismissed';
        end(outcome === 'declined' ? outcome : isAsked ? 'asked' : 'dismissed');
      }
      return true;
    },

    choose(offer, act) {
      if (state !== 'choosing') return;
      chosen = offer;
      tellChosen(act);
      say('cancel', { reason: 'user' }, null);
    },

    open(origin) {
      if (!exec(/^(choosing|unheard|unopened)$/, state)) return;
      web?.close();
      web = host.open(
        origin,
        id as string,
        () => tellChosen(terms.acts[0] as string),
        (data) => {
          const message = parseMessage(data, FROM_AGENT);
          if (message) flow.receive(message);
        },
      );
      if (!chosen) say('cancel', { reason: 'user' });
      chosen = { id: randomUUID(), label: origin };
      enter(web ? 'opening' : 'unopened', UNHEARD_AFTER, web && (() => enter('unheard')));
    },

    chooseAnother() {
      if (state !== 'silent') return;
      say('cancel', { reason: 'user' });
      flow.ask();
    },

    retry() {
      if (state === 'unreached') submit();
      else if (chosen) flow.open(chosen.label);
    },

    follow() {
      if (state !== 'choosing' && !isNowhere) return;
      say('cancel', { reason: 'user' });
      end('by-link');
    },

    cancel(reason) {
      if (state === 'ended') return;
      if (state !== 'accept') {
        state = 'ended';
        say('cancel', { reason });
      }
      end('dismissed');
    },
  };
  return flow;
};
