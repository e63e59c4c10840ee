import type { Body } from './bodies.js';
import { isLeave, type Link, orderChain, says } from './chain.js';
import { endOf } from './times.js';

/** A share that the vendor may use now. */
export interface ActiveShare extends Body<'share'> {
  /** The hash of its record: the `re` of a revoke. */
  readonly hash: string;
  /** The end of it, in milliseconds since 1970: `until`, for a date the end of that day in UTC. */
  readonly endsAt: number;
}

/**
 * Returns what the vendor may use now, oldest first: each `share` until its time is over, the customer revokes it, or either side
 * leaves. Ask again before each use.
 *
 * @param links the records, as `linkOf` reads them, in any order; repeated ones count once
 * @param now in milliseconds since 1970
 * @throws ChainError if they are not the records of one relationship
 * @see The contract, "What follows from the records"
 * @example
 * activeShares([await linkOf(record)], Date.now()).length; // → 0
 */
export const activeShares = (links: Iterable<Link>, now: number): readonly ActiveShare[] => {
  const chain = orderChain(links);
  if (chain.some(isLeave)) return [];
  const revoked = new Set(chain.filter((link) => says(link, 'revoke')).map(({ claims }) => claims.body.re));
  return chain
    .filter((link) => says(link, 'share'))
    .map(({ hash, claims }) => ({ ...claims.body, hash, endsAt: endOf(claims.body.until) ?? 0 }))
    .filter(({ hash, endsAt }) => endsAt > now && !revoked.has(hash));
};
