/**
 * Checks the records that an agent signs, by code of the kit's own.
 *
 * @module
 */
import { createPublicKey, verify } from 'node:crypto';
import { type AnyClaims, type AnyJws, decodeText, isCanonical, type Jwk, thumbprint, unixTime } from '../customer.js';
import { claimsIn } from '../probe.js';
import { check } from '../report.js';

/** The most by which a clock may differ, in seconds (contract, C-196). */
const SKEW = 60;
/** The room that a vendor's signature takes, in units (contract, C-105). */
const ROOM = 208;

const headOf = (record: string): { alg?: unknown; jwk?: Jwk; webauthn?: unknown } => {
  const { signatures } = JSON.parse(record) as AnyJws;
  return JSON.parse(decodeText(String(signatures[0]?.protected))) as ReturnType<typeof headOf>;
};

/** A part of a record with the rules that it holds: a check throws `Broken`. */
interface Signed {
  readonly rules: readonly string[];
  readonly name: string;
  /** Only a page gives what it looks at. */
  readonly needsPage?: boolean;
  holds(record: string, origin: string): void;
}
const signed: readonly Signed[] = [
  {
    rules: ['C-9', 'C-31'],
    name: 'a record is a JWS of at most 16,384 units, in canonical base64url',
    holds(record) {
      check(record.length <= 16_384, `It has ${record.length} units.`);
      const { payload, signatures } = JSON.parse(record) as AnyJws;
      const [first] = signatures;
      check(signatures.length === 1, `It has ${signatures.length} signatures.`);
      check([payload, first?.protected, first?.signature].every(isCanonical), 'A part is not canonical base64url.');
    },
  },
  {
    rules: ['C-91', 'C-92', 'C-100'],
    name: 'a record is signed by ES256 or EdDSA, with a public key in its header',
    holds(record) {
      const { signatures } = JSON.parse(record) as AnyJws;
      const { alg, jwk, webauthn } = headOf(record);
      check(alg === 'ES256' || alg === 'EdDSA', `Its alg is ${String(alg)}.`);
      check(jwk, 'It has no jwk.');
      check(!['d', 'p', 'q', 'k'].some((member) => member in jwk), 'Its jwk has a private member.');
      check(webauthn !== undefined || !('header' in (signatures[0] ?? {})), 'It has an unprotected header.');
    },
  },
  {
    rules: ['C-105'],
    name: 'a record leaves room for the vendor’s signature',
    holds(record) {
      check(record.length <= 16_384 - ROOM, `It has ${record.length} units.`);
    },
  },
  {
    rules: ['C-252'],
    name: 'the key of a record has the kty and crv of its alg, and x and y of 32 bytes in canonical base64url',
    holds(record) {
      const { alg, jwk = {} } = headOf(record);
      const isEc = alg === 'ES256';
      const kind = `${String(jwk['kty'])} ${String(jwk['crv'])}`;
      check(kind === (isEc ? 'EC P-256' : 'OKP Ed25519'), `Its key is of ${kind}.`);
      for (const part of isEc ? [jwk['x'], jwk['y']] : [jwk['x']])
        check(isCanonical(part) && Buffer.from(String(part), 'base64url').length === 32, `Its key has the part ${String(part)}.`);
    },
  },
  {
    rules: ['C-91'],
    name: 'the signature of a record fits its key',
    holds(record) {
      const { payload, signatures } = JSON.parse(record) as AnyJws;
      const { alg, jwk = {} } = headOf(record);
      const key = createPublicKey({ key: jwk, format: 'jwk' });
      const data = Buffer.from(`${String(signatures[0]?.protected)}.${String(payload)}`);
      const signature = Buffer.from(String(signatures[0]?.signature), 'base64url');
      check(
        verify(alg === 'ES256' ? 'sha256' : null, data, { key, dsaEncoding: 'ieee-p1363' }, signature),
        'The signature does not fit the payload and the key.',
      );
    },
  },
  {
    rules: ['C-93'],
    name: 'the iss of a record is the thumbprint of its key',
    holds(record) {
      const { iss } = claimsIn(record);
      const own = thumbprint(headOf(record).jwk ?? {});
      check(iss === own, `Its iss is ${String(iss)}, and the thumbprint ${own}.`);
    },
  },
  {
    rules: ['C-95'],
    name: 'the aud of a record is the origin of the page',
    holds(record, origin) {
      const { aud } = claimsIn(record);
      check(aud === origin, `Its aud is ${String(aud)}, not ${origin}.`);
    },
  },
  {
    rules: ['C-10', 'C-107'],
    name: 'the times of a record are whole seconds of now, at most 600 apart',
    holds(record) {
      const { iat, exp } = claimsIn(record) as { iat: number; exp: number };
      check(Number.isSafeInteger(iat) && Number.isSafeInteger(exp), `Its iat is ${iat} and its exp ${exp}.`);
      check(Math.abs(iat - unixTime()) < SKEW * 10, `Its iat is ${iat}, and now is ${unixTime()}.`);
      check(exp > iat && exp - iat <= 600, `Its exp is ${exp - iat} s after its iat.`);
    },
  },
  {
    rules: ['C-103', 'C-153'],
    name: 'the first record is a relate under an accepted agreement, with a jti and without prev',
    holds(record) {
      const { act, agreement, jti, prev } = claimsIn(record);
      check(act === 'relate', `Its act is ${String(act)}.`);
      check(['SD-BASE', 'SD-BASE-DP'].includes(String(agreement)), `Its agreement is ${String(agreement)}.`);
      check(/^[A-Za-z0-9_-]{16,64}$/.test(String(jti)), `Its jti is ${String(jti)}.`);
      check(prev === undefined, `It has a prev, ${String(prev)}.`);
    },
  },
  {
    rules: ['C-103'],
    name: 'a record has the challenge of the page, unchanged',
    needsPage: true,
    holds(record) {
      const { challenge } = claimsIn(record);
      check(challenge === CHALLENGE, `Its challenge is ${String(challenge)}, not ${CHALLENGE}.`);
    },
  },
  {
    rules: ['C-237'],
    name: 'the claims of a record have no private key',
    holds(record) {
      check(!/"d"\s*:/.test(JSON.stringify(claimsIn(record) satisfies AnyClaims)), 'Its claims have a private member.');
    },
  },
];

/** The challenge that the kit's page gives. */
export const CHALLENGE = 'kit/challenge+of=page';
/** The checks of one record. */
export const SIGNED: typeof signed = [...signed];
