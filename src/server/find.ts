import { CREDENTIAL } from '../contract/acts.js';
import type { Status } from '../contract/statuses.js';
import { RecordError } from '../records/errors.js';
import { standingOf } from './relationship.js';
import type { Skip } from './report.js';
import type { Store } from './store.js';

/** The state of a passkey's relationship. While nothing is agreed it has only `iss` and `status`. */
export interface Found {
  /** The thumbprint of the passkey's key. */
  readonly iss: string;
  readonly status: Status;
  /** The `prev` of the next record. */
  readonly prev?: string | undefined;
  readonly agreement?: string | undefined;
  /** The beginning of the relationship: the `iat` of its first record, as an RFC 3339 date-time. */
  readonly since?: string | undefined;
}

/**
 * Finds the relationship of a passkey (contract, "Coming back").
 *
 * @param credential the id from the query, unchecked
 * @throws RecordError `unknown_credential` if there is none, or it was erased
 */
export const findByCredential = async (credential: string, store: Store, skip: Skip): Promise<Found> => {
  const iss = CREDENTIAL.test(credential) ? await store.find(credential) : undefined;
  if (iss === undefined) throw new RecordError('unknown_credential');
  const { status, agreement, chain, last } = await standingOf(iss, await store.read(iss), skip);
  // The records that were found cannot be read.
  if (status === 'offered') throw new RecordError('unknown_credential');
  const [first] = chain;
  return { iss, status, prev: last, agreement, since: first && new Date(first.claims.iat * 1_000).toISOString() };
};
