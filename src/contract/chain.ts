/**
 * How the records of one relationship hang together, and what they come to. Both sides write, and the vendor's server and the
 * customer's ledger judge by this one module, so that the same records mean the same to both.
 *
 * The rule. The records stand in one **line**: the first is the customer's `relate`, and each later one, whichever side says it,
 * names the one before it as `prev`. Two records that name the same one cannot both stand. Who comes first is decided where
 * the vendor's server adds a record, in one step; a customer's record that comes second is refused as `broken_chain`, and its
 * agent syncs, learns what was said meanwhile, and signs again. **`leave` is the exception**: either side can say it at any
 * time, whatever was said meanwhile and whatever it names as `prev`. It takes no place in the line, is refused for no state of
 * it, and ends the relationship; no record can follow one. Who wants to relate again does so with a new key.
 *
 * So a set of records has one meaning in whatever order, and however often, they come.
 *
 * @module
 */
import { isKnown, QUESTIONS, VENDOR_ACTS } from './acts.js';
import { type Claims, customerOf, payloadHash, readClaims, sideOf, vendorOf } from './record.js';
import type { Status } from './statuses.js';

/** A record of a relationship: its claims, and the hash by which the next names it. */
export interface Link {
  readonly hash: string;
  readonly claims: Claims;
}

/** Why records are no chain. */
export const CHAIN_FAULTS = {
  mixed: 'It belongs to another relationship than the rest.',
  wrong_side: 'It is an act that its side cannot say, or one that is not kept.',
  no_beginning: 'It stands first, and is no relate under an agreement.',
  missing: 'It names a record that is not there.',
  forked: 'It names the same record as another one does.',
  after_leave: 'It follows a leave.',
} as const;
export type ChainFault = keyof typeof CHAIN_FAULTS;

/** Records that are no chain, with the reason and the hash of the record at fault. */
export class ChainError extends Error {
  constructor(
    readonly fault: ChainFault,
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
 * Puts the records of one relationship in order: the line first, then what was said to end it, by hash.
 *
 * @param links in any order, repeated or not
 * @throws ChainError where they are not the records of one relationship
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

/** The record that the next one names as `prev`: the last of the line. */
export const lastOf = (chain: readonly Link[]): Link | undefined => chain.findLast((link) => !isLeave(link));

/** The record under whose agreement both sides are: the last `relate`. */
export const agreedIn = (chain: readonly Link[]): Link | undefined => chain.findLast(({ claims }) => claims.act === 'relate');

/**
 * Where a relationship stands. Each side takes up again only what it put on hold itself.
 *
 * @param links its records, in any order, repeated or not
 * @param before where it stands while there is no record: what the asking side knows besides
 * @throws ChainError where they are not the records of one relationship
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
 * @param record a record's JSON text, its signatures checked
 * @throws where it is no record
 */
export const linkOf = async (record: string): Promise<Link> => {
  const claims = readClaims(record);
  if (!claims) throw new TypeError('This is no record.');
  return { hash: await payloadHash(record), claims };
};
