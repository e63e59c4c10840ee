import type { JWK } from 'jose';
import type { AgreementId } from '../contract/agreements.js';
import { RecordError } from '../records/errors.js';
import { claimsOf, parseJws } from '../records/jws.js';
import { countersign } from '../records/sign.js';
import { refusalOf } from './answers.js';
import { isDecision, show } from './hooks.js';
import type { Decision } from './options.js';
import type { Outbox } from './outbox.js';
import type { Received } from './receiving.js';
import { pendingIn, stateAfter, statusIn } from './state.js';
import type { Entry, Store } from './store.js';

interface Deciding {
  readonly accepts: readonly AgreementId[];
  readonly key: JWK;
}

/**
 * Makes the entry of a decided proposal.
 *
 * @param mayCounter `true` if this negotiation had no counter yet
 * @throws RecordError `unsupported_counter`, `no_room`
 */
export const decided = async (
  { jws, claims, entry }: Received,
  decision: Decision,
  { accepts, key }: Deciding,
  mayCounter: boolean,
): Promise<Entry> => {
  const { agreement, prev = '' } = claims;
  const isAccepted = accepts.some((id) => id === agreement);
  if (decision === 'pending') return { ...entry, answer: { pending: true } };
  if (decision === 'accept' && isAccepted) return { ...entry, place: prev, record: await countersign(jws, key), answer: {} };
  if (typeof decision === 'object' && mayCounter) {
    if (!accepts.includes(decision.counter)) throw new RecordError('unsupported_counter');
    return { ...entry, answer: { counter: decision.counter } };
  }
  return { ...entry, answer: refusalOf(new RecordError(isAccepted ? 'refused' : 'unsupported_agreement')) };
};

/** Decides a pending proposal: see `Vendor.decide`. */
export const decideWith = ({ store, outbox, ...deciding }: Deciding & { store: Store; outbox: Outbox }) => {
  const attempt = async (version: number, iss: string, decision: Decision): Promise<Entry> => {
    const { state, entry } = await store.look({ iss });
    const pending = pendingIn(state);
    if (!pending) throw new RecordError('not_related');
    if (state.head?.status === 'ended') throw new RecordError('ended');
    if (!entry) throw new RecordError('not_related');
    // An entry that the state does not know takes the place.
    if (state.version === version) throw new RecordError('broken_chain');
    const jws = parseJws(entry.received);
    const claims = claimsOf(jws);
    const mayCounter = !state.proposals.some(({ prev, answer }) => prev === pending.prev && answer === 'countered');
    let next = await decided({ jws, claims, entry }, decision, deciding, mayCounter);
    // The line went on meanwhile, and the proposal no longer follows the last record: refuse it.
    if (next.record !== null && claims.prev !== state.head?.last)
      next = { ...entry, answer: refusalOf(new RecordError('broken_chain')) };
    const after = stateAfter(state, next, claims);
    const messages = next.record === null ? [] : outbox.messagesFor(next, claims, statusIn(after));
    return (await store.decide(next, { state: after, messages })) ? next : attempt(state.version, iss, decision);
  };
  return async (iss: string, decision: Decision): Promise<void> => {
    if (!isDecision(decision) || decision === 'pending')
      throw new TypeError(`A decision is 'accept', 'refuse' or {counter}, not ${show(decision)}.`);
    const { answer } = await attempt(-1, iss, decision);
    if (answer.code === 'broken_chain') throw new RecordError('broken_chain');
    outbox.wake();
  };
};
