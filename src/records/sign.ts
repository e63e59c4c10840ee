import { base64url, calculateJwkThumbprint, exportJWK, FlattenedSign, importJWK, type JWK } from 'jose';
import type { Claims } from '../contract/record.js';
import { type Jws, parseJws } from './jws.js';

/** For how long a new record can be accepted, in seconds (contract, section 8: at most 10 minutes). */
export const LIFETIME = 600;

/** What a side says in a record; the rest of the claims follows from key and clock. */
export type Statement = Pick<Claims, 'aud' | 'act' | 'agreement' | 'prev' | 'challenge' | 'body'>;

const serialize = (payload: string, signatures: Jws['signatures']): string => JSON.stringify({ payload, signatures });

const signAs = async (
  iss: string,
  statement: Statement,
  header: { alg: string; jwk?: JWK; kid?: string },
  key: CryptoKey,
): Promise<string> => {
  const iat = Math.floor(Date.now() / 1_000);
  const claims = { iss, jti: globalThis.crypto.randomUUID(), iat, exp: iat + LIFETIME, ...statement };
  const signed = await new FlattenedSign(new TextEncoder().encode(JSON.stringify(claims))).setProtectedHeader(header).sign(key);
  return serialize(signed.payload, [{ protected: signed.protected as string, signature: signed.signature }]);
};

/**
 * Signs a record as a customer.
 *
 * @param statement `aud` is the vendor's origin
 * @param keys the pair made for this vendor, ES256 or Ed25519; the private key need not be extractable
 * @returns the JWS's JSON text, with one signature
 */
export const signRecord = async (statement: Statement, keys: CryptoKeyPair): Promise<string> => {
  const jwk = await exportJWK(keys.publicKey);
  const alg = jwk.kty === 'EC' ? 'ES256' : 'EdDSA';
  return signAs(await calculateJwkThumbprint(jwk), statement, { alg, jwk }, keys.privateKey);
};

const importVendorKey = async (jwk: JWK): Promise<{ alg: string; kid: string; key: CryptoKey }> => {
  const { alg = 'ES256', kid = '' } = jwk;
  return { alg, kid, key: (await importJWK(jwk, alg)) as CryptoKey };
};

/**
 * Signs a record as a vendor.
 *
 * @param origin the vendor's
 * @param statement `aud` is the customer's key thumbprint
 * @param jwk the vendor's private key, with `alg` and `kid`
 * @returns the JWS's JSON text, with one signature
 */
export const signVendorRecord = async (origin: string, statement: Statement, jwk: JWK): Promise<string> => {
  const { key, ...header } = await importVendorKey(jwk);
  return signAs(origin, statement, header, key);
};

/**
 * Adds the vendor's signature to a record; its payload stays byte for byte.
 *
 * @param record the JWS's JSON text, with the customer's signature
 * @param jwk the vendor's private key, with `alg` and `kid`
 * @returns the JWS's JSON text, with both signatures
 * @throws RecordError where it is no JWS
 */
export const countersignRecord = async (record: string, jwk: JWK): Promise<string> => {
  const { payload, signatures } = parseJws(record);
  const { key, ...header } = await importVendorKey(jwk);
  const signed = await new FlattenedSign(base64url.decode(payload)).setProtectedHeader(header).sign(key);
  return serialize(payload, [...signatures.slice(0, 1), { protected: signed.protected as string, signature: signed.signature }]);
};
