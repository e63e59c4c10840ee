import type { JWK } from 'jose';
import type { AgreementId } from '../contract/agreements.js';
import type { Claims } from '../contract/record.js';
import type { Jws } from '../records/jws.js';
import type { Watch } from './events.js';
import type { Hooks } from './hooks.js';
import type { Outbox } from './outbox.js';
import type { Report, Skip } from './report.js';
import type { Entry, Store } from './store.js';

/** The options and services of the endpoint: see `VendorOptions`. */
export interface Receiving {
  readonly origin: string;
  readonly accepts: readonly AgreementId[];
  readonly key: JWK;
  readonly store: Store;
  readonly outbox: Outbox;
  readonly hooks: Hooks;
  readonly watch: Pick<Watch, 'heard'>;
  readonly report: Report;
  readonly skip: Skip;
}

/** A record that was verified, read once. */
export interface Received {
  readonly jws: Jws;
  readonly claims: Claims;
  /** Its entry, not decided yet. */
  readonly entry: Entry;
}
