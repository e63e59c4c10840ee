/** Records of agents that an endpoint refuses for their JWS: its JSON, its form, its header, its key and its signature. */
import { derOf } from '../support/passkey.js';
import {
  at,
  claims,
  countersign,
  customer,
  ed,
  edit,
  ORIGIN,
  other,
  reheader,
  sign,
  signBytes,
} from './parties.js';
import { b64u } from './sign.js';

export const deep = (levels: number): object => (levels ? { a: deep(levels - 1) } : {});
/** Writes claims as JSON text. */
export const text = (changes: object = {}): string => JSON.stringify(claims(changes));
const header = (members: object): string => sign({}, members);
const rewrite = (members: object): string => reheader(0, sign(), (one) => ({ ...one, ...members }));
const jwk = (members: object): string => header({ jwk: { ...customer.jwk, ...members } });
/** Changes the last letter of base64url, whose unused bits are 0, to the next one. */
export const again = (letters: string): string => letters.replace(/.$/, (last) => String.fromCharCode(last.charCodeAt(0) + 1));
const signature = (record: string, index = 0): string =>
  (JSON.parse(record) as { signatures: { signature: string }[] }).signatures[index]?.signature as string;
/** The longest record that leaves room for the vendor's signature, by a member beside the customer's. @param more units too many */
export const roomy = (more = 0): string => {
  const withMember = (units: number): string => at(0, sign(), { more: [{}, [], { a: null }, 'x'.repeat(units)] });
  return withMember(16_384 - 208 - withMember(0).length + more);
};
/** Adds members to the text of a record. */
const within = (members: string): string => sign().replace('{', `{${members},`);

/** `rules` are the numbers of the rules that a case is about, with spaces between. */
export type Hostile = readonly [rules: string, name: string, code: string, record: () => string];

const cases: readonly Hostile[] = [
  ['C-187', 'no JSON', 'malformed', () => 'record'],
  ['C-187', 'an empty text', 'malformed', () => ''],
  ['C-187', 'a number', 'malformed', () => '1'],
  ['C-187', 'null', 'malformed', () => 'null'],
  ['C-187', 'an array', 'malformed', () => '[]'],
  ['C-188', 'an empty object', 'malformed', () => '{}'],
  ['C-249 C-187', 'JSON with a tail', 'malformed', () => `${sign()}{}`],
  ['C-249 C-187', 'NaN', 'malformed', () => within('"more":NaN')],
  ['C-249 C-187', 'a number that begins with a point', 'malformed', () => within('"more":.5')],
  ['C-249 C-187', 'JSON with a comment', 'malformed', () => `/**/${sign()}`],
  ['C-5 C-187', 'a byte order mark before it', 'malformed', () => `\ufeff${sign()}`],
  ['C-187', 'a compact JWS', 'malformed', () => JSON.stringify(sign())],
  [
    'C-188', 'a flattened JWS',
    'malformed',
    () => edit(sign(), (jws) => (Object.assign(jws, jws.signatures[0]), delete (jws as { signatures?: object }).signatures)),
  ],
  ['C-188', 'no payload', 'malformed', () => edit(sign(), (jws) => delete jws.payload)],
  ['C-188', 'a payload that is an object', 'malformed', () => edit(sign(), (jws) => (jws.payload = { act: 'relate' }))],
  ['C-188', 'no signature', 'malformed', () => edit(sign(), (jws) => (jws.signatures = []))],
  ['C-188', 'two signatures', 'malformed', () => countersign(sign())],
  [
    'C-188', 'signatures that are no list',
    'malformed',
    () => edit(sign(), (jws) => (jws.signatures = { 0: jws.signatures[0], length: 1 } as never)),
  ],
  ['C-188', 'a signature that is null', 'malformed', () => edit(sign(), (jws) => (jws.signatures = [null as never]))],
  ['C-188', 'a protected header that is an object', 'malformed', () => at(0, sign(), { protected: {} })],
  ['C-188 C-9', 'a protected header that is no JSON', 'malformed', () => at(0, sign(), { protected: 'e' })],
  ['C-188 C-9', 'a protected header that is no base64url', 'malformed', () => at(0, sign(), { protected: '!!!!' })],
  ['C-191', 'a header only unprotected', 'malformed', () => at(0, sign(), { protected: '', header: { alg: 'ES256', jwk: customer.jwk } })],
  ['C-101 C-191', 'a crit of b64', 'malformed', () => header({ crit: ['b64'], b64: true })],
  ['C-101 C-191', 'an unencoded payload', 'malformed', () => header({ crit: ['b64'], b64: false })],
  ['C-100 C-191', 'an unprotected header', 'unprotected_header', () => at(0, sign(), { header: {} })],
  ['C-100', 'an unprotected header that is null', 'unprotected_header', () => at(0, sign(), { header: null })],
  ['C-191', 'an unprotected header and alg none', 'unprotected_header', () => at(0, rewrite({ alg: 'none' }), { header: {} })],
  ['C-191', 'an unknown crit and an unprotected header', 'malformed', () => at(0, header({ crit: ['exp'] }), { header: {} })],
  ['C-101', 'a crit that is null', 'malformed', () => header({ crit: null })],
  ['C-101', 'an empty crit', 'malformed', () => header({ crit: [] })],
  ['C-7 C-187', 'a member twice in the record', 'duplicate_key', () => within('"payload":"e30"')],
  ['C-7 C-187', 'a member twice, once by an escape', 'duplicate_key', () => within('"p\\u0061yload":"e30"')],
  ['C-7 C-190', 'a member twice in the payload', 'duplicate_key', () => signBytes(text().replace('{', '{"agreement":"SD-BASE-ATP",'))],
  ['C-7 C-190', 'a member twice in the body', 'duplicate_key', () => signBytes(text({ body: {} }).replace('"body":{', '"body":{"a":1,"a":2'))],
  [
    'C-7 C-191', 'a member twice in the header',
    'duplicate_key',
    () => at(0, sign(), { protected: b64u(`{"alg":"none","alg":"ES256","jwk":${JSON.stringify(customer.jwk)}}`) }),
  ],
  ['C-6 C-187', 'nine levels in the record', 'too_deep', () => edit(sign(), (jws) => (jws.more = deep(7)))],
  ['C-6 C-190', 'nine levels in the payload', 'too_deep', () => sign({ body: deep(7) })],
  ['C-6 C-191', 'nine levels in the header', 'too_deep', () => header({ more: deep(7) })],
  ['C-187', 'a member twice before nine levels', 'duplicate_key', () => `{"a":1,"a":${JSON.stringify(deep(8))}}`],
  ['C-187', 'nine levels before a member twice', 'too_deep', () => `{"b":${JSON.stringify(deep(8))},"a":1,"a":2}`],
  ['C-105 C-186', '16,385 units', 'too_large', () => sign().padEnd(16_385)],
  ['C-102 C-105 C-189', 'no room for the vendor’s signature, by one unit of a member beside the other one', 'no_room', () => roomy(1)],
  ['C-91 C-191', 'alg none', 'unsupported_algorithm', () => rewrite({ alg: 'none' })],
  ['C-91 C-191', 'alg none and no signature', 'unsupported_algorithm', () => at(0, rewrite({ alg: 'none' }), { signature: '' })],
  ['C-91', 'a symmetric algorithm', 'unsupported_algorithm', () => rewrite({ alg: 'HS256' })],
  ['C-91', 'RS256', 'unsupported_algorithm', () => rewrite({ alg: 'RS256' })],
  ['C-91', 'ES384', 'unsupported_algorithm', () => rewrite({ alg: 'ES384' })],
  ['C-91 C-11', 'an algorithm in small letters', 'unsupported_algorithm', () => rewrite({ alg: 'es256' })],
  ['C-91', 'an algorithm in a list', 'unsupported_algorithm', () => rewrite({ alg: ['ES256'] })],
  ['C-91', 'no algorithm', 'unsupported_algorithm', () => reheader(0, sign(), ({ jwk }) => ({ jwk }))],
  ['C-92 C-192', 'no key', 'invalid_key', () => reheader(0, sign(), ({ alg }) => ({ alg }))],
  [
    'C-92', 'a key by its address',
    'invalid_key',
    () => reheader(0, sign(), ({ alg }) => ({ alg, jku: 'https://evil.example/jwks.json', kid: 'a' })),
  ],
  ['C-92', 'a certificate for a key', 'invalid_key', () => reheader(0, sign(), ({ alg }) => ({ alg, x5c: ['MIIB'] }))],
  ['C-92', 'a key that is text', 'invalid_key', () => header({ jwk: 'key' })],
  ['C-92 C-93', 'a crv in a list', 'invalid_key', () => jwk({ crv: ['P-256'] })],
  ['C-92 C-93', 'coordinates in lists', 'invalid_key', () => jwk({ x: [customer.jwk.x], y: [customer.jwk.y] })],
  ['C-92', 'a key that is null', 'invalid_key', () => header({ jwk: null })],
  ['C-92 C-192', 'a private key', 'private_key', () => jwk({ d: customer.jwk.x })],
  ['C-92', 'a private member that is null', 'private_key', () => jwk({ d: null })],
  ['C-92', 'a member of a private RSA key', 'private_key', () => jwk({ qi: 'AAAA' })],
  ['C-259', 'key_ops of signing', 'invalid_key', () => jwk({ key_ops: ['sign'] })],
  ['C-259', 'key_ops of verifying, twice', 'invalid_key', () => jwk({ key_ops: ['verify', 'verify'] })],
  ['C-259 C-92', 'key_ops of signing in a private key', 'private_key', () => jwk({ key_ops: ['sign'], d: customer.jwk.x })],
  ['C-259', 'key_ops that is null', 'invalid_key', () => jwk({ key_ops: null })],
  ['C-259', 'key_ops that is text', 'invalid_key', () => jwk({ key_ops: 'verify' })],
  ['C-252', 'a P-256 key that says P-384', 'invalid_key', () => jwk({ crv: 'P-384' })],
  ['C-92 C-192', 'a symmetric key', 'private_key', () => header({ jwk: { kty: 'oct', k: 'AAAA' } })],
  ['C-92 C-252', 'a key of Ed25519 for ES256', 'invalid_key', () => header({ jwk: ed.jwk })],
  ['C-92', 'a key that is no point', 'invalid_key', () => jwk({ x: customer.jwk.y })],
  ['C-92', 'a key at infinity', 'invalid_key', () => jwk({ x: 'A'.repeat(43), y: 'A'.repeat(43) })],
  ['C-193', 'another’s key', 'invalid_signature', () => header({ jwk: other.jwk })],
  ['C-193', 'another’s signature', 'invalid_signature', () => at(0, sign(), { signature: signature(sign({}, {}, other)) })],
  ['C-93 C-193', 'another’s key under the own name, signed by it', 'wrong_issuer', () => sign({ iss: customer.thumbprint }, {}, other)],
  ['C-93', 'another’s name', 'wrong_issuer', () => sign({ iss: other.thumbprint })],
  ['C-93', 'the vendor’s name', 'wrong_issuer', () => sign({ iss: ORIGIN })],
  ['C-193', 'a changed payload', 'invalid_signature', () => edit(sign(), (jws) => (jws.payload = b64u(text())))],
  ['C-193', 'a changed header', 'invalid_signature', () => rewrite({ typ: 'JWT' })],
  ['C-193', 'a changed signature', 'invalid_signature', () => at(0, sign(), { signature: 'A'.repeat(86) })],
  ['C-193', 'an empty signature', 'invalid_signature', () => at(0, sign(), { signature: '' })],
  [
    'C-193', 'a signature in DER',
    'invalid_signature',
    () =>
      edit(sign(), ({ signatures: [one] }) =>
        Object.assign(one as object, { signature: b64u(derOf(Buffer.from(String(one?.signature), 'base64url'))) }),
      ),
  ],
  [
    'C-193', 'a signature that is cut off',
    'invalid_signature',
    () =>
      edit(sign(), ({ signatures: [one] }) => Object.assign(one as object, { signature: String(one?.signature).slice(0, 80) })),
  ],
  [
    'C-9 C-188', 'a signature with padding',
    'malformed',
    () => edit(sign(), ({ signatures: [one] }) => Object.assign(one as object, { signature: `${String(one?.signature)}==` })),
  ],
  [
    'C-9 C-188', 'unused bits that are not 0',
    'malformed',
    () => edit(sign(), ({ signatures: [one] }) => Object.assign(one as object, { signature: again(String(one?.signature)) })),
  ],
];

export const hostileJws = (): readonly Hostile[] => cases;
