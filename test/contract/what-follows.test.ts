/** What follows from the records of a relationship, compared with a model that knows neither links nor hashes. */
import { expect } from 'chai';
import fc from 'fast-check';
import { balanceOf } from '../../src/contract/balance.js';
import { ChainError, type Link, orderChain } from '../../src/contract/chain.js';
import { conversationsOf } from '../../src/contract/conversations.js';
import { pledgesOf } from '../../src/contract/pledges.js';
import { regardsOf } from '../../src/contract/regards.js';
import { activeShares } from '../../src/contract/shares.js';
import { link, retold, type Side } from '../support/links.js';

/** Something that a side said, by its number; `re` is the number of what it answers. */
interface Word {
  readonly side: Side;
  readonly act: string;
  readonly re?: number | undefined;
  readonly body: Readonly<Record<string, string>>;
}

/** A hash for each number: their order is another one. */
const hashOf = (n: number): string => String((n * 7_919) % 10_007).padStart(43, '0');
/** The hours from the first record to the end of a share that is said with this body. */
const ENDS = { '2026-11-26T13:00:00Z': 1, '2026-11-26T20:00:00+02:00': 6, '2026-11-26': 12, '2026-11-27': 36 };
const START = Date.parse('2026-11-26T12:00:00Z');

const linksOf = (words: readonly Word[]): Link[] =>
  words.map(({ side, act, re, body }, n) => {
    const said = re === undefined ? body : { ...body, re: hashOf(re) };
    const agreement = act === 'intentcast' ? { agreement: 'PDC-INTENT' } : {};
    const isLeave = act === 'leave';
    const before = n === 0 || isLeave ? undefined : hashOf(n - 1);
    return link(hashOf(n), [side, act], before, { iat: START / 1_000, ...agreement, body: said as never });
  });

const SAID = {
  relate: ['customer'],
  converse: ['customer', 'vendor'],
  intentcast: ['customer'],
  pledge: ['customer'],
  receipt: ['vendor'],
  share: ['customer'],
  revoke: ['customer'],
  regard: ['customer', 'vendor'],
  pause: ['customer', 'vendor'],
  resume: ['customer', 'vendor'],
} as const;
const bodies: Readonly<Record<string, fc.Arbitrary<Readonly<Record<string, string>>>>> = {
  converse: fc.constant({ text: 'Hello' }),
  intentcast: fc.constant({ need: 'Tea' }),
  pledge: fc.record(
    {
      amount: fc.constantFrom('0', '0.00', '5', '12.50', '0.0001'),
      currency: fc.constant('EUR'),
      for: fc.constantFrom('news', 'a show'),
    },
    { requiredKeys: ['amount', 'currency'] },
  ),
  receipt: fc.constant({ amount: '5', currency: 'EUR', at: '2026-11-26' }),
  share: fc.record({
    what: fc.constant('a'),
    scope: fc.constant('b'),
    purpose: fc.constant('c'),
    until: fc.constantFrom(...Object.keys(ENDS)),
  }),
  regard: fc.record({ feels: fc.constantFrom('fair', 'unsure', 'unfair') }),
};
const words = fc.constantFrom(...(Object.keys(SAID) as (keyof typeof SAID)[])).chain((act) =>
  fc.record({
    act: fc.constant(act),
    side: fc.constantFrom<Side[]>(...SAID[act]),
    body: bodies[act] ?? fc.constant({}),
    pick: fc.nat(),
  }),
);

/** The numbers of the words that one more can answer; `undefined` if it may answer none. */
const answerable = (said: readonly Word[], { act, side }: Word): (number | undefined)[] => {
  const numbers = said.map((_, n) => n);
  if (act === 'converse') return [undefined, ...numbers.filter((n) => said[n]?.side !== side)];
  if (act === 'receipt') return numbers.filter((n) => said[n]?.act === 'pledge');
  const isGone = (n: number): boolean => said.some((one) => one.act === 'revoke' && one.re === n);
  if (act === 'revoke') return numbers.filter((n) => said[n]?.act === 'share' && !isGone(n));
  return [undefined];
};
/** A relationship in which everything is said that can be. */
const lives: fc.Arbitrary<readonly Word[]> = fc
  .record({
    first: fc.constantFrom<Word>(
      { side: 'customer', act: 'relate', body: {} },
      { side: 'customer', act: 'intentcast', body: { need: 'Tea' } },
    ),
    later: fc.array(words, { maxLength: 40 }),
    ends: fc.array(fc.constantFrom<Side>('customer', 'vendor'), { maxLength: 2 }),
    isOver: fc.boolean(),
  })
  .map(({ first, later, ends, isOver }) => {
    const said: Word[] = [first];
    for (const { pick, ...word } of later) {
      const all = answerable(said, word);
      if (all.length > 0) said.push({ ...word, re: all[pick % all.length] });
    }
    return isOver ? [...said, ...ends.map((side): Word => ({ side, act: 'leave', body: {} }))] : said;
  });

const other = (side: Side | undefined): Side => (side === 'customer' ? 'vendor' : 'customer');
const numbersOf = (all: readonly Word[], isOne: (word: Word, n: number) => boolean): number[] =>
  all.flatMap((word, n) => (isOne(word, n) ? [n] : []));

/** The model: each answer by the simplest rule, in numbers. */
const model = (all: readonly Word[], hours: number): object => {
  const rootOf = (n: number): number => {
    const { act, re } = all[n] as Word;
    return act === 'converse' && re !== undefined ? rootOf(re) : n;
  };
  const threads = numbersOf(all, (_, n) => rootOf(n) === n)
    .map((root) => numbersOf(all, (_, n) => rootOf(n) === root))
    .filter((thread) => thread.length > 1 || ['converse', 'intentcast'].includes(all[thread[0] as number]?.act ?? ''));
  const isAnswered = (n: number, act: string): boolean => all.some((word) => word.act === act && word.re === n);
  const isLast = (n: number): boolean =>
    !all.slice(n + 1).some(({ act, body }) => act === 'pledge' && body.for === all[n]?.body.for);
  const part = (side: Side): object => ({
    initiated: all.filter((word) => word.side === side && word.re === undefined).length,
    shared: all.filter((word) => word.side === side && /^(converse|intentcast|pledge|receipt|share|regard)$/.test(word.act))
      .length,
    stored: all.length,
  });
  return {
    conversations: threads.map((thread) => [thread[0], thread, other(all[thread.at(-1) as number]?.side)]),
    shares: all.some(({ act }) => act === 'leave')
      ? []
      : numbersOf(
          all,
          ({ act, body }, n) => act === 'share' && ENDS[body.until as keyof typeof ENDS] > hours && !isAnswered(n, 'revoke'),
        ),
    pledges: numbersOf(all, ({ act, body }, n) => act === 'pledge' && isLast(n) && !/^[0.]+$/.test(body.amount as string)).map(
      (n) => [n, numbersOf(all, (word) => word.act === 'receipt' && word.re === n)],
    ),
    regards: (['customer', 'vendor'] as const).map((side) =>
      numbersOf(all, (word) => word.act === 'regard' && word.side === side).at(-1),
    ),
    balance: { customer: part('customer'), vendor: part('vendor') },
  };
};

/** What the library says, in numbers. */
const derived = (links: readonly Link[], count: number, hours: number): object => {
  const numbers = new Map(Array.from({ length: count }, (_, n) => [hashOf(n), n]));
  const n = ({ hash }: { hash: string }): number | undefined => numbers.get(hash);
  const { customer, vendor } = regardsOf(links);
  return {
    conversations: conversationsOf(links).map(({ root, links: thread, awaits }) => [n(root), thread.map(n), awaits]),
    shares: activeShares(links, START + hours * 3_600_000).map(n),
    pledges: pledgesOf(links).map((pledge) => [n(pledge), pledge.receipts.map(n)]),
    regards: [customer, vendor].map((one) => one && n(one)),
    balance: balanceOf(links),
  };
};

describe('what follows from the records', () => {
  it('is the same in any order and repetition, and what the model says', () => {
    fc.assert(
      fc.property(
        lives.chain((all) => fc.tuple(fc.constant(all), retold(linksOf(all)))),
        fc.constantFrom(0, 1, 5.99, 6, 11.99, 12, 35.99, 36),
        ([all, again], hours) => {
          expect(derived(again, all.length, hours)).to.deep.equal(model(all, hours));
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('is nothing before there is a record', () => {
    const nobody = { initiated: 0, shared: 0, stored: 0 };
    expect(derived([], 0, 0)).to.deep.equal({
      conversations: [],
      shares: [],
      pledges: [],
      regards: [undefined, undefined],
      balance: { customer: nobody, vendor: nobody },
    });
  });

  it('has the bodies of shares and pledges, to show', () => {
    const share = { what: 'My address', scope: 'This order', purpose: 'Delivery', until: '2026-11-26' };
    const pledge = { amount: '5', currency: 'EUR', per: 'month', for: 'news' };
    const links = linksOf([
      { side: 'customer', act: 'relate', body: {} },
      { side: 'customer', act: 'share', body: share },
      { side: 'customer', act: 'pledge', body: pledge },
    ]);
    expect(activeShares(links, START)).to.deep.equal([{ ...share, hash: hashOf(1), endsAt: START + 12 * 3_600_000 }]);
    expect(pledgesOf(links)).to.deep.equal([{ ...pledge, hash: hashOf(2), receipts: [] }]);
  });

  it('is read from a chain alone, and from one whose answers fit', () => {
    const first: Word = { side: 'customer', act: 'relate', body: {} };
    const share: Word = { side: 'customer', act: 'share', body: { until: '2026-11-26' } };
    const revoke: Word = { side: 'customer', act: 'revoke', re: 1, body: {} };
    const chains: Record<string, readonly Word[]> = {
      unknown_re: [first, { side: 'vendor', act: 'converse', re: 5, body: { text: 'a' } }],
      own_re: [first, { side: 'customer', act: 'converse', re: 0, body: { text: 'a' } }],
      wrong_re: [first, share, { side: 'vendor', act: 'receipt', re: 1, body: {} }],
      revoked: [first, share, revoke, revoke],
      wrong_side: [first, { side: 'vendor', act: 'pledge', body: { amount: '5', currency: 'EUR' } }],
      no_beginning: [{ side: 'customer', act: 'pledge', body: { amount: '5', currency: 'EUR' } }],
    };
    for (const [fault, all] of Object.entries(chains))
      for (const read of [orderChain, conversationsOf, pledgesOf, regardsOf, (links: Link[]) => activeShares(links, 0)])
        expect(() => read(linksOf(all).reverse()), fault)
          .to.throw(ChainError)
          .with.include({ fault, hash: hashOf(all.length - 1) });
    const later = linksOf([first, { side: 'vendor', act: 'converse', re: 2, body: { text: 'a' } }, share]);
    expect(() => orderChain(later), 'an answer to what is said later')
      .to.throw(ChainError)
      .with.include({ fault: 'unknown_re' });
  });

  it('of 10,000 records takes less than a second', () => {
    const all = Array.from({ length: 5_000 }, (_, n): Word[] => [
      { side: 'customer', act: 'pledge', body: { amount: '5', currency: 'EUR', for: `show ${n}` } },
      { side: 'vendor', act: 'receipt', re: 2 * n + 1, body: {} },
    ]).flat();
    const links = linksOf([{ side: 'customer', act: 'relate', body: {} }, ...all]);
    const start = performance.now();
    expect(pledgesOf(links)).to.have.length(5_000);
    expect(conversationsOf(links)).to.deep.equal([]);
    expect(performance.now() - start).to.be.below(1_000);
  });
});
