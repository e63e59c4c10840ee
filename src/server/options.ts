import type { JWK } from 'jose';
import type { AgreementId } from '../contract/agreements.js';
import type { Claims } from '../contract/record.js';
import type { Erasure } from '../contract/replies.js';
import type { OnChange } from './outbox.js';
import type { OnError } from './report.js';
import type { Store } from './store.js';

/** A vendor's answer to a proposal; `pending` where a person decides later. */
export type Decision = 'accept' | 'refuse' | 'pending' | { readonly counter: AgreementId };

/** What `createVendor` is made with. */
export interface VendorOptions {
  /** The origin of the vendor's pages, as browsers show it: `https://shop.example`. Records have it as `aud`. */
  readonly origin: string;
  /** The vendor's name, as its button has it. */
  readonly name: string;
  /** The agreements that are countersigned. */
  readonly accepts: readonly AgreementId[];
  /** The private key that signs from now on, as `createKey` makes it. */
  readonly key: JWK;
  /** Earlier keys, or their public parts: they stay published, so that their signatures can be verified. Default: none. */
  readonly formerKeys?: readonly JWK[];
  /** Default: in memory, gone when the process ends. */
  readonly store?: Store;
  /** The path of the endpoint. Default: `/relbutton`. */
  readonly endpoint?: string;
  /** The absolute URL of the vendor's own terms. Default: none are named. */
  readonly terms?: string;
  /** Since when these agreements are accepted. Default: now. */
  readonly since?: Date;
  /** How many records and look-ups of one client are answered in a minute. Default: 120. */
  readonly perMinute?: number;
  /**
   * How long a record may take to arrive, and each of the functions below and each call of the store to answer, in milliseconds.
   * Default: 10,000; agents wait 20,000.
   */
  readonly timeout?: number;
  /**
   * Returns whether a record's challenge is one that this request's page was given. Called for records that have a challenge,
   * but not for a leave, nor for the proposal that follows a counter and repeats its challenge. Default: challenges are not
   * checked.
   */
  readonly checkChallenge?: (challenge: string, request: Request) => boolean | Promise<boolean>;
  /**
   * Answers a proposal under an agreement of the roster, whether or not it is one of `accepts`. Only an agreement in `accepts`
   * can be accepted or countered with; one counter in a negotiation. Default: agreements in `accepts` are accepted, others
   * refused.
   */
  readonly decide?: (proposal: Claims) => Decision | Promise<Decision>;
  /** Returns, as a value for JSON, what else is held about a customer who asks for an export. Default: only the records. */
  readonly held?: (iss: string) => unknown;
  /**
   * Erases what else is held about a customer who leaves and asks for it; may be called again for the same customer. If it
   * throws or takes too long, the leave is kept, the customer hears that nothing was erased, and `onerror` names the customer.
   * Default: nothing else is held, and all records but that of the end are erased.
   *
   * @returns `{erased: true}`, and the records are erased as well; or `{kept, why, until}` in words for the customer, and the
   * records are kept
   */
  readonly erase?: (iss: string) => Promise<Erasure>;
  /** Hears of every change, at least once, those of one relationship in order: see `createWebhook`. Default: nobody does. */
  readonly onchange?: OnChange;
  /**
   * Hears of every failure that is the operator's to mend: of the store, of the functions above, of a stored record that cannot
   * be read. Default: `console.error`.
   */
  readonly onerror?: OnError;
}
