import type { Outcome } from '../contract/flow.js';
import { type Claims, decodeClaims } from '../contract/record.js';
import type { Status } from '../contract/statuses.js';

// Environments without events, such as a bare `vm`, must be able to load this module.
class RelEvent extends (globalThis.Event ?? Object) {
  constructor(type: string, fields: object, cancelable = false) {
    super(type, { bubbles: true, composed: true, cancelable });
    Object.assign(this, fields);
  }
}

/**
 * Fired as `rel-activate` when the visitor presses a `<rel-button>`. `preventDefault()` stops it: no flow starts, no agent is asked
 * (contract, "A flow").
 *
 * @example
 * button.addEventListener('rel-activate', (event) => {
 *   event.act; // → 'relate'
 * });
 */
export class RelActivateEvent extends RelEvent {
  /** The act of the button. */
  declare readonly act: string;

  constructor(act: string) {
    super('rel-activate', { act }, true);
  }
}

/**
 * Fired as `rel-propose` when the customer's agent proposes a record. Without `respondWith` the element sends the record to its
 * `endpoint` (contract, "Negotiation").
 */
export class RelProposeEvent extends RelEvent {
  /** The record as the agent signed it: the JSON text of a JWS (RFC 7515). */
  declare readonly record: string;
  /** The claims of the record, unverified and unchecked; `null` if it does not decode. Verify the record on your server. */
  declare readonly claims: Readonly<Partial<Record<keyof Claims, unknown>>> | null;
  #respond: ((response: Promise<unknown>) => void) | undefined;

  constructor(record: string, respond: (response: Promise<unknown>) => void) {
    super('rel-propose', { record, claims: decodeClaims(record) });
    this.#respond = respond;
  }

  /**
   * Answers in place of the endpoint. Call it once, during the dispatch of the event.
   *
   * @param response resolves within 20 s to a reply: `{record}`, `{counter}`, `{pending: true}` or `{refused: true, code, message}`
   * @throws DOMException `InvalidStateError` if it is called a second time, or after the dispatch
   * @see The contract, "Negotiation"
   * @example
   * document.addEventListener('rel-propose', (event) => {
   *   event.claims?.agreement; // → 'SD-BASE'
   *   const headers = { 'content-type': 'application/jose+json' };
   *   const sent = fetch('/relbutton', { method: 'POST', headers, body: event.record });
   *   event.respondWith(sent.then((response) => response.json()));
   * });
   * document.addEventListener('rel-outcome', (event) => {
   *   event.outcome; // → 'agreed'
   * });
   */
  respondWith(response: Promise<unknown>): void {
    if (!this.eventPhase || !this.#respond) throw new DOMException('respondWith: once, during rel-propose', 'InvalidStateError');
    this.#respond(response);
    this.#respond = undefined;
  }
}

/** Fired as `rel-statuschange` when the status that a `<rel-button>` shows has changed. */
export class RelStatusChangeEvent extends RelEvent {
  /** The status that is shown now. */
  declare readonly status: Status;
  /** The status that was shown before. */
  declare readonly previousStatus: Status;

  constructor(status: Status, previousStatus: Status) {
    super('rel-statuschange', { status, previousStatus });
  }
}

/**
 * Fired as `rel-outcome` when a flow ends, once for each flow. Like every event of the page it is a hint: the records on your server
 * decide (contract, "Who can be believed").
 */
export class RelOutcomeEvent extends RelEvent {
  /** The outcome of the flow. */
  declare readonly outcome: Outcome;
  /** The record with both signatures if the outcome is `agreed`, else `undefined`. */
  declare readonly record: string | undefined;

  constructor(outcome: Outcome, record: string | undefined) {
    super('rel-outcome', { outcome, record });
  }
}

declare global {
  // HTMLElementEventMap, DocumentEventMap and WindowEventMap all extend this map.
  interface GlobalEventHandlersEventMap {
    'rel-activate': RelActivateEvent;
    'rel-propose': RelProposeEvent;
    'rel-statuschange': RelStatusChangeEvent;
    'rel-outcome': RelOutcomeEvent;
  }
}
