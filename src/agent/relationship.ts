import type { JSONWebKeySet } from 'jose';
import { type Link, linkOf, orderChain, statusOf } from '../contract/chain.js';
import { customerOf, readClaims, vendorOf } from '../contract/record.js';
import type { Status } from '../contract/statuses.js';
import { RecordError } from '../records/errors.js';
import { parseJws } from '../records/jws.js';
import { joinKeys, keysToKeep, setsOf, verifyByAny } from './vendor-keys.js';

/** A relationship as its customer keeps it. */
export interface CustomerRelationship {
  /** The vendor's origin. */
  readonly vendor: string;
  /** The vendor's name, as its page gave it. */
  readonly name: string;
  /** The thumbprint (RFC 7638) of the key made for this vendor alone. */
  readonly iss: string;
  /** The status. It is `ended` once the person has left, even if the vendor has not received the leave yet. */
  readonly status: Exclude<Status, 'offered'>;
  /** Every record that both sides hold, in the order of the chain, byte for byte as the vendor keeps it. */
  readonly records: readonly string[];
  /** The record that waits for the vendor's answer. One waits at a time. */
  readonly proposed: string | undefined;
  /** `true` if a passkey signs: its key stays with the person's browser, and this ledger can only read. Else missing. */
  readonly isReadOnly?: true;
}

/** A relationship as the database holds it. */
export interface StoredRelationship extends Omit<CustomerRelationship, 'status' | 'isReadOnly'> {
  /** Missing if a passkey signs. */
  readonly keys?: CryptoKeyPair;
  /** The vendor's newest keys, and each older one that signed a record here, since the vendor may no longer publish it. */
  readonly jwks: JSONWebKeySet;
  /** Set if a second first proposal was signed while one waited: the vendor may still accept the one it has not refused. */
  readonly isDoubtful?: true;
}

const isLeave = (record: string | undefined): record is string => record !== undefined && readClaims(record)?.act === 'leave';

/** Returns a relationship as the ledger shows it, without its keys. */
export const relationshipOf = async ({
  vendor,
  name,
  iss,
  records,
  proposed,
  keys,
}: StoredRelationship): Promise<CustomerRelationship> => {
  const links = await Promise.all([...records, ...(isLeave(proposed) ? [proposed] : [])].map(linkOf));
  const status = statusOf(links, proposed ? 'asked' : 'none') as CustomerRelationship['status'];
  return { vendor, name, iss, status, records, proposed, ...(!keys && { isReadOnly: true }) };
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

/**
 * Adds records that both sides hold to a relationship. They may come in any order, and may be known already.
 *
 * @param records their JSON texts, unchecked
 * @param published the keys that the vendor publishes now
 * @returns the relationship with these records
 * @throws RecordError with its code if a record is invalid; ChainError if the records do not form one chain with the known ones
 */
export const join = async (
  kept: StoredRelationship,
  records: readonly string[],
  published: JSONWebKeySet,
): Promise<StoredRelationship> => {
  const keys = joinKeys(published, kept.jwks);
  const sets = setsOf(keys);
  const byHash = new Map<string, string>();
  const links: Link[] = [];
  const take = async (record: string): Promise<void> => {
    const link = await linkOf(record);
    // Of two records with the same payload keep the first: they differ only in a signature.
    if (!byHash.has(link.hash)) byHash.set(link.hash, record);
    links.push(link);
  };
  for (const record of kept.records) await take(record);
  for (const record of records) {
    if (kept.records.includes(record)) continue;
    const claims = await verifyByAny(record, sets);
    if (customerOf(claims) !== kept.iss || vendorOf(claims) !== kept.vendor) throw new RecordError('wrong_audience');
    await take(record);
  }
  const chain = orderChain(links);
  const { proposed } = kept;
  const isAnswered = proposed !== undefined && byHash.has((await linkOf(proposed)).hash);
  const all = chain.map(({ hash }) => byHash.get(hash) as string);
  return {
    ...kept,
    jwks: await keysToKeep(keys, all),
    records: all,
    proposed: isAnswered ? undefined : proposed,
  };
};

/**
 * Merges a relationship of a file into the one that this ledger holds, if any. The file may hold only the records that follow those here.
 *
 * @param read its records are unchecked
 * @throws RecordError `wrong_audience` if the two are with different vendors, else as `join`
 */
export const merge = async (known: StoredRelationship | undefined, read: StoredRelationship): Promise<StoredRelationship> => {
  if (known && known.vendor !== read.vendor) throw new RecordError('wrong_audience');
  // Of two waiting records keep the leave: nothing can follow it.
  const proposed = [known?.proposed, read.proposed].find(isLeave) ?? known?.proposed ?? read.proposed;
  return join({ ...(known ?? { ...read, records: [], jwks: { keys: [] } }), proposed }, read.records, read.jwks);
};

/** Returns whether two records have the same payload. */
export const isSamePayload = (a: string, b: string): boolean => parseJws(a).payload === parseJws(b).payload;
