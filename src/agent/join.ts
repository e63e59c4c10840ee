/**
 * Adds records that both sides hold to a relationship, once each is verified and its place is known.
 *
 * @module
 */
import type { JSONWebKeySet } from 'jose';
import { type Link, linkOf, orderChain } from '../contract/chain.js';
import { customerOf, payloadHash, vendorOf } from '../contract/record.js';
import { reOf } from '../contract/rules.js';
import { RecordError } from '../records/errors.js';
import type { LedgerBase } from './ledger-base.js';
import { type Change, extend, isLeave, type StoredRelationship } from './relationship.js';
import { joinKeys, keysToKeep, nameOf, setsOf, verifyByAny } from './vendor-keys.js';

type Known = Pick<LedgerBase, 'record' | 'before'>;
type Text = Link & { readonly record: string };

/** Verifies the records that the ledger does not hold yet. @returns them by hash, and the names of the keys that signed them */
const verified = async (
  { iss, vendor }: StoredRelationship,
  records: readonly string[],
  sets: readonly JSONWebKeySet[],
  known: Known,
): Promise<{ links: ReadonlyMap<string, Text>; signers: ReadonlySet<string> }> => {
  const links = new Map<string, Text>();
  const signers = new Set<string>();
  for (const record of records) {
    const hash = await payloadHash(record).catch(() => '');
    const held = links.get(hash) ?? (await known.record(iss, hash));
    if (held?.record === record) continue;
    const { claims, key } = await verifyByAny(record, sets);
    if (customerOf(claims) !== iss || vendorOf(claims) !== vendor) throw new RecordError('wrong_audience');
    // Of two records with the same payload keep the first: they differ only in a signature.
    if (held) continue;
    links.set(hash, { ...(await linkOf(record)), record });
    signers.add(nameOf(key));
  }
  return { links, signers };
};

/**
 * Adds records to a relationship. They may come in any order, and may be known already. It reads only the records that they name.
 *
 * @param records their JSON texts, unchecked
 * @param published the keys that the vendor publishes now
 * @returns what to write
 * @throws RecordError with its code if a record is invalid; ChainError if the records do not form one chain with the known ones
 */
export const join = async (
  known: Known,
  kept: StoredRelationship,
  records: readonly string[],
  published: JSONWebKeySet,
): Promise<Change> => {
  const { iss, proposed } = kept;
  const keys = joinKeys(published, kept.jwks);
  const { links, signers } = await verified(kept, records, setsOf(keys), known);
  const named = [...links.values()].flatMap(({ claims }) => [claims.prev ?? [], reOf(claims) ?? []].flat());
  const earlier = await known.before(iss, new Set(named));
  const chain = orderChain(links.values(), { ...earlier, last: kept.head?.last });
  const answered = proposed === undefined ? undefined : await payloadHash(proposed);
  const isAnswered = answered !== undefined && (links.has(answered) || (await known.record(iss, answered)) !== undefined);
  const all = [...new Set([...kept.signers, ...signers])];
  return extend(
    { ...kept, jwks: keysToKeep(keys, all), signers: all, proposed: isAnswered ? undefined : proposed },
    chain.map(({ hash }) => links.get(hash) as Text),
  );
};

/** A relationship as a file has it: nothing in it is verified. */
export interface ReadRelationship extends Omit<StoredRelationship, 'signers' | 'length' | 'head'> {
  readonly records: readonly string[];
}

/** Returns the waiting record to keep of two: a leave, since nothing can follow it, else the first. */
const waitingOf = (one: string | undefined, other: string | undefined): string | undefined =>
  [one, other].find(isLeave) ?? one ?? other;

/** Puts two readings of one relationship together. @throws RecordError `wrong_audience` if they are with different vendors */
export const together = (one: ReadRelationship, other: ReadRelationship): ReadRelationship => {
  if (one.vendor !== other.vendor) throw new RecordError('wrong_audience');
  const [records, keys] = [[...one.records, ...other.records], joinKeys(one.jwks, other.jwks)];
  return { ...one, records, jwks: { keys: [...keys] }, proposed: waitingOf(one.proposed, other.proposed) };
};

/**
 * Merges a relationship of a file into the one that this ledger holds, if any. The file may hold only the records that follow those here.
 *
 * @param read its records are unchecked
 * @throws RecordError `wrong_audience` if the two are with different vendors, else as `join`
 */
export const merge = async (
  known: Known,
  kept: StoredRelationship | undefined,
  { records, ...read }: ReadRelationship,
): Promise<Change> => {
  if (kept && kept.vendor !== read.vendor) throw new RecordError('wrong_audience');
  const proposed = waitingOf(kept?.proposed, read.proposed);
  const before = kept ?? { ...read, jwks: { keys: [] }, signers: [], length: 0 };
  const erasure = before.erasure && !('pending' in before.erasure) ? before.erasure : read.erasure;
  return join(known, { ...before, proposed, ...(erasure && { erasure }) }, records, read.jwks);
};
