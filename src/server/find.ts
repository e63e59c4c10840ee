/**
 * Finds the relationship of a passkey again (contract, "Coming back").
 *
 * @module
 */
import type { JWK } from 'jose';
import { CREDENTIAL, HASH } from '../contract/fields.js';
import { readClaims } from '../contract/record.js';
import type { Erasure } from '../contract/replies.js';
import type { Status } from '../contract/statuses.js';
import { RecordError } from '../records/errors.js';
import { headerOf, parseJws, signedBy } from '../records/jws.js';
import { statusIn } from './state.js';
import type { Store } from './store.js';

/** The state of a passkey's relationship. While nothing is agreed, `prev`, `agreement` and `since` are missing. */
export interface Found {
  /** The thumbprint of the passkey's key. */
  readonly iss: string;
  readonly status: Status;
  /** The id of the passkey's credential, if `relate` named it. */
  readonly credential?: string | undefined;
  /** The passkey's public key: a browser gives it only once. */
  readonly jwk?: JWK | undefined;
  /** The `prev` of the next record. */
  readonly prev?: string | undefined;
  readonly agreement?: string | undefined;
  /** The beginning of the relationship: the `iat` of its first record, as an RFC 3339 date-time. */
  readonly since?: string | undefined;
  /** What became of the data that the customer asked to erase, or `{pending: true}`; missing if they did not ask. */
  readonly erasure?: Erasure | undefined;
}

const isPasskeysRelate = (record: string): boolean => readClaims(record)?.act === 'relate' && signedBy(record) === 'passkey';

/** Finds the `iss` that a query names. The store is asked only for what can be a credential or a thumbprint. */
const issOf = async (query: URLSearchParams, store: Store): Promise<string | undefined> => {
  const [credential, customer] = [query.get('credential') ?? '', query.get('customer') ?? ''];
  if (HASH.test(customer)) return customer;
  return CREDENTIAL.test(credential) ? store.find(credential) : undefined;
};

/** Returns the values in a query that ask for a relationship. */
export const lookUpsIn = (query: URLSearchParams): readonly string[] => [
  ...query.getAll('credential'),
  ...query.getAll('customer'),
];

/**
 * Finds the relationship that a query asks for by `credential` or `customer`.
 *
 * @param query unchecked
 * @throws RecordError `bad_request` if it asks for more than one; `unknown_credential` if there is none, a passkey did not begin it, or
 * it was erased
 */
export const findRelationship = async (query: URLSearchParams, store: Store): Promise<Found> => {
  if (lookUpsIn(query).length > 1) throw new RecordError('bad_request');
  const iss = await issOf(query, store);
  if (iss === undefined) throw new RecordError('unknown_credential');
  const { state, entry } = await store.look({ iss });
  const { head } = state;
  const isAsked = head === undefined;
  const begun = isAsked ? entry?.received : (await store.look({ iss, re: head.first })).answered;
  if (begun === undefined || !isPasskeysRelate(begun)) throw new RecordError('unknown_credential');
  return {
    iss,
    status: statusIn(state),
    credential: isAsked ? entry?.credential : state.credential,
    jwk: headerOf(parseJws(begun), 0).jwk,
    prev: head?.last,
    agreement: head?.agreement,
    since: head && new Date(head.since * 1_000).toISOString(),
    erasure: state.erasure,
  };
};
