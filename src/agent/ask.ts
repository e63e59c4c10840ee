import type { AgentOutcome, FROM_AGENT, FROM_HOST, Message, MessageBody, MessageOf } from '../contract/messages.js';
import { AGENT_OUTCOMES } from '../contract/messages.js';

type FromHost = MessageOf<typeof FROM_HOST>;
/** What the vendor said to a proposal. A `counter` names the `agreement` it would accept; an `accept` comes with the `record`. */
export type Answer = Pick<Message<'answer'>, 'answer' | 'agreement' | 'record' | 'code'>;

/** What a person who presses a relbutton asks of an agent. */
export interface Ask {
  /** What the button can do, at most 32 acts in the order of the contract. */
  readonly acts: readonly string[];
  /** The language of the page there, BCP 47. */
  readonly lang: string;
  /** Aborted when the person or the page ends it, or chooses another agent. */
  readonly signal: AbortSignal;
  /**
   * Offers to take this on. To be called at once, before anything is awaited: hosts hear offers only while they ask.
   *
   * @param label names the agent to the person: at most 64 characters, by default "Your agent" in the person's language
   * @param acts what the agent can do; by default all that is asked
   * @returns when the person has chosen this offer
   * @throws DOMException `InvalidStateError` where it comes late or a second time; `AbortError` where it is not chosen
   */
  offer(options?: { label?: string; acts?: readonly string[] }): Promise<Chosen>;
}

/** The person chose this agent. */
export interface Chosen extends Pick<Message<'choose'>, 'act' | 'accepts' | 'endpoint' | 'challenge'> {
  /** Whose page it is. `origin` is the browser's word, `name` the page's. */
  readonly vendor: Message<'choose'>['vendor'];
  /**
   * Puts a record to the vendor. A second one is possible only after a `counter`.
   *
   * @param record a JWS in JSON serialization, signed by the agent, as text of at most 16,384 UTF-16 units
   * @throws DOMException `InvalidStateError` where no proposal is due; `AbortError` where the flow ends meanwhile
   */
  propose(record: string): Promise<Answer>;
}

/** Says what came of it: the person agreed, has asked, declined in so many words, or let it be. */
export type AskHandler = (ask: Ask) => Promise<AgentOutcome>;

/** One ask, on the agent's side. */
export interface OpenAsk {
  /** Runs the agent's code; offers are made before this returns. */
  start(): void;
  /** Hears the host that asked. */
  receive(message: FromHost): void;
  /** Ends it from the agent's side. */
  stop(): void;
}

type Say = <T extends keyof typeof FROM_AGENT>(type: T, body: MessageBody<T>) => void;

const invalidState = (message: string): DOMException => new DOMException(message, 'InvalidStateError');

/**
 * @param say says something to the host
 * @param ended runs once, when nothing more is to be heard
 * @param from the offer's id, where the host gave it one, and the origin of the host's page as the browser has it
 */
export const createAsk = (
  { acts, lang }: Message<'ask'>,
  handler: AskHandler,
  say: Say,
  ended: () => void,
  { offer = globalThis.crypto.randomUUID(), origin = location.origin }: { offer?: string; origin?: string } = {},
): OpenAsk => {
  const ending = new AbortController();
  const choice = Promise.withResolvers<Chosen>();
  let state: 'asking' | 'offered' | 'chosen' | 'ended' = 'asking';
  let mayPropose = false;
  let proposals = 0;
  let answer: PromiseWithResolvers<Answer> | undefined;
  // Whoever waits for them hears of the end; nobody need wait.
  choice.promise.catch(() => undefined);

  /** The host's, or nobody's, word that it is over. */
  const abort = (): void => {
    state = 'ended';
    ended();
    const reason = new DOMException('The person or the page has ended it.', 'AbortError');
    ending.abort(reason);
    choice.reject(reason);
    answer?.reject(reason);
  };

  /** The agent's own word. */
  const finish = (outcome: AgentOutcome): void => {
    if (state === 'ended') return;
    if (state === 'chosen') say('done', { offer, outcome });
    state = 'ended';
    ended();
  };

  const propose = (record: string): Promise<Answer> => {
    if (!mayPropose) return Promise.reject(invalidState('A record is proposed once, and once more after a counter.'));
    mayPropose = false;
    proposals++;
    answer = Promise.withResolvers();
    answer.promise.catch(() => undefined);
    say('propose', { offer, record });
    return answer.promise;
  };

  const ask: Ask = {
    acts,
    lang,
    signal: ending.signal,
    offer(options = {}) {
      if (state !== 'asking') return Promise.reject(invalidState('An offer is made once, and before anything is awaited.'));
      state = 'offered';
      say('offer', { offer, acts: [...(options.acts ?? acts)], label: options.label });
      return choice.promise;
    },
  };

  const choose = ({ act, vendor, accepts, endpoint, challenge }: Message<'choose'>): void => {
    if (state !== 'offered') return;
    state = 'chosen';
    // The vendor is whose page it is; a page that says otherwise is refused.
    if (vendor.origin !== origin) {
      finish('dismissed');
      return;
    }
    mayPropose = true;
    say('ack', { offer });
    choice.resolve({ act, vendor, accepts, endpoint, challenge, propose });
  };

  const hear = ({ answer: said, agreement, record, code }: Message<'answer'>): void => {
    mayPropose = said === 'counter' && proposals < 2;
    answer?.resolve({ answer: said, agreement, record, code });
    answer = undefined;
  };

  return {
    start() {
      const result = (async () => handler(ask))();
      if (state === 'asking') abort();
      result.then(
        (outcome) => finish(AGENT_OUTCOMES.includes(outcome) ? outcome : 'dismissed'),
        (error: unknown) => {
          // For the agent's author; the page is not concerned.
          if (!ending.signal.aborted) console.error(error);
          finish('dismissed');
        },
      );
    },
    receive(message) {
      if (message.type === 'ask' || state === 'ended') return;
      if (message.type === 'cancel' && !message.offer) {
        if (state !== 'chosen') abort();
      } else if (message.offer !== offer) return;
      else if (message.type === 'cancel') abort();
      else if (message.type === 'choose') choose(message);
      else hear(message);
    },
    stop() {
      finish('dismissed');
      abort();
    },
  };
};
