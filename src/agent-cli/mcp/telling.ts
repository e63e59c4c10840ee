/**
 * Writes relationships and prepared acts for an assistant: what vendors wrote is marked.
 *
 * @module
 */
import type { ListedRelationship } from '../../agent/ledger.js';
import { isAgreement } from '../../contract/agreements.js';
import { termsOf } from '../in-words.js';
import type { Outcome, Prepared, Result } from './prepared.js';
import { untrusted } from './untrusted.js';

/** A relationship, for an assistant. */
export interface Related extends Readonly<Record<string, unknown>> {
  /** Names it. */
  readonly relationship: string;
}

export const related = (one: ListedRelationship): Related => {
  const { vendor, name, iss, status, agreement, since, counts, proposed } = one;
  return {
    vendor,
    name: untrusted(name),
    relationship: iss,
    status,
    ...(agreement !== undefined && isAgreement(agreement) && { agreement, terms: termsOf(agreement) }),
    since,
    counts,
    waitsForAnswer: proposed !== undefined,
  };
};

/** A vendor's answer to an act. */
export const answered = ({ answer, agreement, code }: Omit<Result, 'vendor' | 'error'>): object => ({
  answer,
  agreement: agreement !== undefined && isAgreement(agreement) ? agreement : undefined,
  code: code === undefined ? undefined : untrusted(code),
});

/** The vendors that have not answered yet. */
const silentIn = (to: Prepared['act']['shown']['to'], { results = [] }: Partial<Outcome> = {}): string[] =>
  to.map(({ origin }) => origin).filter((origin) => !results.some(({ vendor }) => vendor === origin));

/** How a prepared act stands. It names neither the address nor the secret of its page. */
export const told = ({ id, act, state, until, permission, outcome, next }: Prepared): object => ({
  prepared: id,
  act: act.shown.act,
  to: act.shown.to.map(({ origin }) => origin),
  state,
  ...(state === 'waiting for the person' && { until: new Date(until).toISOString() }),
  ...(permission && { signedUnder: `a standing permission of the person, until ${new Date(permission.until).toISOString()}` }),
  ...(state === 'being sent' && { noAnswerYet: silentIn(act.shown.to, outcome) }),
  ...(outcome && {
    results: outcome.results.map(({ vendor, error, ...heard }) => ({
      vendor,
      ...answered(heard),
      error: error === undefined ? undefined : untrusted(error),
    })),
  }),
  ...(next && { next: { prepared: next.id, agreement: next.act.shown.agreement } }),
});
