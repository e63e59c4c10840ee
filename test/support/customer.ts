import { base64url, calculateJwkThumbprint, exportJWK, FlattenedSign, generateKeyPair, type JWK } from 'jose';

const now = (): number => Math.floor(Date.now() / 1_000);

/** A customer who signs any claims, valid or not. */
export class Customer {
  private constructor(
    readonly keys: CryptoKeyPair,
    readonly jwk: JWK,
    readonly iss: string,
  ) {}

  static async create(alg: 'ES256' | 'EdDSA' = 'ES256'): Promise<Customer> {
    const keys = await generateKeyPair(alg, { extractable: true });
    const jwk = await exportJWK(keys.publicKey);
    return new Customer(keys, jwk, await calculateJwkThumbprint(jwk));
  }

  claims(changes: object = {}): Record<string, unknown> {
    const jti = crypto.randomUUID();
    return {
      iss: this.iss,
      aud: 'https://shop.example',
      jti,
      iat: now(),
      exp: now() + 600,
      act: 'relate',
      agreement: 'SD-BASE',
      ...changes,
    };
  }

  /** Signs a record of these claims. `header` changes the protected header. @returns its JSON text */
  sign(changes: object = {}, header: object = {}): Promise<string> {
    return this.signBytes(new TextEncoder().encode(JSON.stringify(this.claims(changes))), header);
  }

  /** Signs a record with any bytes as its payload. */
  async signBytes(payload: Uint8Array, header: object = {}): Promise<string> {
    const alg = this.jwk.kty === 'EC' ? 'ES256' : 'EdDSA';
    const protectedHeader = { alg, jwk: this.jwk, ...header };
    const { crit, b64, ...rest } = protectedHeader as Record<string, unknown>;
    // Sign by hand what jose refuses to sign.
    if (crit) return this.#signRaw(payload, { ...rest, crit, b64 });
    const signed = await new FlattenedSign(payload).setProtectedHeader(protectedHeader).sign(this.keys.privateKey);
    return JSON.stringify({
      payload: signed.payload,
      signatures: [{ protected: signed.protected, signature: signed.signature }],
    });
  }

  async #signRaw(bytes: Uint8Array, header: object): Promise<string> {
    const [protectedPart, payload] = [base64url.encode(JSON.stringify(header)), base64url.encode(bytes)];
    const input = new TextEncoder().encode(`${protectedPart}.${payload}`);
    const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, this.keys.privateKey, input);
    return JSON.stringify({
      payload,
      signatures: [{ protected: protectedPart, signature: base64url.encode(new Uint8Array(signature)) }],
    });
  }
}

/** Rewrites one protected header of a record without signing it again. */
export const withHeader = (record: string, change: (header: Record<string, unknown>) => object): string => {
  const jws = JSON.parse(record) as { signatures: { protected: string }[] };
  const [first] = jws.signatures;
  if (!first) throw new Error('no signature');
  const header = JSON.parse(new TextDecoder().decode(base64url.decode(first.protected))) as Record<string, unknown>;
  first.protected = base64url.encode(JSON.stringify(change(header)));
  return JSON.stringify(jws);
};

/** A parsed record, to be changed. */
export interface Jws {
  payload: unknown;
  signatures: Record<string, unknown>[];
  [key: string]: unknown;
}
export const edit = (record: string, change: (jws: Jws) => void): string => {
  const jws = JSON.parse(record) as Jws;
  change(jws);
  return JSON.stringify(jws);
};
/** Changes the first signature's members. */
export const first = (record: string, members: object): string =>
  edit(record, ({ signatures }) => Object.assign(signatures[0] ?? {}, members));
