import { CREDENTIAL } from '../contract/acts.js';
import type { Status } from '../contract/statuses.js';
import { RecordError } from '../records/errors.js';
import { standingOf } from './relationship.js';
import type { Skip } from './report.js';
import type { Store } from './store.js';

/** Where the relationship of a passkey stands. All but `iss` and `status` are left out while nothing is agreed. */
export interface Found {
  /** The thumbprint of the passkey's key. */
  readonly iss: string;
  readonly status: Status;
  /** The `prev` of the next record. */
  readonly prev?: string | undefined;
  readonly agreement?: string | undefined;
  /** When the relationship began: the `iat` of its first record, as an RFC 3339 date-time. */
  readonly since?: string | undefined;
}

/**
 * Finds the relationship of a passkey (contract, "Coming back").
 *
 * @param credential the id, as the query names it: unchecked
 * @throws RecordError `unknown_credential` where there is none, or where it was erased
 */
export const findByCredential = async (credential: string, store: Store, skip: Skip): Promise<Found> => {
  const iss = CREDENTIAL.test(credential) ? await store.find(credential) : undefined;
  if (iss === undefined) throw new RecordError('unknown_credential');
  const { status, agreement, chain, last } = await standingOf(iss, await store.read(iss), skip);
  // What was found cannot be read.
  if (status === 'offered') throw new RecordError('unknown_credential');
  const [first] = chain;
  return { iss, status, prev: last, agreement, since: first && new Date(first.claims.iat * 1_000).toISOString() };
};
