/** Records of a wrong form: the JSON and the JWS (contract, "Records"). */
import { type AnyJws, Customer, decodeText, edit, editFirst, encode } from '../customer.js';
import type { Case } from '../report.js';
import type { VendorProbe } from '../probe.js';
import { type Hostile, nested, refusals } from './hostile.js';

/** Signs claims whose text is changed. */
export const text = (customer: Customer, claims: object, change: (json: string) => string | Uint8Array): string =>
  customer.signBytes(change(JSON.stringify(customer.claims(claims))));
const first = (record: string): Record<string, unknown> => (JSON.parse(record) as AnyJws).signatures[0] ?? {};
/** Changes the protected header of a record without signing it again. */
const rewrite = (record: string, change: (header: Record<string, unknown>) => object): string =>
  editFirst(record, {
    protected: encode(JSON.stringify(change(JSON.parse(decodeText(String(first(record).protected))) as Record<string, unknown>))),
  });
/** Replaces the last character by one that has the same bytes and other unused bits. */
const loosened = (part: unknown): string => String(part).replace(/.$/, (last) => String.fromCharCode(last.charCodeAt(0) + 1));
/** Puts a byte that is no UTF-8 into a record, beside what is signed. */
const withByte = (record: string, bytes: readonly number[]): Uint8Array => {
  const [before = '', after = ''] = record.replace('{', '{"more":"?",').split('?');
  return Buffer.concat([Buffer.from(before), Buffer.from(bytes), Buffer.from(after)]);
};
/** Signs claims that make the record just as long as may be sent, without room for the vendor's signature. */
export const full = (customer: Customer, claims: object): string => {
  const room = 16_380 - customer.sign({ ...claims, more: '' }).length;
  return customer.sign({ ...claims, more: 'x'.repeat(Math.floor((room * 3) / 4)) });
};

const JSON_ROWS: readonly Hostile[] = [
  ['no JSON', 'C-187', 'malformed', () => 'record'],
  ['an empty body', 'C-187', 'malformed', () => ''],
  ['null', 'C-187', 'malformed', () => 'null'],
  ['a list', 'C-187', 'malformed', () => '[]'],
  ['JSON with a tail', 'C-187', 'malformed', (c, r) => `${c.sign(r)}{}`],
  ['a byte order mark', 'C-5', 'malformed', (c, r) => `\ufeff${c.sign(r)}`],
  ['a byte order mark in the payload', 'C-5', 'malformed', (c, r) => text(c, r, (json) => `\ufeff${json}`)],
  ['a byte that is no UTF-8', 'C-5 C-186', 'malformed', (c, r) => withByte(c.sign(r), [0xff])],
  ['a surrogate in UTF-8', 'C-5 C-186', 'malformed', (c, r) => withByte(c.sign(r), [0xed, 0xa0, 0x80])],
  [
    'a payload that is no UTF-8',
    'C-5',
    'malformed',
    (c, r) => text(c, { ...r, note: 'é' }, (json) => Buffer.from(json, 'latin1')),
  ],
  ['nine levels', 'C-6', 'too_deep', (c, r) => edit(c.sign(r), (jws) => (jws.more = nested(8)))],
  ['nine levels in the payload', 'C-6', 'too_deep', (c, r) => c.sign({ ...r, more: nested(8) })],
  ['nine levels in the header', 'C-6', 'too_deep', (c, r) => c.sign(r, { more: nested(8) })],
  ['8,000 levels', 'C-6', 'too_deep', () => `{"payload":${'['.repeat(8_000)}${']'.repeat(8_000)}}`],
  ['a member twice', 'C-7', 'duplicate_key', (c, r) => c.sign(r).replace('{"payload"', '{"payload":"e30","payload"')],
  [
    'a member twice, once by an escape',
    'C-7',
    'duplicate_key',
    (c, r) => c.sign(r).replace('{"payload"', '{"p\\u0061yload":"e30","payload"'),
  ],
  [
    'a member twice in the payload',
    'C-7',
    'duplicate_key',
    (c, r) => text(c, r, (json) => json.replace('{', '{"agreement":"SD-BASE-ATP",')),
  ],
  [
    'a member twice in the body',
    'C-7',
    'duplicate_key',
    (c, r) => text(c, { ...r, body: { a: 1 } }, (json) => json.replace('"a":1', '"a":1,"a":2')),
  ],
  [
    'a member twice in the header',
    'C-7',
    'duplicate_key',
    (c, r) => c.signBytes(JSON.stringify(c.claims(r)), `{"alg":"none","alg":"${c.alg}","jwk":${JSON.stringify(c.jwk)}}`),
  ],
  ['a record of 17,000 units', 'C-105 C-186', 'too_large', (c, r) => edit(c.sign(r), (jws) => (jws.more = 'x'.repeat(17_000)))],
  ['a record of 60,000 bytes', 'C-186', 'too_large', (c, r) => edit(c.sign(r), (jws) => (jws.more = 'x'.repeat(60_000)))],
  ['no room for a signature', 'C-189 C-105', 'no_room', (c, r) => full(c, r)],
];

const JWS_ROWS: readonly Hostile[] = [
  ['an empty object', 'C-188', 'malformed', () => '{}'],
  ['a compact JWS', 'C-187', 'malformed', (c, r) => JSON.stringify(c.sign(r))],
  ['no payload', 'C-188', 'malformed', (c, r) => edit(c.sign(r), (jws) => delete jws.payload)],
  ['no signature', 'C-188', 'malformed', (c, r) => edit(c.sign(r), (jws) => (jws.signatures = []))],
  ['two signatures', 'C-188', 'malformed', (c, r) => edit(c.sign(r), (jws) => jws.signatures.push({ ...jws.signatures[0] }))],
  [
    'a signature with padding',
    'C-9',
    'malformed',
    (c, r) => edit(c.sign(r), ({ signatures: [one] }) => Object.assign(one ?? {}, { signature: `${String(one?.signature)}==` })),
  ],
  [
    'a signature with other unused bits',
    'C-9',
    'malformed',
    (c, r) => edit(c.sign(r), ({ signatures: [one] }) => Object.assign(one ?? {}, { signature: loosened(one?.signature) })),
  ],
  ['a header that is no base64url', 'C-9', 'malformed', (c, r) => editFirst(c.sign(r), { protected: '!!!!' })],
  ['a header that is no text', 'C-188', 'malformed', (c, r) => editFirst(c.sign(r), { protected: {} })],
  ['an unprotected header', 'C-100', 'unprotected_header', (c, r) => editFirst(c.sign(r), { header: { kid: 'a' } })],
  ['crit b64', 'C-101', 'malformed', (c, r) => c.sign(r, { crit: ['b64'], b64: true })],
  ['crit of an unknown name', 'C-101', 'malformed', (c, r) => c.sign(r, { crit: ['exp'], exp: 1 })],
  [
    'alg none',
    'C-91',
    'unsupported_algorithm',
    (c, r) =>
      editFirst(
        rewrite(c.sign(r), (h) => ({ ...h, alg: 'none' })),
        { signature: '' },
      ),
  ],
  ['alg HS256', 'C-91', 'unsupported_algorithm', (c, r) => rewrite(c.sign(r), (h) => ({ ...h, alg: 'HS256' }))],
  ['alg es256', 'C-91', 'unsupported_algorithm', (c, r) => rewrite(c.sign(r), (h) => ({ ...h, alg: 'es256' }))],
  ['no alg', 'C-91', 'unsupported_algorithm', (c, r) => rewrite(c.sign(r), ({ jwk }) => ({ jwk }))],
  ['no key', 'C-92', 'invalid_key', (c, r) => c.sign(r, { jwk: undefined })],
  [
    'a key by its address',
    'C-92',
    'invalid_key',
    (c, r) => c.sign(r, { jwk: undefined, jku: 'https://evil.example/jwks.json', kid: 'a' }),
  ],
  ['a key of another algorithm', 'C-92', 'invalid_key', (c, r) => c.sign(r, { jwk: new Customer(c.origin, 'EdDSA').jwk })],
  ['a key that is no point', 'C-92', 'invalid_key', (c, r) => c.sign(r, { jwk: { ...c.jwk, x: c.jwk.y } })],
  ['a private key', 'C-92', 'private_key', (c, r) => c.sign(r, { jwk: c.keys.privateKey.export({ format: 'jwk' }) })],
  ['a symmetric key', 'C-92', 'private_key', (c, r) => c.sign(r, { jwk: { kty: 'oct', k: 'AAAA' } })],
  ['another’s key', 'C-193', 'invalid_signature', (c, r) => c.sign(r, { jwk: new Customer(c.origin).jwk })],
  [
    'another payload',
    'C-193',
    'invalid_signature',
    (c, r) => edit(c.sign(r), (jws) => (jws.payload = encode(JSON.stringify(c.claims(r))))),
  ],
  ['another header', 'C-193', 'invalid_signature', (c, r) => rewrite(c.sign(r), (h) => ({ ...h, typ: 'JWT' }))],
  ['a signature of zeros', 'C-193', 'invalid_signature', (c, r) => editFirst(c.sign(r), { signature: 'A'.repeat(86) })],
  ['another’s iss', 'C-93', 'wrong_issuer', (c, r) => c.sign({ ...r, iss: new Customer(c.origin).iss })],
  ['the vendor’s iss', 'C-93', 'wrong_issuer', (c, r) => c.sign({ ...r, iss: c.origin })],
];

export const formCases: readonly Case<VendorProbe>[] = refusals([...JSON_ROWS, ...JWS_ROWS]);
