import { base64url, calculateJwkThumbprint, exportJWK, FlattenedSign, generateKeyPair, type JWK } from 'jose';

const now = (): number => Math.floor(Date.now() / 1_000);

/** A customer who signs whatever it is told to, right or wrong. */
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

  /** A record of these claims, as its JSON text. `header` changes what is protected. */
  async sign(changes: object = {}, header: object = {}): Promise<string> {
    const alg = this.jwk.kty === 'EC' ? 'ES256' : 'EdDSA';
    const signed = await new FlattenedSign(new TextEncoder().encode(JSON.stringify(this.claims(changes))))
      .setProtectedHeader({ alg, jwk: this.jwk, ...header })
      .sign(this.keys.privateKey);
    return JSON.stringify({
      payload: signed.payload,
      signatures: [{ protected: signed.protected, signature: signed.signature }],
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
