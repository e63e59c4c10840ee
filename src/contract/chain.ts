/**
 * Orders the records of one relationship and derives its status. The vendor's server and the customer's ledger both use this
 * module, so that the same records mean the same on both sides (contract, "The chain").
 *
 * The records form one **line**: the first is the customer's `relate` or `intentcast`, and each later one, from either side, names the
 * one before it as `prev`. Of two records with the same `prev` only one can stand. The vendor's server decides which came first, as it
 * adds records in one step. It refuses the other as `broken_chain`; the customer's agent then syncs and signs again.
 *
 * **`leave` is the exception.** It is accepted in any state, from either side, whatever its `prev`. It takes no place in the line and
 * ends the relationship; no record can follow it. A new relationship needs a new key.
 *
 * The status does not depend on the order in which records arrive, and a record that arrives twice changes nothing.
 *
 * @module
 */
import type { Act } from './acts.js';
import type { Body } from './bodies.js';
import { headAfter, type Head } from './head.js';
import { type Claims, customerOf, payloadHash, readClaims, vendorOf } from './record.js';
import { type Before, isBeginning, isKept, reFault, type ReFault, reOf } from './rules.js';
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
  no_beginning: 'It stands first, and is no relate under an agreement, nor an intentcast under PDC-INTENT.',
  missing: 'It names a record that is not there.',
  forked: 'It names the same record as another one does.',
  after_leave: 'It follows a leave.',
  unknown_re: 'It answers a record that is not there.',
  own_re: 'It answers a record of its own side.',
  wrong_re: 'It answers a record of another act: a receipt is for a pledge, and a revoke ends a share.',
  revoked: 'It revokes a share for the second time.',
} as const satisfies Readonly<Record<string, string> & Record<ReFault, string>>;
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

/** Returns whether a record ends the relationship. */
export const isLeave = ({ claims }: Link): boolean => claims.act === 'leave';

/** A record of an act, with its body. */
export type Said<A extends Act> = Link & { readonly claims: { readonly act: A; readonly body: Body<A> } };
/** Returns whether a record is of an act, and has a body. */
export const says = <A extends Act>(link: Link, act: A): link is Said<A> =>
  link.claims.act === act && link.claims.body !== undefined;

/** The records before some others: the hash of the last one of the line, and the two look-ups. */
export interface Earlier extends Before {
  readonly last?: string | undefined;
}
const NONE: Earlier = { claimsOf: () => undefined, isRevoked: () => false };

/** Makes the look-ups of the rules over records, which `add` adds one after the other. @param earlier the records before them */
const lookUp = (earlier: Before): { before: Before; add: (link: Link) => void } => {
  const known = new Map<string, Claims>();
  const revoked = new Set<string | undefined>();
  return {
    before: {
      claimsOf: (hash) => known.get(hash) ?? earlier.claimsOf(hash),
      isRevoked: (hash) => revoked.has(hash) || earlier.isRevoked(hash),
    },
    add({ hash, claims }) {
      known.set(hash, claims);
      if (claims.act === 'revoke') revoked.add(reOf(claims));
    },
  };
};

/**
 * Sorts the records of one relationship: the line first, then each `leave`, by hash.
 *
 * @param links in any order; repeated ones count once
 * @param earlier the records before them, none of which is among `links`. Default: none
 * @throws ChainError if they are not the records of one relationship
 */
export const orderChain = (links: Iterable<Link>, earlier: Earlier = NONE): readonly Link[] => {
  const byHash = new Map(Array.from(links, (link) => [link.hash, link]));
  const all = [...byHash.values()].sort((a, b) => (a.hash < b.hash ? -1 : 1));
  const [one] = all;
  const following = new Map<string | undefined, Link>();
  for (const link of all) {
    const { hash, claims } = link;
    if (one && (customerOf(claims) !== customerOf(one.claims) || vendorOf(claims) !== vendorOf(one.claims)))
      throw new ChainError('mixed', hash);
    if (!isKept(claims)) throw new ChainError('wrong_side', hash);
    if (isLeave(link)) continue;
    const { prev } = claims;
    if (prev === undefined && !isBeginning(claims)) throw new ChainError('no_beginning', hash);
    const before = prev === undefined ? undefined : (byHash.get(prev)?.claims ?? earlier.claimsOf(prev));
    if (prev !== undefined && !before) throw new ChainError('missing', hash);
    if (before?.act === 'leave') throw new ChainError('after_leave', hash);
    const isFollowed = following.has(prev) || (prev !== earlier.last && !byHash.has(prev ?? ''));
    if (isFollowed) throw new ChainError('forked', hash);
    following.set(prev, link);
  }
  const line: Link[] = [];
  const { before, add } = lookUp(earlier);
  for (let next = following.get(earlier.last); next; next = following.get(next.hash)) {
    const { hash, claims } = next;
    const fault = reFault(claims, before);
    if (fault) throw new ChainError(fault, hash);
    add(next);
    line.push(next);
  }
  return [...line, ...all.filter(isLeave)];
};

/** Returns the look-ups that the rules of the next record need, over the records of a chain. */
export const beforeOf = (chain: readonly Link[]): Before => {
  const { before, add } = lookUp(NONE);
  chain.forEach(add);
  return before;
};

/** Returns the head of a chain: `undefined` if it has no record. */
export const headOf = (chain: readonly Link[]): Head | undefined => chain.reduce<Head | undefined>(headAfter, undefined);

/** Returns the last record of the line, which the next one names as `prev`. */
export const lastOf = (chain: readonly Link[]): Link | undefined => chain.findLast((link) => !isLeave(link));

/** Returns the record whose agreement is in force: the last `relate`, else the `intentcast` that began the relationship. */
export const agreedIn = (chain: readonly Link[]): Link | undefined =>
  chain.findLast(({ claims }) => claims.act === 'relate') ?? chain.find(({ claims }) => isBeginning(claims));

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
export const statusOf = (links: Iterable<Link>, before: Status): Status => headOf(orderChain(links))?.status ?? before;

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
