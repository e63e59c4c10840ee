import { calculateJwkThumbprint, createLocalJWKSet, importJWK, type JSONWebKeySet, type JWK } from 'jose';
import { type Claims, sideOf } from '../contract/record.js';
import { RecordError } from './errors.js';
import { checkSignature, claimsOf, headerOf, type Jws, parseJws } from './jws.js';

const PRIVATE = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

const importCustomerKey = async (jwk: JWK | undefined, alg: string): Promise<CryptoKey> => {
  if (jwk && typeof jwk === 'object' && PRIVATE.some((member) => member in jwk)) throw new RecordError('private_key');
  try {
    return (await importJWK(jwk as JWK, alg)) as CryptoKey;
  } catch (cause) {
    throw new RecordError('invalid_key', { cause });
  }
};

const thumbprint = async (jwk: JWK): Promise<string> => {
  try {
    return await calculateJwkThumbprint(jwk);
  } catch (cause) {
    throw new RecordError('invalid_key', { cause });
  }
};

/** Waits for checks that run side by side, and fails by the first of them in this order, not in time. */
const all = async (...checks: readonly Promise<unknown>[]): Promise<void> => {
  for (const result of await Promise.allSettled(checks)) if (result.status === 'rejected') throw result.reason;
};

/** The customer's half of a record that is parsed already. */
const checkCustomer = async (jws: Jws, { iss }: Claims): Promise<void> => {
  const { alg, jwk } = headerOf(jws, 0);
  const key = await importCustomerKey(jwk, alg);
  const checkIssuer = async (): Promise<void> => {
    if ((await thumbprint(jwk as JWK)) !== iss) throw new RecordError('wrong_issuer');
  };
  await all(checkSignature(jws, 0, key), checkIssuer());
};

/** The sets by what was given: a set keeps the keys that it imported. */
const sets = new WeakMap<JSONWebKeySet, ReturnType<typeof createLocalJWKSet>>();

/** The vendor's signature in a record. */
const checkVendor = async (jws: Jws, index: number, jwks: JSONWebKeySet): Promise<void> => {
  const header = headerOf(jws, index);
  if (!header.kid) throw new RecordError('unknown_key');
  let key;
  try {
    const set = sets.get(jwks) ?? createLocalJWKSet(jwks);
    sets.set(jwks, set);
    key = await set(header);
  } catch (cause) {
    throw new RecordError('unknown_key', { cause });
  }
  await checkSignature(jws, index, key);
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
  const claims = claimsOf(jws);
  await checkCustomer(jws, claims);
  return claims;
};

/**
 * Checks a record whole, of either side: a customer's by its own signature and the vendor's beside it, a vendor's by the one it
 * has; the vendor's by one of its published keys.
 *
 * @param record the JWS's JSON text
 * @param jwks what the vendor publishes; the same object again spares importing its keys again
 * @throws RecordError with its code
 */
export const verifyRecord = async (record: string, jwks: JSONWebKeySet): Promise<Claims> => {
  const jws = parseJws(record);
  const claims = claimsOf(jws);
  const isCustomers = sideOf(claims) === 'customer';
  if (jws.signatures.length !== (isCustomers ? 2 : 1)) throw new RecordError('malformed');
  await (isCustomers ? all(checkCustomer(jws, claims), checkVendor(jws, 1, jwks)) : checkVendor(jws, 0, jwks));
  return claims;
};
