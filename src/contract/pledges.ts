import type { Body } from './bodies.js';
import { type Link, orderChain, type Said, says } from './chain.js';

/** A pledge that stands. */
export interface Pledge extends Body<'pledge'> {
  /** The hash of its record: the `re` of a receipt. */
  readonly hash: string;
  /** The vendor's receipts for it, oldest first. */
  readonly receipts: readonly Said<'receipt'>[];
}

/**
 * Returns the pledges that stand, oldest first. A later pledge with the same `for`, or like it with none, takes the place of the
 * earlier one; one of `0` ends it.
 *
 * @param links the records, as `linkOf` reads them, in any order; repeated ones count once
 * @throws ChainError if they are not the records of one relationship
 * @see The contract, "What follows from the records"
 * @example
 * pledgesOf([await linkOf(record)]).length; // → 0
 */
export const pledgesOf = (links: Iterable<Link>): readonly Pledge[] => {
  const standing = new Map<string | undefined, Said<'pledge'>>();
  const receipts = new Map<string, Said<'receipt'>[]>();
  for (const link of orderChain(links)) {
    if (says(link, 'receipt')) receipts.get(link.claims.body.re)?.push(link);
    if (!says(link, 'pledge')) continue;
    receipts.set(link.hash, []);
    const { amount, for: purpose } = link.claims.body;
    standing.delete(purpose);
    if (Number(amount) > 0) standing.set(purpose, link);
  }
  return Array.from(standing.values(), ({ hash, claims }) => ({ ...claims.body, hash, receipts: receipts.get(hash) ?? [] }));
};
