/** A customer whose browser and authenticator sign with a passkey, validly or not. It shares no code with `src/records`. */
import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign, verify } from 'node:crypto';

const b64u = (data: string | Uint8Array): string => Buffer.from(data).toString('base64url');
const sha256 = (data: string | Uint8Array): Buffer => createHash('sha256').update(data).digest();
const unixTime = (): number => Math.floor(Date.now() / 1_000);

/** Changes to a valid signature. */
export interface Twist {
  /** Members of the protected header; `undefined` removes one. */
  readonly header?: object;
  /** Members of clientDataJSON, or its whole text. */
  readonly client?: object | string | Uint8Array;
  readonly host?: string;
  readonly flags?: number;
  /** Changes the authenticator's data before they are signed. */
  readonly data?: (data: Buffer) => Uint8Array;
  /** Changes the signature, `der` as the browser gives it, before it is sent. */
  readonly signature?: (raw: Buffer, der: Buffer) => Uint8Array;
  /** Changes the unprotected header after it is signed. */
  readonly unprotected?: (header: { authenticatorData: string; clientDataJSON: string }) => unknown;
}

/** Extracts R and S, 32 bytes each, from a signature in DER (RFC 3279, section 2.2.3). */
export const rawOf = (der: Buffer): Buffer => {
  const integers: Buffer[] = [];
  for (let at = 2; at < der.length; at += 2 + Number(der[at + 1])) {
    const integer = der.subarray(at + 2, at + 2 + Number(der[at + 1]));
    integers.push(Buffer.concat([Buffer.alloc(32), integer]).subarray(-32));
  }
  return Buffer.concat(integers);
};

export class Passkey {
  readonly credential = b64u(randomBytes(32));
  readonly jwk: Record<string, string>;
  readonly iss: string;

  constructor(
    readonly alg: 'ES256' | 'EdDSA' = 'ES256',
    readonly keys: { publicKey: KeyObject; privateKey: KeyObject } = alg === 'ES256'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : generateKeyPairSync('ed25519'),
  ) {
    this.jwk = keys.publicKey.export({ format: 'jwk' }) as Record<string, string>;
    const { crv, kty, x, y } = this.jwk;
    this.iss = b64u(sha256(JSON.stringify({ crv, kty, x, ...(y && { y }) })));
  }

  claims(changes: object = {}): Record<string, unknown> {
    const [iat, jti] = [unixTime(), crypto.randomUUID()];
    const said = { iss: this.iss, aud: 'https://shop.example', jti, iat, exp: iat + 600, act: 'relate', agreement: 'SD-BASE' };
    return { ...said, ...changes };
  }

  /** Signs a record of these claims as a browser does. @returns its JSON text */
  sign(changes: object = {}, twist: Twist = {}): string {
    const claims = this.claims(changes);
    const payload = b64u(JSON.stringify(claims));
    const header = { alg: this.alg, jwk: this.jwk, crit: ['webauthn'], webauthn: 1, ...twist.header };
    const protectedPart = b64u(JSON.stringify(header));
    const challenge = hashSigned(protectedPart, payload);
    const origin = String(claims.aud);
    const { client } = twist;
    const said = { type: 'webauthn.get', challenge, origin, crossOrigin: false };
    const clientData = Buffer.from(
      typeof client === 'string' || client instanceof Uint8Array ? client : JSON.stringify({ ...said, ...client }),
    );
    const { host = URL.canParse(origin) ? new URL(origin).hostname : '', flags = 0x05 } = twist;
    const built = Buffer.concat([sha256(host), Buffer.from([flags, 0, 0, 0, 1])]);
    const data = Buffer.from(twist.data?.(built) ?? built);
    const signed = sign(this.alg === 'ES256' ? 'sha256' : null, Buffer.concat([data, sha256(clientData)]), this.keys.privateKey);
    const raw = this.alg === 'ES256' ? rawOf(signed) : signed;
    const unprotected = { authenticatorData: b64u(data), clientDataJSON: b64u(clientData) };
    const one = {
      protected: protectedPart,
      header: twist.unprotected ? twist.unprotected(unprotected) : unprotected,
      signature: b64u(twist.signature?.(raw, signed) ?? raw),
    };
    return JSON.stringify({ payload, signatures: [one] });
  }
}

/** Writes a signature, R and S, in DER (RFC 3279, section 2.2.3). */
export const derOf = (raw: Buffer): Buffer => {
  const integers = [raw.subarray(0, 32), raw.subarray(32)].map((part) => {
    let start = 0;
    while (start < 31 && part[start] === 0) start++;
    const bytes = part.subarray(start);
    const value = Number(bytes[0]) > 127 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes;
    return Buffer.concat([Buffer.from([2, value.length]), value]);
  });
  const content = Buffer.concat(integers);
  return Buffer.concat([Buffer.from([0x30, content.length]), content]);
};

/** A public key as COSE writes it (RFC 9053, sections 7.1 and 7.2). */
export const coseOf = ({ alg, jwk }: Pick<Passkey, 'alg' | 'jwk'>): Uint8Array<ArrayBuffer> => {
  const [x, y] = [jwk.x, jwk.y].map((part) => Buffer.from(part ?? '', 'base64url'));
  const bytes = (part: Buffer | undefined): number[] => [0x58, 0x20, ...(part ?? [])];
  return new Uint8Array(
    alg === 'ES256'
      ? [0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, ...bytes(x), 0x22, ...bytes(y)]
      : [0xa4, 0x01, 0x01, 0x03, 0x27, 0x20, 0x06, 0x21, ...bytes(x)],
  );
};

/** Hashes what the customer's signature is made over: the challenge for the passkey. */
export const hashSigned = (protectedPart: string, payload: string): string => b64u(sha256(`${protectedPart}.${payload}`));

interface Parsed {
  payload: string;
  signatures: [{ protected: string; header: { authenticatorData: string; clientDataJSON: string }; signature: string }];
}
const jsonOf = (part: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;

/**
 * Verifies a passkey's record, using only the contract's text and Node's `crypto`.
 *
 * @returns its claims
 * @throws AssertionError, or Error with the broken rule
 */
export const verifyIndependently = (record: string): Record<string, unknown> => {
  const { payload, signatures } = JSON.parse(record) as Parsed;
  const [{ protected: part, header, signature }] = signatures;
  const { alg, jwk, crit, webauthn } = jsonOf(part) as {
    alg: string;
    jwk: Record<string, string>;
    crit: unknown;
    webauthn: unknown;
  };
  const claims = jsonOf(payload);
  const clientData = jsonOf(header.clientDataJSON);
  const authenticatorData = Buffer.from(header.authenticatorData, 'base64url');
  const key = createPublicKey({ key: jwk, format: 'jwk' });
  const { crv, kty, x, y } = jwk;
  const signed = Buffer.concat([authenticatorData, sha256(Buffer.from(header.clientDataJSON, 'base64url'))]);
  const sent = Buffer.from(signature, 'base64url');
  const isVerified = (): boolean =>
    alg === 'ES256' ? verify('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, sent) : verify(null, signed, key, sent);
  const rules: Record<string, boolean> = {
    crit: JSON.stringify([crit, webauthn]) === '[["webauthn"],1]',
    type: clientData.type === 'webauthn.get',
    challenge: clientData.challenge === hashSigned(part, payload),
    origin: clientData.origin === claims.aud && clientData.crossOrigin !== true,
    rp: authenticatorData.subarray(0, 32).equals(sha256(new URL(String(claims.aud)).hostname)),
    gesture: (Number(authenticatorData[32]) & 1) === 1,
    signature: isVerified(),
    iss: claims.iss === b64u(sha256(JSON.stringify({ crv, kty, x, ...(y && { y }) }))),
  };
  for (const [rule, holds] of Object.entries(rules)) if (!holds) throw new Error(`The record breaks the rule on ${rule}.`);
  return claims;
};
