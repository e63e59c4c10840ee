/**
 * Reads and keeps the keys of vendors.
 *
 * @module
 */
import type { JSONWebKeySet, JWK } from 'jose';
import { copy, oneOf, text } from '../contract/fields.js';
import type { Claims } from '../contract/record.js';
import { writeJson } from '../contract/write-json.js';
import { headerOf, parseJws } from '../records/jws.js';
import { verifyRecord } from '../records/verify.js';

/** The maximum number of keys that a vendor may publish, and that a ledger keeps besides those that signed its records. */
export const MAX_KEYS = 32;

/** A public key for ES256 or EdDSA, with the `kid` by which records refer to it. */
const KEY = {
  kty: oneOf(['EC', 'OKP']),
  kid: text(1024),
  crv: text(16),
  x: text(64),
  'y?': text(64),
  'alg?': text(16),
  'use?': text(16),
} as const;

const readKey = (value: unknown): readonly JWK[] => {
  const key = copy(KEY, value);
  return key && !Object.hasOwn(value as object, 'd') ? [{ ...key } as JWK] : [];
};

/**
 * Reads a JWK set. It ignores keys that cannot sign records, such as an RSA key or one without `kid` (RFC 7517, section 5), and
 * private keys.
 *
 * @param where the set comes from, for errors
 * @param max the maximum number of keys
 * @throws TypeError if it is not a JWK set, or has more keys
 */
export const parseKeys = (value: unknown, where: string, max = MAX_KEYS): JSONWebKeySet => {
  const { keys } = (value ?? {}) as { keys?: unknown };
  if (!Array.isArray(keys)) throw new TypeError(`${where} is not a JWK set: it needs a list "keys" (RFC 7517).`);
  if (keys.length > max) throw new TypeError(`${where} holds ${keys.length} keys; at most ${max} are read.`);
  return { keys: keys.flatMap(readKey) };
};

/** Returns the name by which the ledger tells keys apart: a vendor may use one `kid` for several. */
export const nameOf = (key: JWK): string => writeJson(key);

/** Returns each key once: the published ones first, then those known before. */
export const joinKeys = (published: JSONWebKeySet, known: JSONWebKeySet): readonly JWK[] => {
  const keys = [...published.keys, ...known.keys].flatMap(readKey);
  return [...new Map(keys.map((key) => [nameOf(key), key])).values()];
};

/** Splits keys into sets without a repeated `kid`. There is more than one set only if a vendor reused the `kid` of an old key. */
export const setsOf = (keys: readonly JWK[]): readonly JSONWebKeySet[] => {
  const sets: { keys: JWK[] }[] = [];
  for (const key of keys) {
    const free = sets.find((set) => set.keys.every(({ kid }) => kid !== key.kid));
    if (free) free.keys.push(key);
    else sets.push({ keys: [key] });
  }
  return sets;
};

/**
 * Verifies every signature of a record, by the first set that has the key.
 *
 * @returns its claims, and the vendor's key that signed it
 * @throws RecordError with the code from the first set
 */
export const verifyByAny = async (record: string, sets: readonly JSONWebKeySet[]): Promise<{ claims: Claims; key: JWK }> => {
  let failure: unknown;
  for (const set of sets.length ? sets : [{ keys: [] }]) {
    try {
      const claims = await verifyRecord(record, set);
      const kid = vendorKidOf(record);
      return { claims, key: set.keys.find((key) => key.kid === kid) as JWK };
    } catch (error) {
      failure ??= error;
    }
  }
  throw failure;
};

/** Returns the `kid` of the vendor's signature, the last one. */
export const vendorKidOf = (record: string): string | undefined => {
  const jws = parseJws(record);
  return headerOf(jws, jws.signatures.length - 1).kid;
};

/** Returns the keys to keep: the newest, and each older one that signed a record. @param signers their names */
export const keysToKeep = (keys: readonly JWK[], signers: readonly string[]): JSONWebKeySet => ({
  keys: keys.filter((key, i) => i < MAX_KEYS || signers.includes(nameOf(key))),
});
