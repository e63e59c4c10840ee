import type { JWK } from 'jose';
import type { AgreementId } from '../contract/agreements.js';
import type { Claims } from '../contract/record.js';
import type { Erased } from '../contract/replies.js';
import type { OnChange } from './outbox.js';
import type { OnError } from './report.js';
import type { Store } from './store.js';

/** A vendor's answer to a proposal; `pending` if a person decides later. */
export type Decision = 'accept' | 'refuse' | 'pending' | { readonly counter: AgreementId };

/** Counts the requests of clients. Each client may use up a minute's requests at once, and gets them back one by one. */
export interface Rates {
  /**
   * Counts a request, unless the client has none left.
   *
   * @param client its id: at most 64 characters
   * @param perMinute the number of requests of one client in a minute, 1 or more
   * @returns whether the request passes
   */
  take(client: string, perMinute: number): boolean | Promise<boolean>;
}

/** The options of `createVendor`. */
export interface VendorOptions {
  /** The origin of the vendor's pages, as browsers show it: `https://shop.example`. It is the `aud` of customers' records. */
  readonly origin: string;
  /** The vendor's name, as on its button. */
  readonly name: string;
  /** The agreements that the vendor accepts. */
  readonly accepts: readonly AgreementId[];
  /** The private key that signs from now on, as returned by `createKey`. */
  readonly key: JWK;
  /** Earlier keys, or their public parts. They stay published, so that old signatures can be verified. Default: none. */
  readonly formerKeys?: readonly JWK[];
  /** The store of records. Default: in memory, lost when the process ends. */
  readonly store?: Store;
  /** The path of the endpoint. Default: `/relbutton`. */
  readonly endpoint?: string;
  /** The absolute URL of the vendor's own terms. Default: none. */
  readonly terms?: string;
  /** The time from which these agreements are accepted. Default: now. */
  readonly since?: Date;
  /**
   * The rate limit: records and look-ups per client and minute. A client may use up all of them at once, and gets them back one by one.
   * `Infinity` sets no limit. Default: 120.
   */
  readonly perMinute?: number;
  /**
   * Counts the requests of clients for several machines: see `createPostgresRates`. It gets a keyed hash of the client's id, another one
   * each day. While it fails, or takes longer than 1 s, requests are counted in this process. Default: each process counts for itself.
   */
  readonly rates?: Rates;
  /**
   * The time limit in milliseconds: for a record to arrive, and for each call of the functions below or of the store. Default: 10,000;
   * agents wait 20,000.
   */
  readonly timeout?: number;
  /**
   * Returns whether your server gave this challenge to the page of this request, and uses it up. It is called for verified records with
   * a challenge, also for `sync` and `export`, but not for a leave, nor for a proposal that follows a counter and repeats its challenge.
   * A replay of a kept record is not checked again. `claims.iss` is the customer: a challenge of your session tells you who is there.
   * Default: challenges are not checked.
   */
  readonly checkChallenge?: (challenge: string, request: Request, claims: Claims) => boolean | Promise<boolean>;
  /**
   * Answers a proposal under any agreement of the roster. It can accept, or counter with, only an agreement in `accepts`, and counter
   * once in a negotiation. Default: agreements in `accepts` are accepted, others refused.
   */
  readonly decide?: (proposal: Claims) => Decision | Promise<Decision>;
  /** Returns, as a JSON value, the other data held about a customer who asks for an export. Default: only the records are exported. */
  readonly held?: (iss: string) => unknown;
  /**
   * Erases the other data held about a customer who leaves and asks for it. The leave is kept and answered at once, with
   * `{pending: true}`; then this is called, once the changes before are delivered. It must be idempotent. If it throws or times out,
   * `onerror` names the customer, and it is called again, as `onchange` is. Default: no other data is held, and all records except the
   * `leave` are erased at once.
   *
   * @returns `{erased: true}`, which erases the records as well; or `{kept, why, until}` in words for the customer, which keeps the
   * records
   */
  readonly erase?: (iss: string) => Promise<Erased>;
  /** Receives every change at least once, and those of one relationship in order: see `createWebhook`. Default: changes are not sent. */
  readonly onchange?: OnChange;
  /**
   * The number of times that a change or `erase` is tried before it is a dead letter: see `Vendor.undelivered`. Default: 84, which are
   * about three days.
   */
  readonly tries?: number;
  /** The number of changes that are delivered at once, each of another relationship. Default: 8. */
  readonly concurrency?: number;
  /**
   * Receives every failure that the operator has to fix: of the store, of the functions above, and stored records that cannot be
   * read. Default: `console.error`.
   */
  readonly onerror?: OnError;
}
