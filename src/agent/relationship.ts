import type { JSONWebKeySet, JWK } from 'jose';
import { type Link, linkOf, orderChain, statusOf } from '../contract/chain.js';
import { customerOf, readClaims, vendorOf } from '../contract/record.js';
import type { Status } from '../contract/statuses.js';
import { RecordError } from '../records/errors.js';
import { parseJws } from '../records/jws.js';
import { verifyRecord } from '../records/verify.js';

/** A relationship as its customer keeps it. */
export interface CustomerRelationship {
  /** The vendor's origin. */
  readonly vendor: string;
  /** The vendor's name, as its page had it. */
  readonly name: string;
  /** The thumbprint of the key made for this vendor alone. */
  readonly iss: string;
  /** Where it stands. It has ended once its person says so, whether or not the vendor has heard it yet. */
  readonly status: Exclude<Status, 'offered'>;
  /** Every record that both sides hold, in the order of the chain: the same bytes that the vendor keeps. */
  readonly records: readonly string[];
  /** What was said and is not answered yet. */
  readonly proposed: string | undefined;
}

/** What lies in the ledger of a relationship. */
export interface StoredRelationship extends Omit<CustomerRelationship, 'status'> {
  readonly keys: CryptoKeyPair;
  /** The vendor's keys that were ever seen: with them the records can be verified when it publishes them no more. */
  readonly jwks: JSONWebKeySet;
}

const isLeave = (record: string | undefined): record is string => record !== undefined && readClaims(record)?.act === 'leave';

/** What of a relationship may leave the ledger: all but its keys. */
export const relationshipOf = async ({
  vendor,
  name,
  iss,
  records,
  proposed,
}: StoredRelationship): Promise<CustomerRelationship> => {
  const links = await Promise.all([...records, ...(isLeave(proposed) ? [proposed] : [])].map(linkOf));
  const status = statusOf(links, proposed ? 'asked' : 'none') as CustomerRelationship['status'];
  return { vendor, name, iss, status, records, proposed };
};

/** Keys by their `kid`, those of the second set before those of the first. */
export const joinKeys = (known: JSONWebKeySet, published: JSONWebKeySet): JSONWebKeySet => {
  const byKid = new Map<unknown, JWK>();
  for (const key of [...known.keys, ...(Array.isArray(published.keys) ? published.keys : [])]) byKid.set(key.kid, key);
  return { keys: [...byKid.values()] };
};

/**
 * Takes records that both sides hold into a relationship, in any order, known or not.
 *
 * @param records their JSON texts, unchecked
 * @param published the keys that the vendor publishes now
 * @returns the relationship with them
 * @throws RecordError with its code, where one does not hold; ChainError where they do not hang together with what is there
 */
export const join = async (
  kept: StoredRelationship,
  records: readonly string[],
  published: JSONWebKeySet,
): Promise<StoredRelationship> => {
  const jwks = joinKeys(kept.jwks, published);
  const byHash = new Map<string, string>();
  const links: Link[] = [];
  const take = async (record: string): Promise<void> => {
    const link = await linkOf(record);
    // The first of two with the same payload stays: the second differs in a signature, and says nothing else.
    if (!byHash.has(link.hash)) byHash.set(link.hash, record);
    links.push(link);
  };
  for (const record of kept.records) await take(record);
  for (const record of records) {
    if (kept.records.includes(record)) continue;
    const claims = await verifyRecord(record, jwks);
    if (customerOf(claims) !== kept.iss || vendorOf(claims) !== kept.vendor) throw new RecordError('wrong_audience');
    await take(record);
  }
  const chain = orderChain(links);
  const { proposed } = kept;
  const isAnswered = proposed !== undefined && byHash.has((await linkOf(proposed)).hash);
  return {
    ...kept,
    jwks,
    records: chain.map(({ hash }) => byHash.get(hash) as string),
    proposed: isAnswered ? undefined : proposed,
  };
};

/** Whether a vendor's answer is to this very record. */
export const isSamePayload = (a: string, b: string): boolean => parseJws(a).payload === parseJws(b).payload;
