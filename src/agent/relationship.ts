import type { JSONWebKeySet } from 'jose';
import type { Body } from '../contract/bodies.js';
import { isLeave as endsIt, type Link } from '../contract/chain.js';
import { type Head, headAfter } from '../contract/head.js';
import { type Claims, readClaims, sideOf } from '../contract/record.js';
import type { Erasure } from '../contract/replies.js';
import { reOf } from '../contract/rules.js';
import type { Status } from '../contract/statuses.js';

/** A relationship as its customer keeps it, without its records. */
export interface ListedRelationship {
  /** The vendor's origin. */
  readonly vendor: string;
  /** The vendor's name, as its page gave it. */
  readonly name: string;
  /** The thumbprint (RFC 7638) of the key made for this vendor alone. */
  readonly iss: string;
  /** The status. It is `ended` once the person has left, even if the vendor has not received the leave yet. */
  readonly status: Exclude<Status, 'offered'>;
  /** The record that waits for the vendor's answer. One waits at a time. */
  readonly proposed: string | undefined;
  /**
   * The outcome of erasing, if the person left and asked for it: `{pending: true}` until the vendor tells it, in its answer to the leave
   * or to a later `sync`. Else missing.
   */
  readonly erasure?: Erasure;
  /** `true` if a passkey signs: its key stays with the person's browser, and this ledger can only read. Else missing. */
  readonly isReadOnly?: true;
  /** The agreement in force; `undefined` before one. */
  readonly agreement: string | undefined;
  /** The time of the first record, as an RFC 3339 date-time; `undefined` before one. */
  readonly since: string | undefined;
  /** The number of records that each side signed first. */
  readonly counts: Head['counts'];
}

/** A relationship as its customer keeps it, with all its records. */
export interface CustomerRelationship extends Omit<ListedRelationship, 'agreement' | 'since' | 'counts'> {
  /** Every record that both sides hold, in the order of the chain, byte for byte as the vendor keeps it. */
  readonly records: readonly string[];
}

/** A relationship as the database holds it: what the next act needs to know of all before it. */
export interface StoredRelationship extends Pick<ListedRelationship, 'vendor' | 'name' | 'iss' | 'proposed' | 'erasure'> {
  /** Missing if a passkey signs. */
  readonly keys?: CryptoKeyPair;
  /** The vendor's newest keys, and each older one that signed a record here, since the vendor may no longer publish it. */
  readonly jwks: JSONWebKeySet;
  /** The names of those keys that signed a record here, as `nameOf` has them. */
  readonly signers: readonly string[];
  /** Set if a second first proposal was signed while one waited: the vendor may still accept the one it has not refused. */
  readonly isDoubtful?: true;
  /** Missing before the first record. */
  readonly head?: Head;
  /** The number of records in the line, which no leave is part of. */
  readonly length: number;
}

/** A record as the database holds it. */
export interface StoredRecord {
  readonly iss: string;
  /** Its place: in the line a number from 0; of a leave, which comes after the line, its hash. IndexedDB sorts texts after numbers. */
  readonly at: number | string;
  readonly hash: string;
  readonly record: string;
  /** The hash of the share that it revokes. */
  readonly revokes?: string;
}

/** A relationship to write, with the records that it did not have. */
export interface Change {
  readonly relationship: StoredRelationship;
  readonly added?: readonly StoredRecord[];
}

/** Returns whether a record is a leave. */
export const isLeave = (record: string | undefined): record is string =>
  record !== undefined && readClaims(record)?.act === 'leave';

export const statusOf = ({ head, proposed }: StoredRelationship): ListedRelationship['status'] =>
  isLeave(proposed) ? 'ended' : (head?.status ?? (proposed === undefined ? 'none' : 'asked'));

/** Returns what the ledger shows of a relationship, without its keys and records. */
export const shown = (kept: StoredRelationship): Omit<CustomerRelationship, 'records'> => {
  const { vendor, name, iss, proposed, erasure, keys } = kept;
  return { vendor, name, iss, status: statusOf(kept), proposed, ...(erasure && { erasure }), ...(!keys && { isReadOnly: true }) };
};

/** Returns a relationship as the ledger lists it, without its keys. */
export const listed = (kept: StoredRelationship): ListedRelationship => {
  const { agreement, since, counts = { customer: 0, vendor: 0 } } = kept.head ?? {};
  return { ...shown(kept), agreement, since: since === undefined ? since : new Date(since * 1_000).toISOString(), counts };
};

/**
 * Returns the keys to sign with.
 *
 * @throws DOMException `InvalidStateError` if a passkey signs
 */
export const keysOf = ({ keys, vendor, name }: StoredRelationship): CryptoKeyPair => {
  if (keys) return keys;
  throw new DOMException(
    `A passkey signs for ${name}, and its key stays with the browser: this ledger can only read. Go on at ${vendor}.`,
    'InvalidStateError',
  );
};

/** Returns the claim that links the next record to the last one. */
export const prevOf = ({ head }: StoredRelationship): { prev?: string } => (head?.last === undefined ? {} : { prev: head.last });

const asksToErase = (claims: Claims): boolean =>
  claims.act === 'leave' && sideOf(claims) === 'customer' && (claims.body as Body<'leave'> | undefined)?.erase === true;

/**
 * Adds records to a relationship.
 *
 * @param links with their texts, verified, in the order of the chain, none of them known
 * @returns what to write
 */
export const extend = (kept: StoredRelationship, links: readonly (Link & { readonly record: string })[]): Change => {
  const { iss } = kept;
  let { head, length } = kept;
  const added = links.map((link): StoredRecord => {
    const { hash, record, claims } = link;
    head = headAfter(head, link);
    const re = claims.act === 'revoke' ? reOf(claims) : undefined;
    return { iss, at: endsIt(link) ? hash : length++, hash, record, ...(re !== undefined && { revokes: re }) };
  });
  const isErasing = !kept.erasure && links.some(({ claims }) => asksToErase(claims));
  return {
    relationship: { ...kept, ...(head && { head }), length, ...(isErasing && { erasure: { pending: true } }) },
    added,
  };
};
