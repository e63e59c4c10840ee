import { createLocalJWKSet, importJWK, type JSONWebKeySet, type JWK } from 'jose';
import { MAX_RECORD } from '../contract/fields.js';
import { type Claims, lacksBody, sideOf } from '../contract/record.js';
import { RecordError } from './errors.js';
import { checkSignature, claimsOf, headerOf, type Jws, parseJws } from './jws.js';
import { thumbprintOf } from './thumbprint.js';
import { checkAssertion, checkPasskeyAct, checkPasskeySignature } from './webauthn.js';

const PRIVATE = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

const importCustomerKey = async (jwk: JWK | undefined, alg: string): Promise<CryptoKey> => {
  if (jwk && typeof jwk === 'object' && PRIVATE.some((member) => member in jwk)) throw new RecordError('private_key');
  try {
    const { crv, x, y = '' } = jwk as JWK;
    // Web Crypto reads ["P-256"] as "P-256", and one key would have two thumbprints.
    if (![crv, x, y].every((member) => typeof member === 'string')) throw new TypeError('crv, x and y are texts');
    return (await importJWK(jwk as JWK, alg)) as CryptoKey;
  } catch (cause) {
    throw new RecordError('invalid_key', { cause });
  }
};

/** Awaits checks that run concurrently. If several fail, it throws the first in this order, not the first in time. */
const all = async (...checks: readonly Promise<unknown>[]): Promise<void> => {
  for (const result of await Promise.allSettled(checks)) if (result.status === 'rejected') throw result.reason;
};

/** Checks the customer's signature of a parsed record, by an agent or by a passkey. */
const checkCustomer = async (jws: Jws, claims: Claims): Promise<void> => {
  const { alg, jwk, crit } = headerOf(jws, 0);
  const signed = crit && (await checkAssertion(jws, claims));
  const key = await importCustomerKey(jwk, alg);
  const checkIssuer = async (): Promise<void> => {
    if ((await thumbprintOf(jwk as JWK)) !== claims.iss) throw new RecordError('wrong_issuer');
  };
  await all(signed ? checkPasskeySignature(jws, signed, key) : checkSignature(jws, 0, key), checkIssuer());
  if (crit) checkPasskeyAct(claims);
};

/** One key set per JWKS object: a set caches the keys that it imports. */
const sets = new WeakMap<JSONWebKeySet, ReturnType<typeof createLocalJWKSet>>();

/** Checks the vendor's signature of a parsed record. */
const checkVendor = async (jws: Jws, index: number, jwks: JSONWebKeySet): Promise<void> => {
  const { alg, kid, crit } = headerOf(jws, index);
  // A vendor has no passkey.
  if (crit) throw new RecordError('malformed');
  if (!kid) throw new RecordError('unknown_key');
  let key;
  try {
    const set = sets.get(jwks) ?? createLocalJWKSet(jwks);
    sets.set(jwks, set);
    key = await set({ alg, kid });
  } catch (cause) {
    throw new RecordError('unknown_key', { cause });
  }
  await checkSignature(jws, index, key);
};

/** Checks a parsed record that a customer sends: see `verifyCustomer`. */
export const verifyParsed = async (jws: Jws): Promise<Claims> => {
  if (jws.signatures.length > 2) throw new RecordError('malformed');
  const claims = claimsOf(jws);
  if (lacksBody(claims)) throw new RecordError('malformed');
  await checkCustomer(jws, claims);
  return claims;
};

/**
 * Checks a record that a customer sends: its form, its algorithm, that `iss` is the thumbprint of the key in its header
 * (RFC 7638), and the signature by that key, or by that passkey. The caller checks `aud`, `iat` and `exp`.
 *
 * @param record the JWS's JSON text, at most 16,384 UTF-16 units
 * @returns its claims
 * @throws RecordError with its code
 */
export const verifyCustomer = async (record: string): Promise<Claims> => verifyParsed(parseJws(record, MAX_RECORD));

/**
 * Checks every signature of a record that both sides hold. A customer's record has two, the customer's and the vendor's; a
 * vendor's own record has one.
 *
 * @param record the JWS's JSON text
 * @param jwks `{keys}`, as the vendor publishes them; pass the same object again to reuse its imported keys
 * @returns its claims
 * @throws RecordError with its code, `unknown_key` if no published key has the vendor's `kid`
 * @example
 * const jwks = await (await fetch('https://shop.example/.well-known/jwks.json')).json();
 * const { iss, act, agreement } = await verifyRecord(record, jwks);
 */
export const verifyRecord = async (record: string, jwks: JSONWebKeySet): Promise<Claims> => {
  const jws = parseJws(record);
  const claims = claimsOf(jws);
  // Version 0.1.0 kept a `converse` without its body.
  if (claims.act !== 'converse' && lacksBody(claims)) throw new RecordError('malformed');
  const isCustomers = sideOf(claims) === 'customer';
  if (jws.signatures.length !== (isCustomers ? 2 : 1)) throw new RecordError('malformed');
  await (isCustomers ? all(checkCustomer(jws, claims), checkVendor(jws, 1, jwks)) : checkVendor(jws, 0, jwks));
  return claims;
};
