import { expect } from 'chai';
import fc from 'fast-check';
import { agreedIn, beforeOf, headOf, lastOf, type Link, orderChain, statusOf } from '../../src/contract/chain.js';
import { type Head, headAfter } from '../../src/contract/head.js';

const customer = 'c'.repeat(43);
const vendor = 'https://shop.example';

type Said = readonly [side: 'customer' | 'vendor', act: string, agreement?: string];
const said: fc.Arbitrary<Said> = fc.constantFrom<Said[]>(
  ['customer', 'relate', 'SD-BASE'],
  ['customer', 'relate', 'SD-BASE-DP'],
  ['customer', 'intentcast', 'PDC-INTENT'],
  ['customer', 'pause'],
  ['customer', 'resume'],
  ['customer', 'converse'],
  ['customer', 'leave'],
  ['vendor', 'pause'],
  ['vendor', 'resume'],
  ['vendor', 'converse'],
  ['vendor', 'leave'],
);
const first = fc.constantFrom<Said[]>(
  ['customer', 'relate', 'SD-BASE'],
  ['customer', 'intentcast', 'PDC-INTENT'],
  ['customer', 'leave'],
);
/** The records of a relationship as they came: each follows the last one of the line. */
const chains = fc.tuple(first, fc.array(said, { maxLength: 14 })).map(([begun, more]) => {
  const links: Link[] = [];
  const all = begun[1] === 'leave' ? [begun, ...more.filter(([, act]) => act === 'leave')] : [begun, ...more];
  for (const [i, [side, act, agreement]] of all.entries()) {
    const prev = lastOf(links)?.hash;
    const parties = side === 'customer' ? { iss: customer, aud: vendor } : { iss: vendor, aud: customer };
    const claims = { ...parties, jti: `jti-${i}`.padEnd(16, '-'), iat: 10 + i, exp: 20 + i, act };
    links.push({ hash: `h${i}`, claims: { ...claims, ...(agreement && { agreement }), ...(prev && { prev }) } });
  }
  return links;
});

/** Computes a head by looking through the whole chain for each of its members. */
const derived = (chain: readonly Link[]): Head => {
  const by = (side: string): Link[] => chain.filter(({ claims }) => claims.iss === (side === 'customer' ? customer : vendor));
  const isHeld = (side: string): boolean =>
    by(side).findLast(({ claims }) => ['pause', 'resume'].includes(claims.act))?.claims.act === 'pause';
  const held = { customer: isHeld('customer'), vendor: isHeld('vendor') };
  const [begun, agreed] = [chain.find(({ claims }) => claims.act !== 'leave'), agreedIn(chain)];
  const isOver = chain.some(({ claims }) => claims.act === 'leave');
  return {
    status: isOver ? 'ended' : held.customer || held.vendor ? 'paused' : 'related',
    ...(begun && { first: begun.hash, last: lastOf(chain)?.hash as string }),
    ...(agreed && { agreement: agreed.claims.agreement, agreed: agreed.hash }),
    held,
    counts: { customer: by('customer').length, vendor: by('vendor').length },
    since: chain[0]?.claims.iat as number,
  };
};

describe('the head of a chain', () => {
  it('is, folded record by record, what the whole chain says', () => {
    fc.assert(
      fc.property(chains, (links) => {
        const chain = orderChain(links);
        expect(headOf(chain)).to.deep.equal(derived(chain));
        expect(headOf(chain)?.status).to.equal(statusOf(links, 'none'));
      }),
    );
  });

  it('is the same where records come in after a leave', () => {
    fc.assert(
      fc.property(chains, (links) => {
        // Each side counts a leave when it comes; the chain has it last.
        const arrived = links.reduce<Head | undefined>(headAfter, undefined) as Head;
        expect({ ...arrived, since: 0 }).to.deep.equal({ ...headOf(orderChain(links)), since: 0 });
      }),
    );
  });

  it('is nothing before the first record', () => {
    expect(headOf([])).to.equal(undefined);
  });

  it('says nothing of the records before, which the rules look up one by one', () => {
    const claims = { iss: customer, aud: vendor, jti: 'j'.repeat(16), iat: 1, exp: 2, act: 'revoke', body: { re: 's' } };
    const before = beforeOf([{ hash: 'r', claims }]);
    expect([before.claimsOf('r'), before.claimsOf('s')]).to.deep.equal([claims, undefined]);
    expect([before.isRevoked('s'), before.isRevoked('r')]).to.deep.equal([true, false]);
  });
});
