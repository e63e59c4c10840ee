/**
 * Customers who sign any record, valid or not. They share no code with `records/`: a fault there is not repeated here.
 *
 * @module
 */
import { createHash, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';

export type Algorithm = 'ES256' | 'EdDSA';
export type Jwk = Readonly<Record<string, string>>;
/** The claims of a record, of any form. */
export type AnyClaims = Readonly<Record<string, unknown>>;

export const encode = (data: string | Uint8Array): string => Buffer.from(data).toString('base64url');
export const decodeText = (part: string): string => Buffer.from(part, 'base64url').toString();
/** Returns whether a part is base64url in the canonical form (contract, C-9). */
export const isCanonical = (part: unknown): boolean =>
  typeof part === 'string' && /^[A-Za-z0-9_-]+$/.test(part) && encode(Buffer.from(part, 'base64url')) === part;
export const sha256 = (data: string | Uint8Array): Buffer => createHash('sha256').update(data).digest();
export const unixTime = (): number => Math.floor(Date.now() / 1_000);

/** A parsed record, to be changed. */
export interface AnyJws {
  payload: unknown;
  signatures: Record<string, unknown>[];
  [key: string]: unknown;
}

/** Changes a record without signing it again. */
export const edit = (record: string, change: (jws: AnyJws) => unknown): string => {
  const jws = JSON.parse(record) as AnyJws;
  change(jws);
  return JSON.stringify(jws);
};
/** Changes members of the first signature. */
export const editFirst = (record: string, members: object): string =>
  edit(record, ({ signatures }) => Object.assign(signatures[0] ?? {}, members));

/** Computes the thumbprint of a public key (RFC 7638). */
export const thumbprint = ({ crv, kty, x, y }: Jwk): string => encode(sha256(JSON.stringify({ crv, kty, x, ...(y && { y }) })));
/** Computes the hash of a record, the `prev` of the next one. */
export const hashOfRecord = (record: string): string =>
  encode(sha256(Buffer.from((JSON.parse(record) as { payload: string }).payload, 'base64url')));

export const makeKeys = (alg: Algorithm): { publicKey: KeyObject; privateKey: KeyObject } =>
  alg === 'ES256' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('ed25519');

/** Signs a text or bytes: R and S side by side for `ES256`. */
export const signRaw = (alg: Algorithm, data: string | Uint8Array, key: KeyObject): Buffer =>
  sign(alg === 'ES256' ? 'sha256' : null, Buffer.from(data), { key, dsaEncoding: 'ieee-p1363' });

/** A customer of one vendor, with keys of its own. */
export class Customer {
  readonly jwk: Jwk;
  readonly iss: string;
  readonly keys: { publicKey: KeyObject; privateKey: KeyObject };

  /** @param origin the vendor's, the `aud` of each record */
  constructor(
    readonly origin: string,
    readonly alg: Algorithm = 'ES256',
  ) {
    this.keys = makeKeys(alg);
    this.jwk = this.keys.publicKey.export({ format: 'jwk' }) as Jwk;
    this.iss = thumbprint(this.jwk);
  }

  /** Makes the claims of a record that is valid now. @param changes a value of `undefined` leaves a claim out */
  claims(changes: object = {}): AnyClaims {
    const iat = unixTime();
    return { iss: this.iss, aud: this.origin, jti: randomUUID(), iat, exp: iat + 600, ...changes };
  }

  /** Signs a record. @param header changes to the protected header */
  sign(changes: object = {}, header: object = {}): string {
    return this.signBytes(JSON.stringify(this.claims(changes)), header);
  }

  /** Signs any payload. @param header changes to the protected header, or its whole text */
  signBytes(payload: string | Uint8Array, header: object | string = {}): string {
    const text = typeof header === 'string' ? header : JSON.stringify({ alg: this.alg, jwk: this.jwk, ...header });
    const [part, body] = [encode(text), encode(payload)];
    const signature = encode(signRaw(this.alg, `${part}.${body}`, this.keys.privateKey));
    return JSON.stringify({ payload: body, signatures: [{ protected: part, signature }] });
  }
}
