import type { AgentOutcome, Message } from '../contract/messages.js';

/** The vendor's answer to a proposal: a `counter` with the `agreement` it would accept, an `accept` with the `record`. */
export type Answer = Pick<Message<'answer'>, 'answer' | 'agreement' | 'record' | 'code'>;

/** An ask: a person pressed a relbutton, and the page asks for agents. */
export interface Ask {
  /** The acts of the button: at most 32, in the order of the contract. */
  readonly acts: readonly string[];
  /** The language of the page at the button, BCP 47. */
  readonly lang: string;
  /** Aborted when the person or the page ends the flow, or the person chooses another agent. */
  readonly signal: AbortSignal;
  /**
   * Offers to handle the ask. Call it before you await anything: a host hears offers only while it dispatches the ask.
   *
   * @param options `label` names the agent to the person: at most 64 characters, by default "Your agent" in the person's language;
   * `acts` lists the acts that the agent can do, by default all acts of the ask
   * @returns a promise that resolves when the person chooses this offer
   * @throws DOMException `InvalidStateError` if it is called late or twice; `AbortError` if the offer is not chosen
   * @example
   * const { act, vendor, propose } = await ask.offer({ label: 'My agent', acts: ['relate'] });
   */
  offer(options?: { label?: string; acts?: readonly string[] }): Promise<Chosen>;
}

/** The person's choice of this agent. */
export interface Chosen extends Pick<Message<'choose'>, 'act' | 'accepts' | 'endpoint' | 'challenge'> {
  /** The vendor of the page. `origin` comes from the browser, `name` from the page. */
  readonly vendor: Message<'choose'>['vendor'];
  /**
   * Proposes a record to the vendor. A second proposal is possible only after a `counter`.
   *
   * @param record a JWS in JSON serialization, signed by the agent, as text of at most 16,384 UTF-16 units
   * @returns the vendor's answer. `refuse` with the code `no_endpoint` means that the page has nowhere to send a record
   * @throws DOMException `InvalidStateError` if no proposal is due; `AbortError` if the flow ends meanwhile
   * @example
   * const { answer, record: agreed } = await propose(record);
   */
  propose(record: string): Promise<Answer>;
}

/**
 * Answers an ask: offers, asks the person, proposes.
 *
 * @returns the outcome: `agreed`, `asked` (the vendor answers later), `declined` (the person said no) or `dismissed`
 */
export type AskHandler = (ask: Ask) => Promise<AgentOutcome>;
