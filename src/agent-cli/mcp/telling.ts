/**
 * Writes relationships and prepared acts for an assistant: what vendors wrote is marked.
 *
 * @module
 */
import type { ListedRelationship } from '../../agent/ledger.js';
import { isAgreement } from '../../contract/agreements.js';
import { termsOf } from '../in-words.js';
import type { Prepared } from './prepared.js';
import { untrusted } from './untrusted.js';

export const related = (one: ListedRelationship): object => {
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

/** How a prepared act stands. It names neither the address nor the secret of its page. */
export const told = ({ id, act, state, until, outcome, next }: Prepared): object => ({
  prepared: id,
  act: act.shown.act,
  to: act.shown.to.map(({ origin }) => origin),
  state,
  ...(state === 'waiting for the person' && { until: new Date(until).toISOString() }),
  ...(outcome && {
    results: outcome.results.map(({ vendor, answer, agreement, code, error }) => ({
      vendor,
      answer,
      agreement: agreement !== undefined && isAgreement(agreement) ? agreement : undefined,
      code: code === undefined ? undefined : untrusted(code),
      error: error === undefined ? undefined : untrusted(error),
    })),
  }),
  ...(next && { next: { prepared: next.id, agreement: next.act.shown.agreement } }),
});
