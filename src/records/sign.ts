import { base64url, calculateJwkThumbprint, exportJWK, FlattenedSign, importJWK, type JWK } from 'jose';
import type { Claims } from '../contract/record.js';
import { RecordError } from './errors.js';
import { type Jws, parseJws } from './jws.js';

/** For how long a new record can be accepted, in seconds (contract, section 8: at most 10 minutes). */
export const LIFETIME = 600;

/** What the customer says in a record; the rest of the claims follows from key and clock. */
export type Statement = Pick<Claims, 'aud' | 'act' | 'agreement' | 'prev' | 'challenge' | 'body'>;

const serialize = (payload: string, signatures: Jws['signatures']): string => JSON.stringify({ payload, signatures });

/**
 * Signs a record as a customer.
 *
 * @param keys the pair made for this vendor, ES256 or Ed25519; the private key need not be extractable
 * @returns the JWS's JSON text, with one signature
 */
export const signRecord = async (statement: Statement, keys: CryptoKeyPair): Promise<string> => {
  const jwk = await exportJWK(keys.publicKey);
  const iat = Math.floor(Date.now() / 1_000);
  const claims = { iss: await calculateJwkThumbprint(jwk), jti: crypto.randomUUID(), iat, exp: iat + LIFETIME, ...statement };
  const alg = jwk.kty === 'EC' ? 'ES256' : 'EdDSA';
  const signed = await new FlattenedSign(new TextEncoder().encode(JSON.stringify(claims)))
    .setProtectedHeader({ alg, jwk })
    .sign(keys.privateKey);
  return serialize(signed.payload, [{ protected: signed.protected as string, signature: signed.signature }]);
};

/**
 * Adds the vendor's signature to a record; its payload stays byte for byte.
 *
 * @param record the JWS's JSON text, with the customer's signature
 * @param key the vendor's private key, with `alg` and `kid`
 * @returns the JWS's JSON text, with both signatures
 * @throws RecordError `malformed`
 */
export const countersignRecord = async (record: string, key: JWK): Promise<string> => {
  const { payload, signatures } = parseJws(record);
  const { alg = 'ES256', kid = '' } = key;
  const signed = await new FlattenedSign(base64url.decode(payload))
    .setProtectedHeader({ alg, kid })
    .sign(await importJWK(key, alg));
  // Base64url that decodes to the same bytes but is written otherwise: the signature would be of other text.
  if (signed.payload !== payload) throw new RecordError('malformed');
  return serialize(payload, [...signatures.slice(0, 1), { protected: signed.protected as string, signature: signed.signature }]);
};
