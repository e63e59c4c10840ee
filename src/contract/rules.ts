/**
 * The rules that a record has to keep beside its form (contract, "Records"). Both sides check them by this module: the vendor's server
 * before it keeps a record, the customer's ledger before it signs one, and both in the chain.
 *
 * @module
 */
import { type Act, ruleOf } from './acts.js';
import { type Body, type BodyFault, isReadable } from './bodies.js';
import { type Claims, sideOf } from './record.js';
import { endOf } from './times.js';

/** A reason why a record cannot answer the one that it names as `re`. */
export type ReFault = 'unknown_re' | 'own_re' | 'wrong_re' | 'revoked';
/** A reason why a record cannot be added to a relationship. */
export type RuleFault = ReFault | BodyFault | 'wrong_side' | 'unsupported_agreement' | 'until_passed' | 'until_too_late';

/** Two look-ups of the records before one, so that a store need not read them all. */
export interface Before {
  /** Returns the claims of the record with a hash; `undefined` if there is none. */
  claimsOf(hash: string): Claims | undefined;
  /** Returns whether the share with a hash was revoked. */
  isRevoked(hash: string): boolean;
}

/** Returns whether the side that signed a record can say its act. */
const isOfItsSide = (claims: Claims): boolean => {
  const { from = 'either' } = ruleOf(claims.act) ?? {};
  return from === 'either' || from === sideOf(claims);
};
/** Returns whether a record can be in a chain: its side can say its act, and the act is kept. */
export const isKept = (claims: Claims): boolean => isOfItsSide(claims) && !ruleOf(claims.act)?.asks;

/** The agreement of every `intentcast`. */
export const INTENT = 'PDC-INTENT';

/** Returns whether a record can begin a relationship: `relate` under an agreement, or `intentcast` under its own. */
export const isBeginning = ({ act, agreement }: Claims): boolean =>
  ruleOf(act)?.begins === true && (act === 'intentcast' ? agreement === INTENT : agreement !== undefined);

/** Returns whether a record proposes an agreement for the relationship: each `relate`, and the `intentcast` that begins one. */
export const isProposal = ({ act, prev }: Claims): boolean => act === 'relate' || (act === 'intentcast' && prev === undefined);

/** Returns the hash of the record that a record answers. */
export const reOf = ({ body }: Claims): string | undefined => (body as Body<'converse'> | undefined)?.re;

/** The act of the record that an act answers. Every other act answers any record of the other side. */
const ANSWERED: Readonly<Record<string, Act>> = { receipt: 'pledge', revoke: 'share' };

/** Returns the reason why a record cannot answer the one that it names, if it names one. */
export const reFault = (claims: Claims, before: Before): ReFault | undefined => {
  const re = reOf(claims);
  if (re === undefined) return undefined;
  const answered = before.claimsOf(re);
  if (!answered) return 'unknown_re';
  const wanted = ANSWERED[claims.act];
  if (!wanted) return sideOf(answered) === sideOf(claims) ? 'own_re' : undefined;
  if (answered.act !== wanted) return 'wrong_re';
  return claims.act === 'revoke' && before.isRevoked(re) ? 'revoked' : undefined;
};

/** A share lasts at most to the end of the same day of the next year, in UTC. */
const untilFault = ({ iat }: Claims, { until }: Body<'share'>): RuleFault | undefined => {
  const end = endOf(until) ?? 0;
  const latest = new Date(iat * 1_000);
  if (end <= +latest) return 'until_passed';
  latest.setUTCFullYear(latest.getUTCFullYear() + 1);
  return end > latest.setUTCHours(24, 0, 0, 0) ? 'until_too_late' : undefined;
};

/** Returns the reason why a record cannot be added to the records of its relationship. Its form and its `prev` are checked elsewhere. */
export const ruleFault = (claims: Claims, before: Before): RuleFault | undefined => {
  const { act, agreement, body } = claims;
  if (!isOfItsSide(claims)) return 'wrong_side';
  if (act === 'intentcast' && agreement !== INTENT) return 'unsupported_agreement';
  if (act === 'converse' && body && !isReadable((body as Body<'converse'>).text)) return 'unreadable_text';
  return (act === 'share' && body && untilFault(claims, body as Body<'share'>)) || reFault(claims, before);
};
