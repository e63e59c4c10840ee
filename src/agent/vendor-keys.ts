/**
 * Reads and keeps the keys of vendors.
 *
 * @module
 */
import type { JSONWebKeySet, JWK } from 'jose';
import { copy, oneOf, text } from '../contract/fields.js';
import type { Claims } from '../contract/record.js';
import { writeJson } from '../contract/write-json.js';
import { RecordError } from '../records/errors.js';
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

/** Returns each key once: the published ones first, then those known before. */
export const joinKeys = (published: JSONWebKeySet, known: JSONWebKeySet): readonly JWK[] => {
  const keys = [...published.keys, ...known.keys].flatMap(readKey);
  return [...new Map(keys.map((key) => [writeJson(key), key])).values()];
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
 * @throws RecordError with the code from the first set
 */
export const verifyByAny = async (record: string, sets: readonly JSONWebKeySet[]): Promise<Claims> => {
  const [first = { keys: [] }, ...others] = sets;
  try {
    return await verifyRecord(record, first);
  } catch (error) {
    for (const set of others) {
      const claims = await verifyRecord(record, set).catch(() => undefined);
      if (claims) return claims;
    }
    throw error;
  }
};

const hasSigned = async (key: JWK, records: readonly string[]): Promise<boolean> => {
  for (const record of records) {
    const jws = parseJws(record);
    if (headerOf(jws, jws.signatures.length - 1).kid !== key.kid) continue;
    const isIts = await verifyRecord(record, { keys: [key] }).then(
      () => true,
      (error: unknown) => {
        if (error instanceof RecordError) return false;
        throw error;
      },
    );
    if (isIts) return true;
  }
  return false;
};

/** Returns the keys to keep: the newest, and each older one that signed one of the records. */
export const keysToKeep = async (keys: readonly JWK[], records: readonly string[]): Promise<JSONWebKeySet> => {
  const kept = keys.slice(0, MAX_KEYS);
  for (const key of keys.slice(MAX_KEYS)) if (await hasSigned(key, records)) kept.push(key);
  return { keys: kept };
};
