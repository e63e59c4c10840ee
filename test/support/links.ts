/** Records as links of a chain, made up without signatures. */
import fc from 'fast-check';
import type { Link } from '../../src/contract/chain.js';
import type { Claims } from '../../src/contract/record.js';

export const customer = 'c'.repeat(43);
export const vendor = 'https://shop.example';
export type Side = 'customer' | 'vendor';
export type Said = readonly [side: Side, act: string];

export const link = (hash: string, [side, act]: Said, prev?: string, changes: Partial<Claims> = {}): Link => {
  const parties = side === 'customer' ? { iss: customer, aud: vendor } : { iss: vendor, aud: customer };
  const agreement = act === 'relate' ? { agreement: 'SD-BASE' } : {};
  const claims = { ...parties, jti: `jti-${hash}`.padEnd(16, '-'), iat: 1, exp: 2, act, ...agreement, ...changes };
  return { hash, claims: prev === undefined ? claims : { ...claims, prev } };
};

/** The same records in any order, each any number of times but none. */
export const retold = (chain: readonly Link[]): fc.Arbitrary<Link[]> =>
  fc
    .array(fc.nat(chain.length - 1), { maxLength: 8 })
    .chain((again) =>
      fc.shuffledSubarray([...chain, ...again.map((i) => chain[i] as Link)], { minLength: chain.length + again.length }),
    );
