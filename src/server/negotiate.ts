import { isAgreement } from '../contract/agreements.js';
import { type Claims, readClaims } from '../contract/record.js';
import { isProposal } from '../contract/rules.js';
import { RecordError } from '../records/errors.js';
import { decided } from './decide.js';
import type { Receiving } from './receiving.js';
import type { Entry } from './store.js';

/**
 * Answers a proposal, by the vendor's `decide` or else by `accepts` alone.
 *
 * @param entry of the proposal, not stored yet
 * @param entries of this relationship
 * @throws RecordError `unsupported_agreement`, `too_many_proposals`, `unsupported_counter`, `server_error`
 */
export const negotiate = async (
  entry: Entry,
  claims: Claims,
  entries: readonly Entry[],
  receiving: Receiving,
): Promise<Entry> => {
  const { agreement, prev } = claims;
  const { accepts, hooks } = receiving;
  if (agreement === undefined || !isAgreement(agreement)) throw new RecordError('unsupported_agreement');
  const now = Date.now() / 1_000;
  const tries = entries.filter(({ received, record, answer }) => {
    const said = readClaims(received);
    return record === null && said?.prev === prev && (answer.pending || (said?.exp ?? 0) > now);
  });
  if (tries.length > 1 || tries.some(({ answer }) => answer.pending)) throw new RecordError('too_many_proposals');
  const isAccepted = accepts.includes(agreement);
  // Without `decide` there is no negotiation: store nothing.
  if (!isAccepted && !hooks.decide && tries.length === 0) throw new RecordError('unsupported_agreement');
  const decision = hooks.decide ? await hooks.decide(claims) : isAccepted ? 'accept' : 'refuse';
  return decided(entry, decision, receiving, tries.length === 0);
};

/**
 * Returns whether a challenge was already checked, in a proposal that was countered and that this one follows. After any other answer
 * a challenge is used up.
 */
export const isAfterCounter = (claims: Claims, entries: readonly Entry[]): boolean => {
  const { prev, challenge } = claims;
  const before = entries.filter(({ received }) => readClaims(received)?.challenge === challenge);
  const isCountered = ({ received, answer }: Entry): boolean =>
    answer.counter !== undefined && readClaims(received)?.prev === prev;
  return isProposal(claims) && before.length > 0 && before.every(isCountered);
};
