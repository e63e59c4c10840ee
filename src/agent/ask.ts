import type { AgentOutcome, Message } from '../contract/messages.js';

/** The vendor's answer to a proposal: a `counter` with the `agreement` it would accept, an `accept` with the `record`. */
export type Answer = Pick<Message<'answer'>, 'answer' | 'agreement' | 'record' | 'code'>;

/** What a person who presses a relbutton asks of an agent. */
export interface Ask {
  /** What the button can do: at most 32 acts, in the order of the contract. */
  readonly acts: readonly string[];
  /** The language of the page there, BCP 47. */
  readonly lang: string;
  /** Aborted when the person or the page ends the flow, or the person chooses another agent. */
  readonly signal: AbortSignal;
  /**
   * Offers to take this on. Call it before you await anything: hosts hear offers only while they ask.
   *
   * @param options `label` names the agent to the person: at most 64 characters, by default "Your agent" in the person's language;
   * `acts` says what the agent can do, by default everything that is asked
   * @returns when the person has chosen this offer
   * @throws DOMException `InvalidStateError` where it comes late or a second time; `AbortError` where it is not chosen
   * @example
   * const { act, vendor, propose } = await ask.offer({ label: 'My agent', acts: ['relate'] });
   */
  offer(options?: { label?: string; acts?: readonly string[] }): Promise<Chosen>;
}

/** The person chose this agent. */
export interface Chosen extends Pick<Message<'choose'>, 'act' | 'accepts' | 'endpoint' | 'challenge'> {
  /** The vendor of the page. `origin` comes from the browser, `name` from the page. */
  readonly vendor: Message<'choose'>['vendor'];
  /**
   * Puts a record to the vendor. A second one is possible only after a `counter`.
   *
   * @param record a JWS in JSON serialization, signed by the agent, as text of at most 16,384 UTF-16 units
   * @returns the vendor's answer. `refuse` with the code `no_endpoint` says that the page has nowhere to send a record to
   * @throws DOMException `InvalidStateError` where no proposal is due; `AbortError` where the flow ends meanwhile
   * @example
   * const { answer, record: agreed } = await propose(record);
   */
  propose(record: string): Promise<Answer>;
}

/**
 * Answers an ask: offers, asks the person, proposes.
 *
 * @returns what came of it: the person agreed, has asked, declined and wants it said, or let it be
 */
export type AskHandler = (ask: Ask) => Promise<AgentOutcome>;
