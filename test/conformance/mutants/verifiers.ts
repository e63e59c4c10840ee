/** Verifiers of records with one fault each, named by the rule that it breaks. */
import type { Verdict } from '../../../src/conformance/records.js';

export interface VerifierMutant {
  readonly rule: string;
  readonly name: string;
  /** Changes the word of a right verifier. */
  readonly change: (verdict: Verdict) => Verdict;
}

const FORGOTTEN: readonly (readonly [code: string, rule: string])[] = [
  ['malformed', 'C-188'],
  ['too_deep', 'C-187'],
  ['duplicate_key', 'C-187'],
  ['unsupported_algorithm', 'C-91'],
  ['private_key', 'C-92'],
  ['invalid_key', 'C-92'],
  ['invalid_signature', 'C-193'],
  ['wrong_issuer', 'C-93'],
  ['wrong_audience', 'C-95'],
  ['unknown_key', 'C-98'],
  ['expired', 'C-196'],
  ['valid_too_long', 'C-107'],
  ['unprotected_header', 'C-100'],
  ['wrong_crit', 'C-131'],
  ['wrong_hash', 'C-136'],
  ['no_gesture', 'C-141'],
];

export const VERIFIER_MUTANTS: readonly VerifierMutant[] = [
  ...FORGOTTEN.map(([code, rule]): VerifierMutant => ({
    rule,
    name: `does not refuse as ${code}`,
    change: (verdict) => (verdict.code === code ? { ok: true } : verdict),
  })),
  { rule: 'C-107', name: 'refuses everything', change: () => ({ ok: false, code: 'expired' }) },
  {
    rule: 'C-131',
    name: 'refuses a passkey’s crit as unknown',
    change: (verdict) => (verdict.code === 'wrong_crit' ? { ok: false, code: 'malformed' } : verdict),
  },
];
