import { expect } from 'chai';
import {
  activeShares,
  balanceOf,
  conversationsOf,
  type CustomerRelationship,
  type Ledger,
  type Link,
  linkOf,
  pledgesOf,
  type Proposal,
  regardsOf,
} from '../../src/agent/ledger.js';
import { signVendorRecord } from '../../src/records/sign.js';
import { forgetLedger, openLedger } from '../support/ledgers.js';
import { down, endpoint, Market, type Stall } from '../support/market.js';
import { codeOf } from '../support/vendor-wire.js';

const soon = (): string => new Date(Date.now() + 3_600_000).toISOString();
const AMOUNT = { amount: '5', currency: 'EUR' };

describe('the acts of a ledger', () => {
  let market: Market;
  let stall: Stall;
  let vendor: Proposal['vendor'];
  let name: string;
  let ledger: Ledger;
  let iss: string;

  const only = async (from = ledger): Promise<CustomerRelationship> => {
    const [relationship, ...more] = await from.list();
    expect(more).to.deep.equal([]);
    if (!relationship) throw new Error('nothing is kept');
    return relationship;
  };
  const links = async (): Promise<Link[]> => Promise.all((await only()).records.map(linkOf));
  const last = async (): Promise<string> => (await links()).at(-1)?.hash ?? '';
  /** Checks that both sides hold the same bytes, in the same order, and see the same in them. */
  const expectAlike = async (count: number): Promise<void> => {
    const mine = await only();
    const theirs = await stall.shop.relationship(mine.iss);
    expect(mine.records).to.deep.equal(theirs.records);
    expect([mine.status, mine.records.length]).to.deep.equal([theirs.status, count]);
    const now = Date.now();
    const [ours, its] = [await links(), await Promise.all(theirs.records.map(linkOf))];
    for (const derive of [(all: Link[]) => activeShares(all, now), pledgesOf, conversationsOf, regardsOf, balanceOf])
      expect(derive(ours)).to.deep.equal(derive([...its].reverse()));
  };

  beforeEach(async () => {
    market = new Market();
    stall = await market.open('bikes.example');
    vendor = { origin: stall.origin, name: 'Bikes' };
    name = `ledger-${crypto.randomUUID()}`;
    ledger = await openLedger(name);
    await ledger.say({ vendor, act: 'relate', agreement: 'SD-BASE' });
    ({ iss } = await only());
  });
  afterEach(() => {
    market.close();
    forgetLedger(name);
  });

  it('are heard, and both sides hold the same after each', async () => {
    const { shop } = stall;
    let count = 1;
    const step = async (work: Promise<unknown>): Promise<void> => {
      const heard = await work;
      if (heard && typeof heard === 'object' && 'answer' in heard) expect(heard.answer).to.equal('accept');
      await ledger.sync(iss);
      await expectAlike(++count);
    };
    await step(ledger.converse(iss, 'Do you mend on Mondays?', { reach: 'mailto:ann@home.example' }));
    await step(shop.converse(iss, 'We do.', { re: await last() }));
    await step(ledger.converse(iss, 'Then on Monday.', { re: await last() }));
    const [thread, ...more] = conversationsOf(await links());
    expect([thread?.links.length, thread?.awaits, more.length]).to.deep.equal([3, 'vendor', 0]);

    await step(ledger.pledge(iss, { amount: '12.50', currency: 'EUR', per: 'month', for: 'The workshop' }));
    await step(shop.receipt(iss, { re: await last(), ...AMOUNT, at: '2026-11-01' }));
    const [pledge] = pledgesOf(await links());
    expect([pledge?.amount, pledge?.per, pledge?.receipts.length]).to.deep.equal(['12.50', 'month', 1]);
    await step(ledger.pledge(iss, { amount: '0', currency: 'EUR', for: 'The workshop' }));
    expect(pledgesOf(await links())).to.deep.equal([]);

    const until = soon();
    await step(ledger.share(iss, { what: 'I am in Lisbon', scope: 'Near me', purpose: 'A bike for a day', until }));
    const [share] = activeShares(await links(), Date.now());
    expect([share?.what, share?.endsAt]).to.deep.equal(['I am in Lisbon', Date.parse(until)]);
    await step(ledger.revoke(iss, share?.hash ?? ''));
    expect(activeShares(await links(), Date.now())).to.deep.equal([]);

    await step(ledger.regard(iss, 'unsure', 'You write more than I do.'));
    await step(shop.regard(iss, 'fair'));
    await step(ledger.regard(iss, 'fair'));
    const { customer, vendor: its } = regardsOf(await links());
    expect([{ ...customer?.claims.body }, its?.claims.body.feels]).to.deep.equal([{ feels: 'fair' }, 'fair']);
    const { initiated, stored } = balanceOf(await links()).customer;
    expect([initiated, stored]).to.deep.equal([7, 12]);
  });

  it('go on in another agent, by a file', async () => {
    await ledger.converse(iss, 'Hello');
    await ledger.pledge(iss, AMOUNT);
    await stall.shop.receipt(iss, {
      re: await last().then(async () => pledgesOf(await links())[0]?.hash ?? ''),
      ...AMOUNT,
      at: soon(),
    });
    await ledger.sync(iss);
    await ledger.share(iss, { what: 'Lisbon', scope: 'here', purpose: 'coffee', until: soon() });
    await ledger.revoke(iss, await last());
    await ledger.share(iss, { what: 'Porto', scope: 'here', purpose: 'coffee', until: soon() });
    await ledger.regard(iss, 'unfair');
    await ledger.intentcast({ need: 'A bell', budget: AMOUNT, by: '2030-01-01' }, [stall.origin]);
    stall.edge = down;
    expect(await codeOf(ledger.revoke(iss, activeShares(await links(), Date.now())[0]?.hash ?? ''))).to.equal('TypeError');
    const file = await ledger.export('correct horse');

    const elsewhere = await openLedger(`${name}-elsewhere`);
    await elsewhere.import(file, 'correct horse');
    expect(await elsewhere.list()).to.deep.equal(await ledger.list());
    stall.edge = (_, answer) => answer();
    await elsewhere.sync(iss);
    await ledger.import(await elsewhere.export('correct horse'), 'correct horse');
    expect((await only()).proposed).to.equal(undefined);
    await expectAlike(10);
    expect(activeShares(await links(), Date.now())).to.deep.equal([]);
    forgetLedger(`${name}-elsewhere`);
  });

  it('belong to the relationship that is named, and to no later one with the same vendor', async () => {
    expect(await codeOf(ledger.converse('A'.repeat(43), 'Hello'))).to.equal('not_related');
    await ledger.say({ vendor, act: 'leave' });
    await ledger.say({ vendor, act: 'relate', agreement: 'SD-BASE' });
    const before = await ledger.list();
    const now = before.find(({ status }) => status === 'related')?.iss ?? '';
    market.requests.length = 0;
    for (const work of [ledger.converse(iss, 'Hello'), ledger.pledge(iss, AMOUNT), ledger.regard(iss, 'fair')])
      expect(await codeOf(work)).to.equal('ended');
    expect([await ledger.list(), market.requests]).to.deep.equal([before, []]);
    expect(await ledger.converse(now, 'Hello')).to.include({ answer: 'accept' });
  });

  it('are refused while it is on hold, but for those that end and judge', async () => {
    await ledger.share(iss, { what: 'Lisbon', scope: 'here', purpose: 'coffee', until: soon() });
    const share = await last();
    await ledger.say({ vendor, act: 'pause' });
    const paused = { answer: 'refuse', code: 'paused' };
    expect(await ledger.converse(iss, 'Hello')).to.deep.equal(paused);
    expect(await ledger.pledge(iss, AMOUNT)).to.deep.equal(paused);
    const [told] = await ledger.intentcast({ need: 'A bell' }, [stall.origin]);
    expect(told?.heard).to.deep.equal(paused);
    expect(await ledger.revoke(iss, share)).to.include({ answer: 'accept' });
    expect(await ledger.regard(iss, 'unfair')).to.include({ answer: 'accept' });
    await expectAlike(5);
  });

  describe('are not signed where something is wrong', () => {
    const share = { what: 'Lisbon', scope: 'here', purpose: 'coffee' };
    const overAYear = 368 * 86_400_000;
    const cases: [string, string, () => Promise<unknown>][] = [
      ['a text of blanks', 'unreadable_text', () => ledger.converse(iss, ' \n')],
      ['a text that overrides its direction', 'unreadable_text', () => ledger.converse(iss, 'pay \u202e05')],
      ['a text that is too long', 'unreadable_text', () => ledger.regard(iss, 'fair', 'a'.repeat(501))],
      ['a record that is too long', 'too_large', () => ledger.converse(iss, '\u4e16'.repeat(4_000))],
      ['a place for answers that is none', 'malformed', () => ledger.converse(iss, 'Hi', { reach: 'tel:1' })],
      ['an answer to nothing', 'unknown_re', () => ledger.converse(iss, 'Hi', { re: 'A'.repeat(43) })],
      ['an answer to oneself', 'own_re', async () => ledger.converse(iss, 'Hi', { re: await last() })],
      ['an exponent', 'invalid_amount', () => ledger.pledge(iss, { amount: '1e3', currency: 'EUR' })],
      ['a sign', 'invalid_amount', () => ledger.pledge(iss, { amount: '-5', currency: 'EUR' })],
      ['a currency that nobody uses', 'unknown_currency', () => ledger.pledge(iss, { amount: '5', currency: 'XXX' })],
      ['a time that is no time', 'invalid_time', () => ledger.share(iss, { ...share, until: 'tomorrow' })],
      ['a time that is over', 'until_passed', () => ledger.share(iss, { ...share, until: '2020-01-01' })],
      [
        'a time too far ahead',
        'until_too_late',
        () => ledger.share(iss, { ...share, until: new Date(Date.now() + overAYear).toISOString() }),
      ],
      ['a revoke of nothing', 'unknown_re', () => ledger.revoke(iss, 'A'.repeat(43))],
      ['a revoke of something else', 'wrong_re', async () => ledger.revoke(iss, await last())],
      ['a note of blanks', 'unreadable_text', () => ledger.regard(iss, 'fair', ' ')],
      ['an act of the vendor', 'wrong_side', () => ledger.say({ vendor, act: 'receipt' })],
      ['an act without the body it needs', 'malformed', () => ledger.say({ vendor, act: 'regard' })],
      [
        'a need under another agreement',
        'unsupported_agreement',
        () => ledger.say({ vendor, act: 'intentcast', agreement: 'SD-BASE', body: { need: 'A bell' } }),
      ],
    ];
    for (const [what, code, work] of cases)
      it(`${what}: ${code}`, async () => {
        const before = await ledger.list();
        market.requests.length = 0;
        expect(await codeOf(work())).to.equal(code);
        expect([await ledger.list(), market.requests]).to.deep.equal([before, []]);
      });

    it('twice: a share that was revoked', async () => {
      await ledger.share(iss, { ...share, until: soon() });
      const re = await last();
      await ledger.revoke(iss, re);
      expect(await codeOf(ledger.revoke(iss, re))).to.equal('revoked');
      await expectAlike(3);
    });

    it('and no key is made for a vendor that is not known yet', async () => {
      const other = { origin: 'https://other.example', name: 'Other' };
      const before = await ledger.list();
      const cast = { vendor: other, act: 'intentcast', body: { need: 'A bell' } } as const;
      expect(await codeOf(ledger.sign(cast))).to.equal('unsupported_agreement');
      expect(await codeOf(ledger.sign({ ...cast, agreement: 'PDC-INTENT', body: { need: '' } }))).to.equal('unreadable_text');
      // @ts-expect-error A pledge has another body.
      expect(await codeOf(ledger.sign({ vendor: other, act: 'pledge', body: { need: 'A bell' } }))).to.equal('not_related');
      expect(await codeOf(ledger.sign({ vendor: other, act: 'com.example.loyalty', body: { points: 3 } }))).to.equal(
        'not_related',
      );
      expect(await ledger.list()).to.deep.equal(before);
    });
  });

  describe('of a vendor are refused, and nothing of its answer is kept', () => {
    const body: Record<string, object> = {
      pledge: AMOUNT,
      share: { what: 'You', scope: 'all', purpose: 'ads', until: '2027-01-01' },
      intentcast: { need: 'You' },
      regard: { feels: 'great' },
    };
    const cases: [string, string, (re: { mine: string; its: string }) => { act: string; body?: object }][] = [
      ['a pledge', 'wrong_side', () => ({ act: 'pledge', body: body.pledge ?? {} })],
      ['a share', 'wrong_side', () => ({ act: 'share', body: body.share ?? {} })],
      ['a need', 'wrong_side', () => ({ act: 'intentcast', body: body.intentcast ?? {} })],
      ['a revoke', 'wrong_side', ({ mine }) => ({ act: 'revoke', body: { re: mine } })],
      ['an answer to nothing', 'unknown_re', () => ({ act: 'converse', body: { text: 'Hi', re: 'A'.repeat(43) } })],
      ['an answer to itself', 'own_re', ({ its }) => ({ act: 'converse', body: { text: 'Hi', re: its } })],
      [
        'a receipt for nothing',
        'unknown_re',
        () => ({ act: 'receipt', body: { re: 'A'.repeat(43), ...AMOUNT, at: '2026-01-01' } }),
      ],
      ['a receipt for a text', 'wrong_re', ({ mine }) => ({ act: 'receipt', body: { re: mine, ...AMOUNT, at: '2026-01-01' } })],
      [
        'a receipt of no amount',
        'invalid_amount',
        ({ mine }) => ({ act: 'receipt', body: { re: mine, amount: '-5', currency: 'EUR', at: '2026-01-01' } }),
      ],
      ['a receipt without a body', 'malformed', () => ({ act: 'receipt' })],
      ['a regard without a body', 'malformed', () => ({ act: 'regard' })],
      ['a regard of another kind', 'malformed', () => ({ act: 'regard', body: body.regard ?? {} })],
      [
        'a note that overrides its direction',
        'unreadable_text',
        () => ({ act: 'regard', body: { feels: 'fair', note: 'so \u202e kind' } }),
      ],
    ];
    for (const [what, code, make] of cases)
      it(`${what}: ${code}`, async () => {
        await ledger.converse(iss, 'Hello');
        const mine = await last();
        const { key } = stall.options;
        const sign = (statement: object): Promise<string> =>
          signVendorRecord(stall.origin, { aud: iss, ...statement } as Parameters<typeof signVendorRecord>[1], key);
        const good = await sign({ act: 'converse', body: { text: 'Good' }, prev: mine });
        const { hash: its } = await linkOf(good);
        const bad = await sign({ ...make({ mine, its }), prev: its });
        const before = await ledger.list();
        stall.edge = endpoint(() => Response.json({ records: [good, bad] }));
        expect(await codeOf(ledger.sync(iss))).to.equal(code);
        expect(await codeOf(ledger.exportFrom(iss))).to.equal(code);
        expect(await ledger.list()).to.deep.equal(before);
      });
  });

  describe('wait one at a time', () => {
    it('each is sent before the next is signed', async () => {
      stall.edge = down;
      const share = { what: 'Lisbon', scope: 'here', purpose: 'coffee', until: soon() };
      expect(await codeOf(ledger.share(iss, share))).to.equal('TypeError');
      const { proposed } = await only();
      expect(await codeOf(ledger.regard(iss, 'fair'))).to.equal('TypeError');
      expect((await only()).proposed).to.equal(proposed);
      stall.edge = (_, answer) => answer();
      expect(await ledger.regard(iss, 'fair')).to.include({ answer: 'accept' });
      expect((await links()).map(({ claims }) => claims.act)).to.deep.equal(['relate', 'share', 'regard']);
      await expectAlike(3);
    });

    it('and go after what the vendor said meanwhile', async () => {
      await stall.shop.converse(iss, 'Hello');
      await Promise.all([ledger.converse(iss, 'Hi'), ledger.pledge(iss, AMOUNT), ledger.regard(iss, 'fair')]);
      await expectAlike(5);
    });
  });
});
