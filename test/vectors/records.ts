/** Records of agents: good and hostile ones, sent to an endpoint or kept by both sides. */
import {
  at,
  claims,
  countersign,
  customer,
  ed,
  edit,
  hashOf,
  jwks,
  NOW,
  ORIGIN,
  payloadOf,
  reheader,
  restart,
  sign,
  signBytes,
  signVendor,
  vendor,
  vendors,
} from './parties.js';
import { again, deep, type Hostile, hostileJws, roomy } from './hostile.js';
import { body, hostileClaims } from './hostile-claims.js';
import { keyOf } from './sign.js';

export type Expected = { readonly ok: true; readonly [key: string]: unknown } | { readonly ok: false; readonly code: string };
export interface RecordCase {
  readonly name: string;
  readonly rules: readonly string[];
  readonly record: string;
  /** Those of the file, if a case has none. */
  readonly jwks?: object;
  readonly aud?: string;
  readonly now?: number;
  readonly expect: Expected;
}

const by = (time: string): string => body('intentcast', { need: 'Tea', by: time });
const timesIn = (text: string): string => text.replace(`${NOW},`, `${NOW}.0,`).replace(`${NOW + 600}`, '179876220e1');
const OTHERS = { alg: 'ES384', use: 'enc', kid: 'a' };
const prev = hashOf('{}');
const [published] = jwks.keys;
const keep = (act: string, said: unknown, changes: object = {}): string =>
  countersign(sign({ act, agreement: undefined, prev, body: said, ...changes }));

/** `rules` as in `Hostile`. */
export type Good = readonly [rules: string, name: string, record: () => string, jwks?: object];

const good: readonly Good[] = [
  ['C-91 C-188', 'a relate', () => sign()],
  ['C-91', 'a relate by Ed25519', () => sign({}, {}, ed)],
  ['C-107 C-196', '60 s ahead, for 600 s', () => sign({ iat: NOW + 60, exp: NOW + 660 })],
  ['C-196', 'a second left', () => sign({ iat: NOW - 599, exp: NOW + 1 })],
  ['C-6', 'eight levels in the payload', () => sign({ more: deep(6) })],
  [
    'C-8 C-102', 'unknown members everywhere',
    () => edit(sign({ more: 1, body: { reach: 'mailto:a@example.com', more: [1] } }, { more: 1 }), (jws) => (jws.more = 1)),
  ],
  [
    'C-112 C-113 C-114 C-115', 'an intentcast',
    () =>
      body('intentcast', { need: 'عربي\u200f 👩\u200d👧\nتea', budget: { amount: '12.50', currency: 'EUR' }, by: '2027-12-31' }),
  ],
  ['C-157', 'a leave of a stranger', () => sign({ act: 'leave', agreement: undefined })],
  [
    'C-102 C-105 C-189',
    'white space and members beside the signatures, in 16,384 units',
    () => edit(sign(), (jws) => (jws.more = 'x'.repeat(8_000))).padEnd(16_384),
  ],
  ['C-102 C-105 C-189', 'the last room for the vendor’s signature', () => roomy()],
  ['C-250', 'times with a point and with an exponent', () => signBytes(timesIn(JSON.stringify(claims())))],
  ['C-259', 'a jwk whose alg, use and kid say something else', () => sign({}, { jwk: { ...customer.jwk, ...OTHERS } })],
  ['C-259', 'an empty key_ops', () => sign({}, { jwk: { ...customer.jwk, key_ops: [] } })],
  ['C-10', 'a zone of -23:59, and nine digits', () => by('2027-12-31T23:59:59.123456789-23:59')],
  ['C-10', 'a zone of -00:00', () => by('2027-12-31T00:00:00-00:00')],
  ['C-112 C-113', 'a budget of a newer currency', () => body('intentcast', { need: 'Tea', budget: { amount: '007', currency: 'VED' } })],
  ['C-115', 'a need with U+2028', () => body('intentcast', { need: 'a\u2028b' })],
  ['C-249 C-189', 'white space in the JSON', () => JSON.stringify(JSON.parse(sign()), null, 2)],
  ['C-8 C-11', 'a claim again in other letters', () => sign({ Act: 'leave' })],
];

/** Kept by both sides. */
const kept: readonly (readonly [...Hostile, jwks?: object])[] = [
  ['C-255 C-256', 'kept: one signature, and a fault of the body', 'invalid_amount', () => body('pledge', { amount: '-5', currency: 'EUR' })],
  ['C-255', 'kept: a need of blanks', 'unreadable_text', () => keep('intentcast', { need: ' ' })],
  ['C-103 C-255', 'kept: an aud that is a number', 'malformed', () => countersign(sign({ aud: 5 }))],
  ['C-255', 'kept: a pledge without a body', 'malformed', () => keep('pledge', undefined)],
  ['C-257', 'kept: a fault of each signature', 'invalid_signature', () => at(0, countersign(sign(), { kid: 'other' }), { signature: '' })],
  ['C-98', 'kept: a kid that is a number', 'unknown_key', () => countersign(sign(), { kid: 5 })],
  ['C-98', 'kept: a key for encryption', 'unknown_key', () => countersign(sign()), { keys: [{ ...published, use: 'enc' }] }],
  ['C-98', 'kept: two keys of one kid', 'unknown_key', () => countersign(sign()), { keys: [published, published] }],
  ['C-98', 'kept: a key whose key_ops lacks verify', 'unknown_key', () => countersign(sign()), { keys: [{ ...published, key_ops: [] }] }],
  ['C-98', 'kept: a key of another alg', 'unknown_key', () => countersign(sign()), { keys: [{ ...published, alg: 'EdDSA' }] }],
  ['C-98', 'kept: a private key', 'unknown_key', () => countersign(sign()), { keys: [{ ...published, ...vendor.secret }] }],
  ['C-147', 'kept: webauthn without crit, of the vendor', 'wrong_crit', () => countersign(sign(), { webauthn: 1 })],
  ['C-147', 'kept: a crit of the vendor, alg none', 'unsupported_algorithm', () => countersign(sign(), { crit: ['webauthn'], webauthn: 1, alg: 'none' })],
  ['C-99 C-256', 'kept: only the customer’s signature', 'malformed', () => sign()],
  ['C-99 C-256', 'kept: only the vendor’s signature', 'malformed', () => edit(countersign(sign()), ({ signatures }) => signatures.shift())],
  ['C-96 C-257', 'kept: the two exchanged', 'invalid_key', () => edit(countersign(sign()), ({ signatures }) => signatures.reverse())],
  ['C-98 C-258', 'kept: the customer’s twice', 'unknown_key', () => edit(sign(), ({ signatures }) => signatures.push({ ...signatures[0] }))],
  ['C-99 C-256', 'kept: three', 'malformed', () => countersign(countersign(sign()))],
  ['C-258', 'kept: an empty signature of the vendor', 'invalid_signature', () => at(1, countersign(sign()), { signature: '' })],
  ['C-98', 'kept: an unknown kid', 'unknown_key', () => countersign(sign(), { kid: 'other' }, keyOf('other vendor'))],
  ['C-258', 'kept: a known kid on another key', 'invalid_signature', () => countersign(sign(), {}, keyOf('other vendor'))],
  ['C-98', 'kept: an empty kid', 'unknown_key', () => countersign(sign(), { kid: '' })],
  ['C-98', 'kept: no kid', 'unknown_key', () => countersign(sign(), { kid: undefined })],
  ['C-98', 'kept: EdDSA by the kid of a P-256 key', 'unknown_key', () => countersign(sign(), { alg: 'EdDSA' })],
  ['C-100 C-258', 'kept: an unprotected header of the vendor', 'unprotected_header', () => at(1, countersign(sign()), { header: {} })],
  ['C-147', 'kept: a crit of the vendor', 'malformed', () => countersign(sign(), { crit: ['webauthn'], webauthn: 1 })],
  [
    'C-91 C-258', 'kept: the vendor’s own, alg none',
    'unsupported_algorithm',
    () => reheader(0, signVendor(vendors('pause', hashOf('{}'))), (one) => ({ ...one, alg: 'none' })),
  ],
  ['C-98 C-97', 'kept: the vendor’s own, signed by a customer', 'unknown_key', () => sign({ iss: ORIGIN, aud: customer.thumbprint })],
  ['C-97 C-99 C-256', 'kept: the vendor’s own with two signatures', 'malformed', () => countersign(signVendor(vendors('pause', hashOf('{}'))))],
];
const goodKept: readonly Good[] = [
  ['C-107 C-257 C-258', 'kept: a relate, long after', () => countersign(sign())],
  ['C-91', 'kept: by Ed25519', () => countersign(sign({}, {}, ed))],
  ['C-97 C-258', 'kept: the vendor’s own', () => signVendor(vendors('converse', hashOf('{}'), { text: 'Welcome' }))],
  ['C-104', 'kept: an act of a vendor’s own', () => signVendor(vendors('com.example.loyalty', hashOf('{}'), { points: 3 }))],
  ['C-104', 'kept: an act of a vendor’s own whose body is text', () => keep('com.example.loyalty', 'three points')],
  ['C-106 C-254', 'kept: 16,385 units', () => countersign(sign()).padEnd(16_385)],
  ['C-98', 'kept: two keys of one kid, one for encryption', () => countersign(sign()), { keys: [{ ...published, use: 'enc' }, published] }],
  ['C-107', 'kept: a relate for an hour', () => countersign(sign({ exp: NOW + 3_600 }))],
  ['C-95', 'kept: for another vendor', () => countersign(sign({ aud: 'https://other.example' }))],
  ['C-109', 'kept: a receipt of the customer', () => keep('receipt', { re: prev, amount: '5', currency: 'EUR', at: '2027-01-02' })],
  ['C-251', 'kept: a prev whose unused bits are not 0', () => keep('pause', undefined, { prev: again(prev) })],
  ['C-4 C-117', 'kept: a reason of 500 characters and two that do not count', () => keep('pause', { reason: `\u200b${'👍'.repeat(499)}e\u0301` })],
  ['C-4', 'kept: a scope of 200 units', () => keep('share', { what: 'a', scope: '👍'.repeat(100), purpose: 'b', until: '2027-02-01' })],
  ['C-116', 'kept: a converse of an empty text', () => keep('converse', { text: '' })],
  ['C-116 C-255', 'kept: a converse without a body', () => countersign(sign({ act: 'converse', agreement: undefined, prev: hashOf('{}') }))],
];

const expected = (record: string): Expected => {
  const { iss, aud, act } = JSON.parse(payloadOf(record)) as Record<string, string>;
  return { ok: true, iss, aud, act, hash: hashOf(payloadOf(record)) };
};

/** Makes the case of a record that is refused. */
export const refused = ([rules, name, code, record]: Hostile, where: object): RecordCase => ({
  name,
  rules: rules.split(' '),
  record: record(),
  ...where,
  expect: { ok: false, code },
});

export const recordCases = (): { about: string; jwks: object; cases: readonly RecordCase[] } => {
  restart(1_000);
  const received = { aud: ORIGIN, now: NOW };
  const taken = ([rules, name, make]: Good, where: object): RecordCase => {
    const record = make();
    return { name, rules: rules.split(' '), record, ...where, expect: expected(record) };
  };
  return {
    about:
      'Records. With `now` and `aud`: one that is sent to the endpoint of `aud` at that time; expected is the outcome of steps 2 to 13 of "Order of checks". Without: one that both sides hold; expected is the outcome of a verifier. `jwks` are the keys of each case that has none of its own.',
    jwks,
    cases: [
      ...[...hostileJws(), ...hostileClaims()].map((one) => refused(one, received)),
      ...good.map((one) => taken(one, received)),
      ...kept.map(([rules, name, code, record, keys]) => refused([rules, name, code, record], keys ? { jwks: keys } : {})),
      ...goodKept.map((one) => taken(one, one[3] ? { jwks: one[3] } : {})),
    ],
  };
};
