import type { Outcome } from '../contract/flow.js';
import { type Claims, decodeClaims } from '../contract/record.js';
import type { Status } from '../contract/statuses.js';

// A place without events, a bare `vm` say, has no use for these, and loads them all the same.
class RelEvent extends (globalThis.Event ?? Object) {
  constructor(type: string, fields: object, cancelable = false) {
    super(type, { bubbles: true, composed: true, cancelable });
    Object.assign(this, fields);
  }
}

/** A trusted press of a `<rel-button>`. Cancelable: prevented, no flow begins. */
export class RelActivateEvent extends RelEvent {
  /** The act that was pressed. */
  declare readonly act: string;

  constructor(act: string) {
    super('rel-activate', { act }, true);
  }
}

/** The customer's agent proposes a record. Answer it here, or leave it to the `endpoint`. */
export class RelProposeEvent extends RelEvent {
  /** The record as the agent signed it: a JWS in JSON serialization, as text. */
  declare readonly record: string;
  /** What the record claims, neither verified nor checked; `null` where it does not decode. Verify on your server. */
  declare readonly claims: Readonly<Partial<Record<keyof Claims, unknown>>> | null;
  #respond: ((response: Promise<unknown>) => void) | undefined;

  constructor(record: string, respond: (response: Promise<unknown>) => void) {
    super('rel-propose', { record, claims: decodeClaims(record) });
    this.#respond = respond;
  }

  /**
   * Answers in the endpoint's place, once, while this event is being dispatched.
   *
   * @param response resolves to what the endpoint would say: `{record}`, `{counter}`, `{pending: true}` or
   * `{refused: true, code, message}` (contract, section 8)
   * @throws DOMException `InvalidStateError` where it comes a second time, or after the dispatch
   */
  respondWith(response: Promise<unknown>): void {
    if (!this.eventPhase || !this.#respond) throw new DOMException('respondWith: once, during rel-propose', 'InvalidStateError');
    this.#respond(response);
    this.#respond = undefined;
  }
}

/** What a `<rel-button>` shows has changed. */
export class RelStatusChangeEvent extends RelEvent {
  declare readonly status: Status;
  declare readonly previousStatus: Status;

  constructor(status: Status, previousStatus: Status) {
    super('rel-statuschange', { status, previousStatus });
  }
}

/** What a press came to, once for each flow. A hint: your server's records say what holds. */
export class RelOutcomeEvent extends RelEvent {
  declare readonly outcome: Outcome;
  /** The record with both signatures, where the outcome is `agreed`. */
  declare readonly record: string | undefined;

  constructor(outcome: Outcome, record: string | undefined) {
    super('rel-outcome', { outcome, record });
  }
}

declare global {
  // What HTMLElementEventMap, DocumentEventMap and WindowEventMap all extend.
  interface GlobalEventHandlersEventMap {
    'rel-activate': RelActivateEvent;
    'rel-propose': RelProposeEvent;
    'rel-statuschange': RelStatusChangeEvent;
    'rel-outcome': RelOutcomeEvent;
  }
}
