/** What an act may say (contract, "Bodies"; "The acts"). */
import { type Case, check } from '../report.js';
import { NOWHERE, type Related, type VendorProbe } from '../probe.js';

const DAY = 86_400_000;
/** The date in some days' time, in UTC. */
const day = (days: number): string => new Date(Date.now() + days * DAY).toISOString().slice(0, 10);
export const shared = (changes: object = {}): object => ({
  what: 'My address',
  scope: 'This order',
  purpose: 'Delivery',
  until: day(7),
  ...changes,
});
export const pledged = (changes: object = {}): object => ({ amount: '5', currency: 'EUR', ...changes });

/** A case in one relationship that all acts share, made by the first one. */
type Row = readonly [name: string, rules: string, code: string, act: string, body: unknown, claims?: object];

/** A relationship with a record of each act. */
interface Bench {
  readonly related: Related;
  readonly pledge: string;
  readonly share: string;
  readonly gone: string;
  readonly own: string;
}

const opened = new WeakMap<object, Promise<Bench>>();
const open = async (probe: VendorProbe): Promise<Bench> => {
  const related = await probe.begin();
  const own = await related.say('converse', { text: 'Hello' });
  const pledge = await related.say('pledge', pledged());
  const gone = await related.say('share', shared());
  await related.say('revoke', { re: gone });
  const share = await related.say('share', shared());
  return { related, own, pledge, gone, share };
};
/** Opens the relationship of all acts at this vendor, once. */
const benchOf = (probe: VendorProbe): Promise<Bench> => {
  const bench = opened.get(probe.site) ?? open(probe);
  opened.set(probe.site, bench);
  return bench;
};

const TEXTS: readonly (readonly [act: string, field: string, most: number, bodyOf: (text: unknown) => object])[] = [
  ['converse', 'text', 4_000, (text) => ({ text })],
  ['pledge', 'for', 500, (purpose) => pledged({ for: purpose })],
  ['share', 'what', 4_000, (what) => shared({ what })],
  ['share', 'scope', 200, (scope) => shared({ scope })],
  ['share', 'purpose', 500, (purpose) => shared({ purpose })],
  ['regard', 'note', 500, (note) => ({ feels: 'fair', note })],
];
const UNREADABLE = [' \t\u3000', '\u200b\u3164', 'a\u0007b', 'a\u009bb', 'pay \u202e001', '\u2067ab\u2069', 'a\ud83d'];
const AMOUNTS = ['1e3', '-5', '+5', '0.00001', '5.', '.5', '', '1234567890123', '1,50', 5, null];
const CURRENCIES = ['XXX', 'XAU', 'eur', 'DEM', 'EURO', '', 978];
const TIMES = [
  'soon',
  '2027-02-30',
  '20270101',
  '2027-01-01T12:00:00',
  '2027-01-01T23:59:60Z',
  '2027-01-01t12:00:00Z',
  '2027-01-01T12:00:00+0100',
  1_800_000_000,
];
const show = (value: unknown): string => JSON.stringify(value);

const ROWS: readonly Row[] = [
  ...TEXTS.flatMap(([act, field, most, bodyOf]): Row[] => [
    ...UNREADABLE.map((text): Row => [
      `a ${field} of ${show(text)}`,
      act === 'converse' ? 'C-115 C-124' : 'C-115',
      'unreadable_text',
      act,
      bodyOf(text),
    ]),
    [`a ${field} of ${most + 1} units`, 'C-115 C-4', 'unreadable_text', act, bodyOf('x'.repeat(most + 1))],
    [`a ${field} too long by a surrogate`, 'C-115 C-4', 'unreadable_text', act, bodyOf(`${'x'.repeat(most - 1)}😀`)],
  ]),
  ...AMOUNTS.map((amount): Row => [`an amount of ${show(amount)}`, 'C-112', 'invalid_amount', 'pledge', pledged({ amount })]),
  ...CURRENCIES.map((currency): Row => [
    `a currency ${show(currency)}`,
    'C-113',
    'unknown_currency',
    'pledge',
    pledged({ currency }),
  ]),
  ...TIMES.map((until): Row => [`a share until ${show(until)}`, 'C-114 C-10', 'invalid_time', 'share', shared({ until })]),
  ['a share until yesterday', 'C-125', 'until_passed', 'share', shared({ until: day(-2) })],
  ['a share until after a year', 'C-126', 'until_too_late', 'share', shared({ until: day(368) })],
  ['an answer to nothing', 'C-127', 'unknown_re', 'converse', { text: 'Yes', re: NOWHERE }],
  ['an answer to its own side', 'C-128', 'own_re', 'converse', ({ own }: Bench) => ({ text: 'Yes', re: own })],
  ['a revoke of nothing', 'C-127', 'unknown_re', 'revoke', { re: NOWHERE }],
  ['a revoke of a pledge', 'C-129', 'wrong_re', 'revoke', ({ pledge }: Bench) => ({ re: pledge })],
  ['a second revoke', 'C-130', 'revoked', 'revoke', ({ gone }: Bench) => ({ re: gone })],
  [
    'a receipt by the customer',
    'C-122 C-109',
    'wrong_side',
    'receipt',
    ({ pledge }: Bench) => ({ re: pledge, ...pledged(), at: day(0) }),
  ],
  [
    'an intentcast under another agreement',
    'C-123',
    'unsupported_agreement',
    'intentcast',
    { need: 'Tea' },
    { agreement: 'SD-BASE' },
  ],
  ['an intentcast under none', 'C-123', 'unsupported_agreement', 'intentcast', { need: 'Tea' }, { agreement: undefined }],
  ['an answer that is no hash', 'C-119', 'malformed', 'converse', { text: 'Yes', re: 'first' }],
  ['a leave that asks to erase by a text', 'C-119', 'malformed', 'leave', { erase: 'yes' }],
  ['a pledge a week', 'C-120', 'malformed', 'pledge', pledged({ per: 'week' })],
  ['a pledge without a currency', 'C-103', 'malformed', 'pledge', { amount: '5' }],
  ['a regard of another word', 'C-120', 'malformed', 'regard', { feels: 'happy' }],
  ['a reason of 501 characters', 'C-117', 'malformed', 'pause', { reason: 'x'.repeat(501) }],
  ...(['converse', 'pledge', 'share', 'revoke', 'regard'] as const).flatMap((act): Row[] => [
    [`${act} without a body`, 'C-103', 'malformed', act, undefined],
    [`${act} with null`, 'C-103', 'malformed', act, null],
  ]),
  ['a fault of the amount before one of the text', 'C-190', 'invalid_amount', 'pledge', pledged({ amount: '-5', for: '' })],
  [
    'a wrong side before the chain',
    'C-201 C-202',
    'wrong_side',
    'receipt',
    ({ pledge }: Bench) => ({ re: pledge, ...pledged(), at: day(0) }),
    { prev: NOWHERE },
  ],
  ['an unknown re before the chain', 'C-201 C-202', 'unknown_re', 'converse', { text: 'Yes', re: NOWHERE }, { prev: NOWHERE }],
  ['the end of a share before its re', 'C-201 C-202', 'until_passed', 'share', shared({ until: day(-2) }), { prev: NOWHERE }],
];

const refused = ([name, rules, code, act, body, claims]: Row): Case<VendorProbe> => ({
  rules: rules.split(' '),
  name: `${name}: ${code}`,
  async run(probe) {
    const bench = await benchOf(probe);
    const said = typeof body === 'function' ? (body as (bench: Bench) => unknown)(bench) : body;
    const { customer, last } = bench.related;
    const agreement = act === 'intentcast' ? 'PDC-INTENT' : undefined;
    const came = await probe.post(customer.sign({ act, agreement, prev: last, body: said, ...claims }));
    // A record that is kept all the same takes the next place: the later cases need another relationship.
    if (came.json?.record) opened.delete(probe.site);
    probe.isRefusal(came, code);
  },
});

/** Bodies that are kept. */
const GOOD: readonly (readonly [rules: string, act: string, body: unknown])[] = [
  ...['Zwei Zeilen,\r\nmit\tTab', 'عربي\u200f (ABC)', 'می\u200cخواهم', '👩\u200d👧 ❤️', '=1+1', 'x'.repeat(4_000)].map(
    (text) => ['C-115', 'converse', { text }] as const,
  ),
  ...['0', '007', '12.50', '999999999999.9999'].map((amount) => ['C-112', 'pledge', pledged({ amount })] as const),
  ...['JPY', 'XOF', 'CHF'].map((currency) => ['C-113', 'pledge', pledged({ currency })] as const),
  ...[day(1), day(365), `${day(2)}T23:59:59.123456789-00:00`, `${day(3)}T00:00:00+23:59`].map(
    (until) => ['C-114 C-126', 'share', shared({ until })] as const,
  ),
  ['C-8 C-102', 'pledge', pledged({ later: { versions: 'may add' } })],
  ['C-118', 'converse', { text: 'Hello', reach: 'mailto:alex@example.com' }],
  ['C-117', 'pause', { reason: 'x'.repeat(500) }],
  ['C-117', 'pause', { reason: 'e\u0301\u200b'.repeat(500) }],
  ['C-161', 'resume', {}],
];

const kept: readonly Case<VendorProbe>[] = GOOD.map(([rules, act, body]) => ({
  rules: rules.split(' '),
  name: `${act} with ${show(body).slice(-60)} is kept`,
  async run(probe) {
    const { related } = await benchOf(probe);
    await related.say(act, body);
  },
}));

const after: Case<VendorProbe> = {
  rules: ['C-231', 'C-164'],
  name: 'what was refused left the relationship as it was',
  async run(probe) {
    const { related, share } = await benchOf(probe);
    await related.say('revoke', { re: share });
    const records = await probe.sync(related.customer);
    check(!records.some((record) => record.includes('"wrong')), 'A refused record is told.');
  },
};

export const actCases: readonly Case<VendorProbe>[] = [...ROWS.map(refused), ...kept, after];
