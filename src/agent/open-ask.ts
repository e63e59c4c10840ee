import type { FROM_AGENT, FROM_HOST, Message, MessageBody, MessageOf } from '../contract/messages.js';
import { AGENT_OUTCOMES, type AgentOutcome } from '../contract/messages.js';
import type { Answer, Ask, AskHandler, Chosen } from './ask.js';

/** Sends a message to the host. */
export type Say = <T extends keyof typeof FROM_AGENT>(type: T, body: MessageBody<T>) => void;

export interface OpenAskOptions {
  readonly handler: AskHandler;
  readonly say: Say;
  /** Runs once, when the ask is over. */
  readonly ended: () => void;
  /** The offer's id, if the host made it. Default: a new one. */
  readonly offer?: string;
  /** The origin of the host's page, from the browser. Default: this page's. */
  readonly origin?: string;
}

const invalidState = (message: string): DOMException => new DOMException(message, 'InvalidStateError');

/** A promise whose rejection is no unhandledrejection if nobody awaits it. */
const quietPromise = <T>(): PromiseWithResolvers<T> => {
  const resolvers = Promise.withResolvers<T>();
  resolvers.promise.catch(() => undefined);
  return resolvers;
};

/** One ask on the agent's side, from the offer to the outcome (contract, "Messages"). */
export class OpenAsk {
  readonly #message: Message<'ask'>;
  readonly #options: OpenAskOptions;
  readonly #offer: string;
  readonly #ending = new AbortController();
  readonly #choice = quietPromise<Chosen>();
  #state: 'asking' | 'offered' | 'chosen' | 'ended' = 'asking';
  #mayPropose = false;
  #proposals = 0;
  #answer: PromiseWithResolvers<Answer> | undefined;

  constructor(message: Message<'ask'>, options: OpenAskOptions) {
    this.#message = message;
    this.#options = options;
    this.#offer = options.offer ?? globalThis.crypto.randomUUID();
  }

  /** Runs the agent's handler, which makes its offer before this returns. */
  start(): void {
    const { acts, lang } = this.#message;
    const ask: Ask = { acts, lang, signal: this.#ending.signal, offer: (options) => this.#makeOffer(options) };
    const result = (async () => this.#options.handler(ask))();
    if (this.#state === 'asking') this.#abort();
    result.then(
      (outcome) => this.#finish(AGENT_OUTCOMES.includes(outcome) ? outcome : 'dismissed'),
      (error: unknown) => {
        // Logged for the agent's author; the page only sees the flow end.
        if (!this.#ending.signal.aborted) console.error(error);
        this.#finish('dismissed');
      },
    );
  }

  /** Handles a message of the host that asked. */
  receive(message: MessageOf<typeof FROM_HOST>): void {
    if (message.type === 'ask' || this.#state === 'ended') return;
    if (message.type === 'cancel' && !message.offer) {
      if (this.#state !== 'chosen') this.#abort();
    } else if (message.offer !== this.#offer) return;
    else if (message.type === 'cancel') this.#abort();
    else if (message.type === 'choose') this.#choose(message);
    else this.#hear(message);
  }

  /** Ends the ask from the agent's side. */
  stop(): void {
    this.#finish('dismissed');
    this.#abort();
  }

  #makeOffer({ acts = this.#message.acts, label }: { label?: string; acts?: readonly string[] } = {}): Promise<Chosen> {
    if (this.#state !== 'asking') return Promise.reject(invalidState('An offer is made once, and before anything is awaited.'));
    this.#state = 'offered';
    this.#options.say('offer', { offer: this.#offer, acts: [...acts], label });
    return this.#choice.promise;
  }

  #choose({ act, vendor, accepts, endpoint, challenge }: Message<'choose'>): void {
    if (this.#state !== 'offered') return;
    this.#state = 'chosen';
    // Dismiss a `choose` that names another origin than the page's.
    if (vendor.origin !== (this.#options.origin ?? location.origin)) {
      this.#finish('dismissed');
      return;
    }
    this.#mayPropose = true;
    this.#options.say('ack', { offer: this.#offer });
    const propose = (record: string): Promise<Answer> => this.#propose(record);
    this.#choice.resolve({ act, vendor, accepts, endpoint, challenge, propose });
  }

  #propose(record: string): Promise<Answer> {
    if (!this.#mayPropose) return Promise.reject(invalidState('A record is proposed once, and once more after a counter.'));
    this.#mayPropose = false;
    this.#proposals++;
    this.#answer = quietPromise();
    this.#options.say('propose', { offer: this.#offer, record });
    return this.#answer.promise;
  }

  #hear({ answer, agreement, record, code }: Message<'answer'>): void {
    this.#mayPropose = answer === 'counter' && this.#proposals < 2;
    this.#answer?.resolve({ answer, agreement, record, code });
    this.#answer = undefined;
  }

  /** Ends the ask after the host ended it, or if nothing was offered. */
  #abort(): void {
    this.#state = 'ended';
    this.#options.ended();
    const reason = new DOMException('The person or the page has ended it.', 'AbortError');
    this.#ending.abort(reason);
    this.#choice.reject(reason);
    this.#answer?.reject(reason);
  }

  /** Ends the ask after the agent ended it. */
  #finish(outcome: AgentOutcome): void {
    if (this.#state === 'ended') return;
    if (this.#state === 'chosen') this.#options.say('done', { offer: this.#offer, outcome });
    this.#state = 'ended';
    this.#options.ended();
  }
}
