import { calculateJwkThumbprint, createLocalJWKSet, importJWK, type JSONWebKeySet, type JWK } from 'jose';
import { type Claims, readClaims } from '../contract/record.js';
import { RecordError } from './errors.js';
import { checkSignature, headerOf, parseJws } from './jws.js';

const PRIVATE = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

const importCustomerKey = async (jwk: JWK | undefined, alg: string): Promise<CryptoKey> => {
  try {
    if (!jwk || PRIVATE.some((member) => member in jwk)) throw new TypeError('Not a public key.');
    return (await importJWK(jwk, alg)) as CryptoKey;
  } catch (cause) {
    throw new RecordError('invalid_key', { cause });
  }
};

/**
 * Checks the customer's half of a record: its form, its algorithm, that `iss` is the thumbprint of the key in its header
 * (RFC 7638), and the signature by that key. Whether it is for you, and in time, is `aud`, `iat` and `exp` of what it returns.
 *
 * @param record the JWS's JSON text
 * @throws RecordError with its code
 */
export const verifyCustomer = async (record: string): Promise<Claims> => {
  const jws = parseJws(record);
  if (jws.signatures.length > 2) throw new RecordError('malformed');
  const { alg, jwk } = headerOf(jws, 0);
  const key = await importCustomerKey(jwk, alg);
  await checkSignature(jws, 0, key);
  const claims = readClaims(record);
  if (!claims) throw new RecordError('malformed');
  if ((await calculateJwkThumbprint(jwk as JWK)) !== claims.iss) throw new RecordError('wrong_issuer');
  return claims;
};

/**
 * Checks a record whole: the customer's half, and the vendor's signature by one of its published keys.
 *
 * @param record the JWS's JSON text
 * @param jwks what the vendor publishes
 * @throws RecordError with its code
 */
export const verifyRecord = async (record: string, jwks: JSONWebKeySet): Promise<Claims> => {
  const claims = await verifyCustomer(record);
  const jws = parseJws(record);
  const header = headerOf(jws, 1);
  let key;
  try {
    key = await createLocalJWKSet(jwks)(header);
  } catch (cause) {
    throw new RecordError('invalid_key', { cause });
  }
  await checkSignature(jws, 1, key);
  return claims;
};
