/**
 * The events of a vendor: see `watch.ts`. None has a record, a text, a key, or anything else about a customer.
 *
 * @module
 */
import type { Act } from '../contract/acts.js';
import type { RefusalCode } from '../records/errors.js';
import type { Delivery } from './outbox-store.js';
import type { Store } from './store.js';

/** What happened, and how long it took. */
export interface Timed {
  readonly milliseconds: number;
}
/** On `relbutton.answer`: a request is answered. On `relbutton.refusal` as well if it has a `code`. */
export interface AnswerEvent extends Timed {
  /**
   * The act of a verified record; `lookup` for a look-up of a passkey, `document` for a well-known file, `preflight` for a question of
   * a browser, `other` for anything else, such as an unknown act or a record that cannot be verified.
   */
  readonly act: Act | 'lookup' | 'document' | 'preflight' | 'other';
  /** `refused` if the client is at fault, `failed` if the server is. */
  readonly outcome: 'answered' | 'countered' | 'pending' | 'refused' | 'failed';
  /** The HTTP status. */
  readonly status: number;
  /** The code of a refusal or a failure. */
  readonly code?: RefusalCode;
}
/** On `relbutton.delivery`: `onchange` or `erase` was called. */
export interface DeliveryEvent extends Timed {
  /** `change` for a call of `onchange`, `erase` for one of `erase`. */
  readonly kind: Delivery['kind'];
  /** `failed` if it threw, rejected or took too long: it is called again. `dead` if it is not, after `tries` calls. */
  readonly outcome: 'delivered' | 'failed' | 'dead';
}
/** On `relbutton.store`: a method of the store was called. */
export interface StoreEvent extends Timed {
  readonly method: keyof Store;
  readonly outcome: 'done' | 'failed';
}
