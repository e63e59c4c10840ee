/** Records of agents: good and hostile ones, sent to an endpoint or kept by both sides. */
import {
  at,
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
  signVendor,
  vendors,
} from './parties.js';
import { keyOf } from './sign.js';
import { rulesOn } from './text.js';

import { body, deep, type Hostile, hostileRecords } from './hostile.js';

export type Expected = { readonly ok: true; readonly [key: string]: unknown } | { readonly ok: false; readonly code: string };
export interface RecordCase {
  readonly name: string;
  readonly rules: readonly string[];
  readonly record: string;
  readonly jwks: object;
  readonly aud?: string;
  readonly now?: number;
  readonly expect: Expected;
}

const good: readonly (readonly [name: string, record: () => string])[] = [
  ['a relate', () => sign()],
  ['a relate by Ed25519', () => sign({}, {}, ed)],
  ['60 s ahead, for 600 s', () => sign({ iat: NOW + 60, exp: NOW + 660 })],
  ['a second left', () => sign({ iat: NOW - 599, exp: NOW + 1 })],
  ['eight levels in the payload', () => sign({ more: deep(6) })],
  [
    'unknown members everywhere',
    () => edit(sign({ more: 1, body: { reach: 'mailto:a@example.com', more: [1] } }, { more: 1 }), (jws) => (jws.more = 1)),
  ],
  [
    'an intentcast',
    () =>
      body('intentcast', { need: 'عربي\u200f 👩\u200d👧\nتea', budget: { amount: '12.50', currency: 'EUR' }, by: '2027-12-31' }),
  ],
  ['a leave of a stranger', () => sign({ act: 'leave', agreement: undefined })],
  ['white space in the JSON', () => JSON.stringify(JSON.parse(sign()), null, 2)],
];

/** Kept by both sides. */
const kept: readonly Hostile[] = [
  ['kept: only the customer’s signature', 'malformed', () => sign()],
  ['kept: only the vendor’s signature', 'malformed', () => edit(countersign(sign()), ({ signatures }) => signatures.shift())],
  ['kept: the two exchanged', 'invalid_key', () => edit(countersign(sign()), ({ signatures }) => signatures.reverse())],
  ['kept: the customer’s twice', 'unknown_key', () => edit(sign(), ({ signatures }) => signatures.push({ ...signatures[0] }))],
  ['kept: three', 'malformed', () => countersign(countersign(sign()))],
  ['kept: an empty signature of the vendor', 'invalid_signature', () => at(1, countersign(sign()), { signature: '' })],
  ['kept: an unknown kid', 'unknown_key', () => countersign(sign(), { kid: 'other' }, keyOf('other vendor'))],
  ['kept: a known kid on another key', 'invalid_signature', () => countersign(sign(), {}, keyOf('other vendor'))],
  ['kept: no kid', 'unknown_key', () => countersign(sign(), { kid: undefined })],
  ['kept: EdDSA by the kid of a P-256 key', 'unknown_key', () => countersign(sign(), { alg: 'EdDSA' })],
  ['kept: an unprotected header of the vendor', 'unprotected_header', () => at(1, countersign(sign()), { header: {} })],
  ['kept: a crit of the vendor', 'malformed', () => countersign(sign(), { crit: ['webauthn'], webauthn: 1 })],
  [
    'kept: the vendor’s own, alg none',
    'unsupported_algorithm',
    () => reheader(0, signVendor(vendors('pause', hashOf('{}'))), (one) => ({ ...one, alg: 'none' })),
  ],
  ['kept: the vendor’s own, signed by a customer', 'unknown_key', () => sign({ iss: ORIGIN, aud: customer.thumbprint })],
  ['kept: the vendor’s own with two signatures', 'malformed', () => countersign(signVendor(vendors('pause', hashOf('{}'))))],
];
const goodKept: readonly (readonly [name: string, record: () => string])[] = [
  ['kept: a relate, long after', () => countersign(sign())],
  ['kept: by Ed25519', () => countersign(sign({}, {}, ed))],
  ['kept: the vendor’s own', () => signVendor(vendors('converse', hashOf('{}'), { text: 'Welcome' }))],
  ['kept: an act of a vendor’s own', () => signVendor(vendors('com.example.loyalty', hashOf('{}'), { points: 3 }))],
  ['kept: a converse without a body', () => countersign(sign({ act: 'converse', agreement: undefined, prev: hashOf('{}') }))],
];

const expected = (record: string): Expected => {
  const { iss, aud, act } = JSON.parse(payloadOf(record)) as Record<string, string>;
  return { ok: true, iss, aud, act, hash: hashOf(payloadOf(record)) };
};

export const recordCases = (): { about: string; cases: readonly RecordCase[] } => {
  restart(1_000);
  const received = { jwks, aud: ORIGIN, now: NOW };
  return {
    about:
      'Records. With `now` and `aud`: one that is sent to the endpoint of `aud` at that time; expected is the outcome of steps 2 to 13 of "Order of checks". Without: one that both sides hold; expected is the outcome of a verifier.',
    cases: [
      ...hostileRecords().map(([name, code, record]) => ({
        name,
        rules: rulesOn(code),
        record: record(),
        ...received,
        expect: { ok: false as const, code },
      })),
      ...good.map(([name, make]) => {
        const record = make();
        return { name, rules: rulesOn('expired'), record, ...received, expect: expected(record) };
      }),
      ...kept.map(([name, code, record]) => ({
        name,
        rules: rulesOn(code),
        record: record(),
        jwks,
        expect: { ok: false as const, code },
      })),
      ...goodKept.map(([name, make]) => {
        const record = make();
        return { name, rules: rulesOn('unknown_key'), record, jwks, expect: expected(record) };
      }),
    ],
  };
};
