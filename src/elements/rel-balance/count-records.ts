import type { Act } from '../../contract/acts.js';
import { type Balance, balanceOf } from '../../contract/balance.js';
import type { Body } from '../../contract/bodies.js';
import { act, copy, HASH, text } from '../../contract/fields.js';
import { type Claims, decodeClaims } from '../../contract/record.js';
import { warn } from '../warn.js';

/** The acts that can answer a record. */
type Answering = { [A in Act]: 're' extends keyof Body<A> ? A : never }[Act];
const ANSWERING: Readonly<Record<Answering, true>> = { converse: true, receipt: true, revoke: true };

/** The claims that are counted. `readClaims` would check the others too, and needs all bodies of `bodies.ts` for it. */
const COUNTED = { iss: text(2_048), jti: text(64), act, 'body?': { 're?': HASH } };

const read = (record: unknown): Claims | undefined => {
  const claims = copy(COUNTED, decodeClaims(record as string)) as Claims | undefined;
  if (claims && !Object.hasOwn(ANSWERING, claims.act)) delete claims.body;
  return claims;
};

/**
 * Counts records by their claims, without hashing. What is no record is left out, with a warning of the first one.
 *
 * @param records the JSON text of each
 * @returns `undefined` if none are given
 */
export const countRecords = (records: unknown): Balance | undefined => {
  if (records === undefined || records === null) return undefined;
  const all = [records].flat().map(read);
  const wrong = all.indexOf(undefined);
  if (wrong >= 0) warn(`<rel-balance> leaves out records[${wrong}], which is no record’s JSON text`);
  return balanceOf(all.flatMap((claims) => (claims ? { hash: claims.iss + claims.jti, claims } : [])));
};
