import { type Link, orderChain, type Said, says } from './chain.js';
import { sideOf } from './record.js';

/** The latest word of each side on how it feels about the relationship; missing for a side that has said none. */
export interface Regards {
  readonly customer?: Said<'regard'>;
  readonly vendor?: Said<'regard'>;
}

/**
 * Returns the latest regard of each side. Never make one score of the two: each word is its side's own.
 *
 * @param links the records, as `linkOf` reads them, in any order; repeated ones count once
 * @throws ChainError if they are not the records of one relationship
 * @see The contract, "What follows from the records"
 * @example
 * regardsOf([await linkOf(record)]).customer?.claims.body.feels; // → undefined
 */
export const regardsOf = (links: Iterable<Link>): Regards =>
  Object.fromEntries(
    orderChain(links)
      .filter((link) => says(link, 'regard'))
      .map((link) => [sideOf(link.claims), link]),
  );
