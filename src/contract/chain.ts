/**
 * Orders the records of one relationship and derives its status. The vendor's server and the customer's ledger both use this
 * module, so that the same records mean the same on both sides (contract, "The chain").
 *
 * The records form one **line**: the first is the customer's `relate`, and each later one, from either side, names the one before it
 * as `prev`. Of two records with the same `prev` only one can stand. The vendor's server decides which came first, as it adds
 * records in one step. It refuses the other as `broken_chain`; the customer's agent then syncs and signs again.
 *
 * **`leave` is the exception.** It is accepted in any state, from either side, whatever its `prev`. It takes no place in the line and
 * ends the relationship; no record can follow it. A new relationship needs a new key.
 *
 * The status does not depend on the order in which records arrive, and a record that arrives twice changes nothing.
 *
 * @module
 */
import { isKnown, QUESTIONS, VENDOR_ACTS } from './acts.js';
import { type Claims, customerOf, payloadHash, readClaims, sideOf, vendorOf } from './record.js';
import type { Status } from './statuses.js';

/** A record as a link of the chain. */
export interface Link {
  /** SHA-256 of the payload, base64url: the `prev` of the next record. */
  readonly hash: string;
  /** The claims of the record. */
  readonly claims: Claims;
}

/** The reasons why records are no chain, each with its message. */
export const CHAIN_FAULTS = {
  mixed: 'It belongs to another relationship than the rest.',
  wrong_side: 'It is an act that its side cannot say, or one that is not kept.',
  no_beginning: 'It stands first, and is no relate under an agreement.',
  missing: 'It names a record that is not there.',
  forked: 'It names the same record as another one does.',
  after_leave: 'It follows a leave.',
} as const;
/** A reason why records are no chain, a key of `CHAIN_FAULTS`. */
export type ChainFault = keyof typeof CHAIN_FAULTS;

/**
 * The error for records that are no chain (contract, "The chain").
 *
 * @example
 * const link = await linkOf(record);
 * try {
 *   statusOf([{ ...link, claims: { ...link.claims, prev: 'unknown' } }], 'offered');
 * } catch (error) {
 *   error instanceof ChainError && error.fault; // → 'missing'
 * }
 */
export class ChainError extends Error {
  constructor(
    /** The reason. */
    readonly fault: ChainFault,
    /** The hash of the record at fault. */
    readonly hash: string,
  ) {
    super(CHAIN_FAULTS[fault]);
    this.name = 'ChainError';
  }
}

const isLeave = ({ claims }: Link): boolean => claims.act === 'leave';

const checkSide = ({ hash, claims }: Link): void => {
  const { act } = claims;
  const isTheirs = sideOf(claims) === 'customer' ? !QUESTIONS.includes(act) : VENDOR_ACTS.includes(act) || !isKnown(act);
  if (!isTheirs) throw new ChainError('wrong_side', hash);
};

/**
 * Sorts the records of one relationship: the line first, then each `leave`, by hash.
 *
 * @param links in any order; repeated ones count once
 * @throws ChainError if they are not the records of one relationship
 */
export const orderChain = (links: Iterable<Link>): readonly Link[] => {
  const byHash = new Map(Array.from(links, (link) => [link.hash, link]));
  const all = [...byHash.values()].sort((a, b) => (a.hash < b.hash ? -1 : 1));
  const [one] = all;
  const following = new Map<string | undefined, Link>();
  for (const link of all) {
    const { hash, claims } = link;
    if (one && (customerOf(claims) !== customerOf(one.claims) || vendorOf(claims) !== vendorOf(one.claims)))
      throw new ChainError('mixed', hash);
    checkSide(link);
    if (isLeave(link)) continue;
    const { prev, act, agreement } = claims;
    if (prev === undefined && (act !== 'relate' || !agreement)) throw new ChainError('no_beginning', hash);
    const before = prev === undefined ? undefined : byHash.get(prev);
    if (prev !== undefined && !before) throw new ChainError('missing', hash);
    if (before && isLeave(before)) throw new ChainError('after_leave', hash);
    if (following.has(prev)) throw new ChainError('forked', hash);
    following.set(prev, link);
  }
  const line: Link[] = [];
  for (let next = following.get(undefined); next; next = following.get(next.hash)) line.push(next);
  return [...line, ...all.filter(isLeave)];
};

/** Returns the last record of the line, which the next one names as `prev`. */
export const lastOf = (chain: readonly Link[]): Link | undefined => chain.findLast((link) => !isLeave(link));

/** Returns the record whose agreement is in force: the last `relate`. */
export const agreedIn = (chain: readonly Link[]): Link | undefined => chain.findLast(({ claims }) => claims.act === 'relate');

/**
 * Derives the status of a relationship from its records: `related`, `paused` or `ended` (contract, "The chain"). Each side resumes
 * only what it paused itself.
 *
 * @param links its records, as `linkOf` reads them, in any order; repeated ones count once
 * @param before the status to return if there are no records
 * @throws ChainError if they are not the records of one relationship
 * @example
 * statusOf([await linkOf(record)], 'offered'); // → 'related'
 * statusOf([], 'offered'); // → 'offered'
 */
export const statusOf = (links: Iterable<Link>, before: Status): Status => {
  const chain = orderChain(links);
  if (chain.length === 0) return before;
  if (chain.some(isLeave)) return 'ended';
  const isHeld = (side: 'customer' | 'vendor'): boolean =>
    chain.findLast(({ claims }) => sideOf(claims) === side && /^(pause|resume)$/.test(claims.act))?.claims.act === 'pause';
  return isHeld('customer') || isHeld('vendor') ? 'paused' : 'related';
};

/**
 * Reads a record as a link of the chain. It checks no signature: pass it records that were verified.
 *
 * @param record a record's JSON text
 * @returns its claims, and its hash as `prev` has it
 * @throws TypeError if the text is no record
 * @see The contract, "The chain"
 * @example
 * const { hash, claims } = await linkOf(record);
 * hash.length; // → 43
 * claims.act; // → 'relate'
 */
export const linkOf = async (record: string): Promise<Link> => {
  const claims = readClaims(record);
  if (!claims) throw new TypeError('This is no record.');
  return { hash: await payloadHash(record), claims };
};
