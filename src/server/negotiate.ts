import { isAgreement } from '../contract/agreements.js';
import { RecordError } from '../records/errors.js';
import { decided } from './decide.js';
import type { Received, Receiving } from './receiving.js';
import { pendingIn, triesIn } from './state.js';
import type { Entry, State } from './store.js';

/**
 * Answers a proposal, by the vendor's `decide` or else by `accepts` alone.
 *
 * @param state of its relationship
 * @returns its entry
 * @throws RecordError `unsupported_agreement`, `too_many_proposals`, `unsupported_counter`, `server_error`
 */
export const negotiate = async (proposal: Received, state: State, receiving: Receiving): Promise<Entry> => {
  const { agreement, prev } = proposal.claims;
  const { accepts, hooks } = receiving;
  if (agreement === undefined || !isAgreement(agreement)) throw new RecordError('unsupported_agreement');
  const tries = triesIn(state, prev);
  if (tries.length > 1 || pendingIn(state)) throw new RecordError('too_many_proposals');
  const isAccepted = accepts.includes(agreement);
  // Without `decide` there is no negotiation: store nothing.
  if (!isAccepted && !hooks.decide && tries.length === 0) throw new RecordError('unsupported_agreement');
  const decision = hooks.decide ? await hooks.decide(proposal.claims) : isAccepted ? 'accept' : 'refuse';
  return decided(proposal, decision, receiving, tries.length === 0);
};
