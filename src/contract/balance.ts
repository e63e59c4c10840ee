import { ruleOf } from './acts.js';
import type { Link } from './chain.js';
import { sideOf } from './record.js';
import { reOf } from './rules.js';

/** The part of one side in a relationship, in numbers of records. */
export interface Part {
  /** The records that answer none. */
  readonly initiated: number;
  /** The records that give something: a text, a need, a pledge, a share, a receipt, a regard. */
  readonly shared: number;
  /** The records that it holds. */
  readonly stored: number;
}
/** The parts of both sides. */
export interface Balance {
  readonly customer: Part;
  readonly vendor: Part;
}

/**
 * Counts how often each side initiated and shared, and what it stores: on equal terms, both hold every record. It names no winner, and
 * balance is a thing of time, not of every moment.
 *
 * @param links the records, as `linkOf` reads them, in any order; repeated ones count once
 * @see The contract, "What follows from the records"
 * @example
 * const { customer } = balanceOf([await linkOf(record)]);
 * customer; // → { initiated: 1, shared: 0, stored: 1 }
 */
export const balanceOf = (links: Iterable<Link>): Balance => {
  const all = [...new Map(Array.from(links, ({ hash, claims }) => [hash, claims])).values()];
  const of = (side: 'customer' | 'vendor'): Part => {
    const own = all.filter((claims) => sideOf(claims) === side);
    return {
      initiated: own.filter((claims) => reOf(claims) === undefined).length,
      shared: own.filter(({ act }) => ruleOf(act)?.gives).length,
      stored: all.length,
    };
  };
  return { customer: of('customer'), vendor: of('vendor') };
};
