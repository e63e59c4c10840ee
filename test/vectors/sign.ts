/**
 * Signs with fixed keys, always with the same bytes: ECDSA by deterministic nonces (RFC 6979), so that a vector changes only with its
 * input. For vectors alone: it guards nothing against side channels.
 *
 * @module
 */
import { createHash, createHmac, createPrivateKey, type JsonWebKey, type KeyObject, sign } from 'node:crypto';

type Point = readonly [x: bigint, y: bigint] | undefined;

const P = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n;
const N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const G: Point = [
  0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
  0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n,
];

const mod = (a: bigint, m: bigint): bigint => ((a % m) + m) % m;
const inverse = (a: bigint, m: bigint): bigint => {
  let [r, next, s, t] = [m, mod(a, m), 0n, 1n];
  while (next) [r, next, s, t] = [next, r % next, t, s - (r / next) * t];
  return mod(s, m);
};
const add = (a: Point, b: Point): Point => {
  if (!a || !b) return a ?? b;
  if (a[0] === b[0] && a[1] !== b[1]) return undefined;
  const slope = a[0] === b[0] ? (3n * a[0] * a[0] - 3n) * inverse(2n * a[1], P) : (b[1] - a[1]) * inverse(b[0] - a[0], P);
  const x = mod(slope * slope - a[0] - b[0], P);
  return [x, mod(slope * (a[0] - x) - a[1], P)];
};
const times = (k: bigint, point: Point): Point => {
  let sum: Point;
  for (let [left, doubled] = [k, point]; left; left >>= 1n, doubled = add(doubled, doubled))
    if (left & 1n) sum = add(sum, doubled);
  return sum;
};

const toBytes = (n: bigint): Buffer => Buffer.from(n.toString(16).padStart(64, '0'), 'hex');
const toNumber = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex')}`);

/** Returns a nonce (RFC 6979, section 3.2). */
const nonceFor = (d: bigint, hash: Buffer): bigint => {
  const hmac = (key: Buffer, ...parts: Buffer[]): Buffer => createHmac('sha256', key).update(Buffer.concat(parts)).digest();
  const seed = [toBytes(d), toBytes(mod(toNumber(hash), N))];
  let [k, v]: [Buffer, Buffer] = [Buffer.alloc(32), Buffer.alloc(32, 1)];
  for (const step of [0, 1]) {
    k = hmac(k, v, Buffer.from([step]), ...seed);
    v = hmac(k, v);
  }
  for (;;) {
    v = hmac(k, v);
    const nonce = toNumber(v);
    if (nonce > 0n && nonce < N) return nonce;
    k = hmac(k, v, Buffer.from([0]));
    v = hmac(k, v);
  }
};

const signP256 = (d: bigint, data: Uint8Array): Buffer => {
  const hash = sha256(data);
  const k = nonceFor(d, hash);
  const r = mod((times(k, G) as readonly [bigint, bigint])[0], N);
  return Buffer.concat([toBytes(r), toBytes(mod(inverse(k, N) * (toNumber(hash) + r * d), N))]);
};

export const sha256 = (data: string | Uint8Array): Buffer => createHash('sha256').update(data).digest();
export const b64u = (data: string | Uint8Array): string => Buffer.from(data).toString('base64url');
export const unb64u = (part: string): string => Buffer.from(part, 'base64url').toString();

/** A key that is the same each time. */
export interface FixedKey {
  readonly alg: 'ES256' | 'EdDSA';
  readonly jwk: Readonly<Record<string, string>>;
  readonly thumbprint: string;
  sign(data: string | Uint8Array): Buffer;
  /** The private key as a JWK. */
  readonly secret: Readonly<Record<string, string>>;
}

/** The first bytes of an Ed25519 key in PKCS #8 (RFC 8410, section 7). */
const ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** Makes the key of a name. */
export const keyOf = (name: string, alg: FixedKey['alg'] = 'ES256'): FixedKey => {
  const seed = sha256(`relbutton vectors: ${name}`);
  let key: KeyObject;
  if (alg === 'ES256') {
    const [x, y] = times(toNumber(seed), G) as readonly [bigint, bigint];
    const jwk: JsonWebKey = { kty: 'EC', crv: 'P-256', x: b64u(toBytes(x)), y: b64u(toBytes(y)), d: b64u(seed) };
    key = createPrivateKey({ key: jwk, format: 'jwk' });
  } else key = createPrivateKey({ key: Buffer.concat([ED25519, seed]), format: 'der', type: 'pkcs8' });
  const secret = key.export({ format: 'jwk' }) as Record<string, string>;
  const { crv, kty, x, y } = secret as { crv: string; kty: string; x: string; y?: string };
  const jwk = { kty, crv, x, ...(y !== undefined && { y }) };
  const thumbprint = b64u(sha256(JSON.stringify({ crv, kty, x, ...(y !== undefined && { y }) })));
  const bytes = (data: string | Uint8Array): Uint8Array => (typeof data === 'string' ? Buffer.from(data) : data);
  return {
    alg,
    jwk,
    thumbprint,
    secret,
    sign: (data) => (alg === 'ES256' ? signP256(toNumber(seed), bytes(data)) : sign(null, bytes(data), key)),
  };
};
