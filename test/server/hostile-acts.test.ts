/** Acts with a body that must not pass: each is refused by a code of its own, and nothing is kept. */
import { expect } from 'chai';
import type { Act } from '../../src/contract/acts.js';
import { payloadHash } from '../../src/contract/record.js';
import { signVendorRecord } from '../../src/records/sign.js';
import { createMemoryStore, type RefusalCode, type Vendor } from '../../src/server/index.js';
import { Customer } from '../support/customer.js';
import { accepted, answered, key, kept, open, origin, refused } from '../support/vendor.js';
import { allOf } from '../support/all-of.mjs';

const accepts = ['SD-BASE', 'SD-BASE-DP', 'PDC-INTENT'] as const;
const DAY = 86_400_000;
/** The date in some days' time, in UTC. */
const day = (days: number): string => new Date(Date.now() + days * DAY).toISOString().slice(0, 10);
const deep = (levels: number): object => (levels ? { a: deep(levels - 1) } : {});
const parsed = (json: string): unknown => JSON.parse(json);

/** A relationship with every kind of record, by what it is. */
type Hashes = Record<'own' | 'vendors' | 'need' | 'pledge' | 'share' | 'gone' | 'elsewhere' | 'nowhere' | 'refused', string>;
class Bench {
  readonly hash = { nowhere: 'n'.repeat(43) } as Hashes;
  #last = '';

  private constructor(
    readonly vendor: Vendor,
    readonly customer: Customer,
  ) {}

  static async open(): Promise<Bench> {
    const bench = new Bench(open({ accepts }), await Customer.create());
    const { hash, vendor, customer } = bench;
    const other = await Customer.create();
    hash.elsewhere = await payloadHash(await accepted(vendor, await other.sign()));
    bench.#last = await payloadHash(await accepted(vendor, await customer.sign()));
    hash.own = await bench.say('converse', { text: 'Hello' });
    hash.vendors = bench.#last = await payloadHash(await vendor.converse(customer.iss, 'Welcome'));
    hash.need = await bench.say('intentcast', { need: 'A grinder' });
    hash.pledge = await bench.say('pledge', { amount: '5', currency: 'EUR' });
    hash.gone = await bench.say('share', shared());
    await bench.say('revoke', { re: hash.gone });
    hash.share = await bench.say('share', shared());
    const bad = await bench.sign('pledge', { amount: '-5', currency: 'EUR' });
    await refused(vendor, bad, 'invalid_amount');
    hash.refused = await payloadHash(bad);
    return bench;
  }

  sign(act: string, body?: unknown, claims: object = {}): Promise<string> {
    const agreement = act === 'intentcast' ? 'PDC-INTENT' : undefined;
    return this.customer.sign({ act, agreement, prev: this.#last, body, ...claims });
  }

  /** Says an act that is kept. @returns its hash */
  async say(act: string, body?: unknown, claims?: object): Promise<string> {
    this.#last = await payloadHash(await accepted(this.vendor, await this.sign(act, body, claims)));
    return this.#last;
  }

  async follow(record: Promise<string>): Promise<void> {
    this.#last = await payloadHash(await record);
  }
}

const shared = (changes: object = {}): object => ({
  what: 'My address',
  scope: 'This order',
  purpose: 'Delivery',
  until: day(7),
  ...changes,
});
const pledged = (changes: object = {}): object => ({ amount: '5', currency: 'EUR', ...changes });

/** The texts of bodies: act, field, its maximum, and a body with such a text. */
const TEXTS: readonly [act: Act, field: string, most: number, bodyOf: (text: unknown) => object][] = [
  ['converse', 'text', 4_000, (text) => ({ text })],
  ['intentcast', 'need', 4_000, (need) => ({ need })],
  ['pledge', 'for', 500, (purpose) => pledged({ for: purpose })],
  ['share', 'what', 4_000, (what) => shared({ what })],
  ['share', 'scope', 200, (scope) => shared({ scope })],
  ['share', 'purpose', 500, (purpose) => shared({ purpose })],
  ['regard', 'note', 500, (note) => ({ feels: 'fair', note })],
];
const UNREADABLE: readonly (readonly [what: string, text: string])[] = [
  ['empty', ''],
  ['only blanks', ' \t\n\u3000'],
  ['only characters without a shape', '\u200b\u2060\u3164\ufe0f'],
  ['NUL', 'a\u0000b'],
  ['a bell', 'a\u0007b'],
  ['DEL', 'a\u007fb'],
  ['a C1 control character', 'a\u009b31mb'],
  ['a right-to-left override', 'pay \u202e001\u202c EUR'],
  ['a left-to-right embedding', '\u202aab'],
  ['a pop of a direction', 'ab\u202c'],
  ['a right-to-left isolate', '\u2067ab\u2069'],
  ['a first-strong isolate', '\u2068ab'],
  ['a lone high surrogate', 'a\ud83d'],
  ['a lone low surrogate', '\ude00b'],
];
const READABLE = [
  'Zwei Zeilen,\r\nmit\tTab',
  'عربي\u200f (ABC)\u200e', // with the marks for the directions
  'می\u200cخواهم', // Persian, with a zero-width non-joiner
  '👩\u200d👩\u200d👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿 ❤️', // a zero-width joiner, tags and a selector
  'e\u0301', // not composed
  '=1+1',
  'אב\u061c',
];

const AMOUNTS: readonly unknown[] = [
  ...[
    '1e3',
    '-5',
    '+5',
    '0.00001',
    '１２',
    '.5',
    '5.',
    ' 5',
    '5 ',
    '5\n',
    '',
    '1234567890123',
    '0x10',
    'NaN',
    'Infinity',
    '1,50',
  ],
  ...['1_000', '٥', '5EUR', '--5', '5.5.5', '−5', '5\u0000', 'null', 5, 0.5, null, true, ['5'], { amount: '5' }],
];
const CURRENCIES: readonly unknown[] = [
  ...['XXX', 'XTS', 'XAU', 'XDR', 'eur', 'Eur', 'EURO', 'EU', '', 'ＥＵＲ', ' EUR', 'EUR ', 'EUR\n', 'DEM', 'BTC', '978', '€'],
  ...['constructor', '__proto__', 978, null, ['EUR'], { code: 'EUR' }, true],
];
const TIMES: readonly unknown[] = [
  ...['', 'soon', '2027-02-30', '2027-02-29', '2027-04-31', '2027-13-01', '2027-00-10', '2027-01-00', '2027-1-1', '20270101'],
  ...['2027-01-01T12:00:00', '2027-01-01T24:00:00Z', '2027-01-01T23:60:00Z', '2027-01-01T23:59:60Z', '2027-01-01T12:00Z'],
  ...['２０２７-01-01', '2027-01-01t12:00:00Z', '2027-01-01T12:00:00z', '2027-01-01 12:00:00Z', '2027-01-01T12:00:00+0100'],
  ...['2027-01-01T12:00:00+24:00', '2027-01-01T12:00:00.Z', '+002027-01-01', '2027-W01', ' 2027-01-01', '2027-01-01\n'],
  ...[1_800_000_000, null, true, ['2027-01-01'], {}],
];
const show = (value: unknown): string => JSON.stringify(value);

type Case = readonly [what: string, code: RefusalCode, act: string, body: unknown, claims?: object | ((hash: Hashes) => object)];
/** A body with the hash of a record in it. */
const re =
  (name: keyof Hashes, more: object = {}) =>
  (hash: Hashes): object => ({ ...more, re: hash[name] });

const cases: readonly Case[] = [
  ...TEXTS.flatMap(([act, field, most, bodyOf]): Case[] => [
    ...UNREADABLE.map(([what, text]): Case => [`a ${field} that is ${what}`, 'unreadable_text', act, bodyOf(text)]),
    [`a ${field} that is too long`, 'unreadable_text', act, bodyOf('x'.repeat(most + 1))],
    [`a ${field} that is too long by a surrogate pair`, 'unreadable_text', act, bodyOf(`${'x'.repeat(most - 1)}😀`)],
    [`a ${field} that is a number`, 'unreadable_text', act, bodyOf(5)],
    [`a ${field} that is a list`, 'unreadable_text', act, bodyOf(['a'])],
    [`a ${field} that is null`, 'unreadable_text', act, bodyOf(null)],
  ]),
  ...AMOUNTS.flatMap((amount): Case[] => [
    [`an amount ${show(amount)}`, 'invalid_amount', 'pledge', pledged({ amount })],
    [`a budget of ${show(amount)}`, 'invalid_amount', 'intentcast', { need: 'A grinder', budget: pledged({ amount }) }],
  ]),
  ...CURRENCIES.flatMap((currency): Case[] => [
    [`a currency ${show(currency)}`, 'unknown_currency', 'pledge', pledged({ currency })],
    [`a budget in ${show(currency)}`, 'unknown_currency', 'intentcast', { need: 'A grinder', budget: pledged({ currency }) }],
  ]),
  ...TIMES.flatMap((time): Case[] => [
    [`a share until ${show(time)}`, 'invalid_time', 'share', shared({ until: time })],
    [`a need by ${show(time)}`, 'invalid_time', 'intentcast', { need: 'A grinder', by: time }],
  ]),
  ['a share until yesterday', 'until_passed', 'share', shared({ until: day(-1) })],
  ['a share until a moment ago', 'until_passed', 'share', shared({ until: new Date(Date.now() - 2_000).toISOString() })],
  ['a share until long ago', 'until_passed', 'share', shared({ until: '0000-01-01' })],
  ['a share until the day after a year', 'until_too_late', 'share', shared({ until: day(368) })],
  ['a share for ever', 'until_too_late', 'share', shared({ until: '9999-12-31' })],
  ['an answer to nothing', 'unknown_re', 'converse', re('nowhere', { text: 'Yes' })],
  ['an answer to another relationship', 'unknown_re', 'converse', re('elsewhere', { text: 'Yes' })],
  ['an answer to what was refused', 'unknown_re', 'converse', re('refused', { text: 'Yes' })],
  ['an answer to its own side', 'own_re', 'converse', re('own', { text: 'Yes' })],
  ['an answer that is no hash', 'malformed', 'converse', { text: 'Yes', re: 'first' }],
  ['an answer to null', 'malformed', 'converse', { text: 'Yes', re: null }],
  ['a revoke of nothing', 'unknown_re', 'revoke', re('nowhere')],
  ['a revoke of another’s share', 'unknown_re', 'revoke', re('elsewhere')],
  ['a revoke of a pledge', 'wrong_re', 'revoke', re('pledge')],
  ['a revoke of the vendor’s word', 'wrong_re', 'revoke', re('vendors')],
  ['a second revoke', 'revoked', 'revoke', re('gone')],
  ['a revoke of two', 'malformed', 'revoke', { re: ['a', 'b'] }],
  ['a receipt by the customer', 'wrong_side', 'receipt', re('pledge', { ...pledged(), at: day(0) })],
  ['an intentcast under no agreement', 'unsupported_agreement', 'intentcast', { need: 'Tea' }, { agreement: undefined }],
  ['an intentcast under another agreement', 'unsupported_agreement', 'intentcast', { need: 'Tea' }, { agreement: 'SD-BASE' }],
  ['an intentcast under one of no roster', 'unsupported_agreement', 'intentcast', { need: 'Tea' }, { agreement: 'PDC-INTENT-2' }],
  ['an intentcast under what is none', 'malformed', 'intentcast', { need: 'Tea' }, { agreement: 'pdc-intent' }],
  ['a need to be answered by no address', 'malformed', 'intentcast', { need: 'Tea', reach: 'javascript:alert(1)' }],
  ['a pledge a week', 'malformed', 'pledge', pledged({ per: 'week' })],
  ['a pledge per prototype', 'malformed', 'pledge', pledged({ per: 'constructor' })],
  ['a pledge without a currency', 'malformed', 'pledge', { amount: '5' }],
  ['a pledge without an amount', 'malformed', 'pledge', { currency: 'EUR' }],
  ['a regard of another word', 'malformed', 'regard', { feels: 'happy' }],
  ['a regard in capitals', 'malformed', 'regard', { feels: 'FAIR' }],
  ['a regard of a list', 'malformed', 'regard', { feels: ['fair'] }],
  ['a regard with a score', 'malformed', 'regard', { score: 5 }],
  ['a share without an end', 'malformed', 'share', shared({ until: undefined })],
  ['a share without a purpose', 'malformed', 'share', shared({ purpose: undefined })],
  ['a budget that is a number', 'malformed', 'intentcast', { need: 'Tea', budget: 5 }],
  ['a budget that is a list', 'malformed', 'intentcast', { need: 'Tea', budget: ['5', 'EUR'] }],
  ['a budget that is null', 'malformed', 'intentcast', { need: 'Tea', budget: null }],
  ['a budget without a currency', 'malformed', 'intentcast', { need: 'Tea', budget: { amount: '5' } }],
  ['an empty budget', 'malformed', 'intentcast', { need: 'Tea', budget: {} }],
  ['a deep budget', 'too_deep', 'intentcast', { need: 'Tea', budget: deep(8) }],
  ['a pledge of a prototype', 'malformed', 'pledge', parsed('{"__proto__":{"amount":"5","currency":"EUR"}}')],
  ['a budget of a prototype', 'malformed', 'intentcast', { need: 'Tea', budget: parsed('{"__proto__":{"amount":"5"}}') }],
  ['a large share', 'too_large', 'share', shared({ what: 'x'.repeat(16_000) })],
  ['a share with no room for the vendor’s signature', 'no_room', 'share', shared({ more: 'x'.repeat(11_600) })],
  ...(['converse', 'intentcast', 'pledge', 'share', 'revoke', 'regard'] as const).flatMap((act): Case[] => [
    [`${act} without a body`, 'malformed', act, undefined],
    [`${act} with an empty body`, 'malformed', act, {}],
    [`${act} with null`, 'malformed', act, null],
    [`${act} with a list`, 'malformed', act, []],
    [`${act} with a text`, 'malformed', act, 'text'],
    [`${act} with a deep body`, 'too_deep', act, deep(8)],
    [`${act} after a record that is not the last`, 'broken_chain', act, goodBody(act), ({ own }) => ({ prev: own })],
  ]),
];

/** A body of each act that is accepted. */
function goodBody(act: string): unknown {
  if (act === 'revoke') return re('share');
  return {
    converse: { text: 'Hello' },
    intentcast: { need: 'Tea' },
    pledge: pledged(),
    share: shared(),
    regard: { feels: 'fair' },
  }[act];
}
const bodyIn = (hash: Hashes, body: unknown): unknown =>
  typeof body === 'function' ? (body as (of: Hashes) => object)(hash) : body;

describe('an act that must not pass', () => {
  let bench: Bench;
  before(async () => {
    bench = await Bench.open();
  });

  for (const [what, code, act, body, claims] of cases) {
    it(`${what}: ${code}`, async () => {
      const { hash, vendor } = bench;
      await refused(vendor, await bench.sign(act, bodyIn(hash, body), bodyIn(hash, claims) as object), code);
    });
  }

  it('leaves the relationship as it was: every good act is accepted next', async () => {
    for (const act of ['converse', 'intentcast', 'pledge', 'share', 'revoke', 'regard'])
      await bench.say(act, bodyIn(bench.hash, goodBody(act)));
  });
});

describe('an act that must pass', () => {
  const good: readonly (readonly [act: string, body: unknown])[] = [
    ...TEXTS.flatMap(([act, , most, bodyOf]) =>
      [...READABLE, 'x'.repeat(most), 'x'].map((text): [string, unknown] => [act, bodyOf(text)]),
    ),
    ...['0', '0.0', '5', '12.50', '0.0001', '999999999999.9999', '007'].flatMap((amount): [string, unknown][] => [
      ['pledge', pledged({ amount })],
      ['intentcast', { need: 'Tea', budget: pledged({ amount }) }],
    ]),
    ...['EUR', 'JPY', 'KWD', 'XOF', 'XCG', 'ZWG', 'CHF'].map((currency): [string, unknown] => ['pledge', pledged({ currency })]),
    ...['once', 'month', 'year'].map((per): [string, unknown] => ['pledge', pledged({ per })]),
    ...['fair', 'unsure', 'unfair'].map((feels): [string, unknown] => ['regard', { feels }]),
    ...[day(1), day(365), `${day(1)}T00:00:00Z`, `${day(2)}T23:59:59.123456789-00:00`, `${day(3)}T00:00:00+23:59`].map(
      (until): [string, unknown] => ['share', shared({ until })],
    ),
    ...['2028-02-29', day(-400), '2027-01-01T12:00:00+05:30'].map((by): [string, unknown] => ['intentcast', { need: 'Tea', by }]),
    ['converse', re('vendors', { text: 'Thank you' })],
    ['revoke', re('share')],
    // Later versions may add keys.
    ['pledge', pledged({ note: 'with regards' })],
    ['pledge', parsed('{"amount":"5","currency":"EUR","__proto__":{"per":"week"}}')],
    ['intentcast', { need: 'Tea', reach: 'mailto:a@example.com', budget: pledged({ more: 1 }) }],
  ];

  it('is kept, whatever marks its language needs', async () => {
    const bench = await Bench.open();
    for (const [act, body] of good) await bench.say(act, bodyIn(bench.hash, body));
    expect(good).to.have.length.above(90);
  });

  it('answers for the vendor what it has not answered yet', async () => {
    const { vendor, customer, hash } = await Bench.open();
    for (const name of ['own', 'need', 'pledge', 'share', 'gone'] as const)
      await vendor.converse(customer.iss, 'Yes\n👍', { re: hash[name] });
    const row = { re: hash.pledge, amount: '5.00', currency: 'EUR', at: day(-3), clerk: 'Sam' };
    const receipt = await vendor.receipt(customer.iss, row);
    expect(atob((JSON.parse(receipt) as { payload: string }).payload), 'of a row, only what the contract has').not.to.include(
      'Sam',
    );
    await vendor.receipt(customer.iss, { re: hash.pledge, amount: '2', currency: 'EUR', at: `${day(0)}T08:00:00+01:00` });
    await vendor.regard(customer.iss, 'unsure', 'می\u200cخواهم');
    await vendor.regard(customer.iss, 'fair');
  });
});

describe('the vendor’s own acts that must not pass', () => {
  let bench: Bench;
  before(async () => {
    bench = await Bench.open();
  });
  const receipt = (changes: object) => (vendor: Vendor, iss: string, hash: Hashes) =>
    vendor.receipt(iss, { re: hash.pledge, amount: '5', currency: 'EUR', at: day(0), ...changes });
  const converse = (text: unknown, name?: keyof Hashes) => (vendor: Vendor, iss: string, hash: Hashes) =>
    vendor.converse(iss, text as string, name && { re: hash[name] });
  const regard = (feels: unknown, note?: unknown) => (vendor: Vendor, iss: string) =>
    vendor.regard(iss, feels as 'fair', note as string);
  type Say = (vendor: Vendor, iss: string, hash: Hashes) => Promise<string>;

  const said: readonly (readonly [what: string, code: RefusalCode, say: Say])[] = [
    ['an answer to nothing', 'unknown_re', converse('Yes', 'nowhere')],
    ['an answer to another relationship', 'unknown_re', converse('Yes', 'elsewhere')],
    ['an answer to itself', 'own_re', converse('Yes', 'vendors')],
    ['an answer to what is no hash', 'malformed', (vendor, iss) => vendor.converse(iss, 'Yes', { re: 'first' })],
    ['an answer to null', 'malformed', (vendor, iss) => vendor.converse(iss, 'Yes', { re: null as never })],
    ...UNREADABLE.flatMap(([what, text]): [string, RefusalCode, Say][] => [
      [`a text that is ${what}`, 'unreadable_text', converse(text)],
      [`a note that is ${what}`, 'unreadable_text', regard('fair', text)],
    ]),
    ['a text that is too long', 'unreadable_text', converse('x'.repeat(4_001))],
    ['a text that is a number', 'unreadable_text', converse(5)],
    ['no text', 'malformed', converse(undefined)],
    ['a note that is too long', 'unreadable_text', regard('fair', 'x'.repeat(501))],
    ['another feeling', 'malformed', regard('happy')],
    ['no feeling', 'malformed', regard(undefined)],
    ...AMOUNTS.map((amount): [string, RefusalCode, Say] => [`${show(amount)} received`, 'invalid_amount', receipt({ amount })]),
    ...CURRENCIES.map((currency): [string, RefusalCode, Say] => [`${show(currency)}`, 'unknown_currency', receipt({ currency })]),
    ...TIMES.map((at): [string, RefusalCode, Say] => [`received at ${show(at)}`, 'invalid_time', receipt({ at })]),
    ['a receipt for nothing', 'unknown_re', receipt({ re: 'n'.repeat(43) })],
    ['a receipt for another’s', 'unknown_re', (vendor, iss, hash) => receipt({ re: hash.elsewhere })(vendor, iss, hash)],
    ['a receipt for a share', 'wrong_re', (vendor, iss, hash) => receipt({ re: hash.share })(vendor, iss, hash)],
    ['a receipt for its own word', 'wrong_re', (vendor, iss, hash) => receipt({ re: hash.vendors })(vendor, iss, hash)],
    ['a receipt without what it is for', 'malformed', receipt({ re: undefined })],
    ['a receipt of a text', 'malformed', (vendor, iss) => vendor.receipt(iss, '5 EUR' as never)],
  ];
  for (const [what, code, say] of said) {
    it(`${what}: ${code}`, async () => {
      const { vendor, customer, hash } = bench;
      const before = await kept(vendor);
      const outcome = await say(vendor, customer.iss, hash).then(
        () => 'kept',
        (error: { code?: string; message: string }) => error.code ?? error.message,
      );
      expect(outcome).to.equal(code);
      expect(await kept(vendor)).to.deep.equal(before);
    });
  }

  it('leave the relationship as it was', async () => {
    const { vendor, customer, hash } = bench;
    await bench.follow(vendor.receipt(customer.iss, { re: hash.pledge, amount: '5', currency: 'EUR', at: day(0) }));
    await bench.say('converse', { text: 'Hello' });
  });

  for (const [act, body] of Object.entries({
    relate: {},
    intentcast: { need: 'Customers' },
    pledge: pledged(),
    share: shared(),
    revoke: re('share'),
    export: {},
    sync: {},
  })) {
    it(`${act} by the vendor is refused where it is sent, and where it is imported`, async () => {
      const { vendor, customer, hash } = bench;
      const { records } = await vendor.relationship(customer.iss);
      const prev = await payloadHash(records.at(-1) as string);
      const claims = { aud: customer.iss, act, prev, body: bodyIn(hash, body) as never };
      const record = await signVendorRecord(origin, claims, key);
      await refused(vendor, record, 'invalid_key');
      const graph = [...records, record].map((one) => ({ 'rel:record': one }));
      const elsewhere = open({ store: createMemoryStore() });
      const outcome = await elsewhere.import(JSON.stringify({ '@graph': graph }), 'json-ld').catch((error: unknown) => error);
      expect(outcome).to.include({ name: 'ChainError', fault: 'wrong_side' });
      expect(await kept(elsewhere)).to.deep.equal([]);
    });
  }
});

describe('acts on hold, and at the end', () => {
  it('wait while either side has paused, but those that end, judge or confirm', async () => {
    const bench = await Bench.open();
    const { vendor, customer, hash } = bench;
    await bench.follow(vendor.pause(customer.iss));
    for (const act of ['converse', 'intentcast', 'pledge', 'share'])
      await refused(vendor, await bench.sign(act, goodBody(act)), 'paused');
    for (const act of ['revoke', 'regard']) await bench.say(act, bodyIn(hash, goodBody(act)));
    await bench.follow(vendor.receipt(customer.iss, { re: hash.pledge, amount: '5', currency: 'EUR', at: day(0) }));
    await bench.follow(vendor.regard(customer.iss, 'fair'));
    expect(await vendor.converse(customer.iss, 'Hello').catch((error: { code: string }) => error.code)).to.equal('paused');
    await bench.follow(vendor.resume(customer.iss));
    await bench.say('converse', goodBody('converse'));
  });

  it('end with a leave', async () => {
    const bench = await Bench.open();
    const { vendor, customer, hash } = bench;
    await vendor.leave(customer.iss);
    for (const act of ['relate', 'converse', 'intentcast', 'pledge', 'share', 'revoke', 'regard'])
      await refused(vendor, await bench.sign(act, bodyIn(hash, goodBody(act))), 'ended');
    const outcomes = [
      vendor.converse(customer.iss, 'Hello', { re: hash.need }),
      vendor.receipt(customer.iss, { re: hash.pledge, amount: '5', currency: 'EUR', at: day(0) }),
      vendor.regard(customer.iss, 'fair'),
    ].map((work) => work.catch((error: { code: string }) => error.code));
    expect(await Promise.all(outcomes)).to.deep.equal(['ended', 'ended', 'ended']);
  });

  it('need a relationship, but the two that begin one', async () => {
    const vendor = open({ accepts });
    for (const act of ['converse', 'pledge', 'share', 'regard']) {
      const stranger = await Customer.create();
      await refused(vendor, await stranger.sign({ act, agreement: undefined, body: goodBody(act) }), 'not_related');
    }
    const stranger = await Customer.create();
    await refused(
      vendor,
      await stranger.sign({ act: 'revoke', agreement: undefined, body: { re: 'n'.repeat(43) } }),
      'not_related',
    );
  });
});

describe('an intentcast', () => {
  const need = (changes: object = {}): object => ({
    act: 'intentcast',
    agreement: 'PDC-INTENT',
    body: { need: 'Tea' },
    ...changes,
  });

  it('begins a relationship under its agreement, until a relate', async () => {
    const [vendor, customer] = [open({ accepts }), await Customer.create()];
    const record = await accepted(vendor, await customer.sign(need()));
    expect(await vendor.relationship(customer.iss)).to.include({ status: 'related', agreement: 'PDC-INTENT', record });
    const answer = await vendor.converse(customer.iss, 'We have some.', { re: await payloadHash(record) });
    const more = await accepted(vendor, await customer.sign(need({ prev: await payloadHash(answer) })));
    const related = await accepted(vendor, await customer.sign({ prev: await payloadHash(more) }));
    await accepted(vendor, await customer.sign(need({ prev: await payloadHash(related) })));
    expect(await vendor.relationship(customer.iss)).to.include({ agreement: 'SD-BASE', record: related });
  });

  it('is refused by a vendor that does not accept its agreement: first, and in a relationship', async () => {
    const used: string[] = [];
    const vendor = open({ checkChallenge: (challenge) => used.push(challenge) > 0 });
    const customer = await Customer.create();
    await refused(vendor, await customer.sign(need()), 'unsupported_agreement');
    const prev = await payloadHash(await accepted(vendor, await customer.sign()));
    await refused(vendor, await customer.sign(need({ prev, challenge: 'c' })), 'unsupported_agreement');
    expect(used, 'the challenge is not used up').to.deep.equal([]);
    await accepted(vendor, await customer.sign({ act: 'pause', agreement: undefined, prev, challenge: 'c' }));
  });

  it('waits for a person, who accepts or refuses', async () => {
    const vendor = open({ accepts, decide: () => 'pending' });
    for (const decision of ['accept', 'refuse'] as const) {
      const customer = await Customer.create();
      const asked = await customer.sign(need());
      await answered(vendor, asked, 202);
      expect(await vendor.status(customer.iss)).to.equal('asked');
      expect((await allOf(vendor.pending()))[0]?.claims.body).to.deep.include({ need: 'Tea' });
      await refused(vendor, await customer.sign(need()), 'too_many_proposals');
      await vendor.decide(customer.iss, decision);
      const status = decision === 'accept' ? 'related' : 'offered';
      expect(await vendor.status(customer.iss)).to.equal(status);
      await answered(vendor, asked, decision === 'accept' ? 200 : 400);
    }
  });

  it('is countered once, and the counter answered by either act that begins, with the challenge of the first', async () => {
    const given = new Set(['need first', 'relate first']);
    const vendor = open({
      accepts,
      checkChallenge: (challenge) => given.delete(challenge),
      decide: ({ act, challenge }) => {
        if (challenge === 'need first') return act === 'relate' ? 'accept' : { counter: 'SD-BASE' };
        return act === 'intentcast' ? 'accept' : { counter: 'PDC-INTENT' };
      },
    });
    const [first, second] = [await Customer.create(), await Customer.create()];
    expect(await answered(vendor, await first.sign(need({ challenge: 'need first' })))).to.deep.equal({ counter: 'SD-BASE' });
    await accepted(vendor, await first.sign({ challenge: 'need first' }));
    expect(await answered(vendor, await second.sign({ challenge: 'relate first' }))).to.deep.equal({ counter: 'PDC-INTENT' });
    await accepted(vendor, await second.sign(need({ challenge: 'relate first' })));
    expect((await vendor.relationship(second.iss)).agreement).to.equal('PDC-INTENT');
  });

  it('in a relationship answers no counter: its challenge is looked at again', async () => {
    const given = new Set(['c', 'd']);
    const vendor = open({
      accepts,
      checkChallenge: (challenge) => given.delete(challenge),
      decide: ({ challenge }) => (challenge === 'c' ? { counter: 'SD-BASE' } : 'accept'),
    });
    const customer = await Customer.create();
    const prev = await payloadHash(await accepted(vendor, await customer.sign()));
    await answered(vendor, await customer.sign({ agreement: 'SD-BASE-DP', prev, challenge: 'c' }));
    await refused(vendor, await customer.sign(need({ prev, challenge: 'c' })), 'wrong_challenge');
    await accepted(vendor, await customer.sign(need({ prev, challenge: 'd' })));
  });
});
