import type { JWK } from 'jose';
import type { AgreementId } from '../contract/agreements.js';
import { statusOf } from '../contract/chain.js';
import { type Claims, readClaims } from '../contract/record.js';
import { RecordError } from '../records/errors.js';
import { countersignRecord } from '../records/sign.js';
import { refusalOf } from './answers.js';
import { isDecision, show } from './hooks.js';
import type { Decision } from './options.js';
import type { Outbox } from './outbox.js';
import { standingOf } from './relationship.js';
import type { Skip } from './report.js';
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
  entry: Entry,
  decision: Decision,
  { accepts, key }: Deciding,
  mayCounter: boolean,
): Promise<Entry> => {
  const { agreement, prev = '' } = readClaims(entry.received) as Claims;
  const isAccepted = accepts.some((id) => id === agreement);
  if (decision === 'pending') return { ...entry, answer: { pending: true } };
  if (decision === 'accept' && isAccepted)
    return { ...entry, place: prev, record: await countersignRecord(entry.received, key), answer: {} };
  if (typeof decision === 'object' && mayCounter) {
    if (!accepts.includes(decision.counter)) throw new RecordError('unsupported_counter');
    return { ...entry, answer: { counter: decision.counter } };
  }
  return { ...entry, answer: refusalOf(new RecordError(isAccepted ? 'refused' : 'unsupported_agreement')) };
};

/** Decides a pending proposal: see `Vendor.decide`. */
export const decideWith =
  ({ store, outbox, skip, ...deciding }: Deciding & { store: Store; outbox: Outbox; skip: Skip }) =>
  async (iss: string, decision: Decision): Promise<void> => {
    if (!isDecision(decision) || decision === 'pending')
      throw new TypeError(`A decision is 'accept', 'refuse' or {counter}, not ${show(decision)}.`);
    const entries = await store.read(iss);
    const entry = entries.find(({ answer }) => answer.pending);
    if (!entry) throw new RecordError('not_related');
    const { status, chain, last } = await standingOf(iss, entries, skip);
    if (status === 'ended') throw new RecordError('ended');
    const claims = readClaims(entry.received) as Claims;
    const mayCounter = !entries.some(({ answer }) => answer.counter);
    const next = await decided(entry, decision, deciding, mayCounter);
    const isAgreed = next.record !== null && claims.prev === last;
    const after = isAgreed ? statusOf([...chain, { hash: next.hash, claims }], status) : status;
    if (!(await store.decide(next, isAgreed ? outbox.messageFor(next, claims, after) : undefined))) {
      // Another record came meanwhile, and the proposal no longer follows the last one: refuse it.
      const error = new RecordError('broken_chain');
      await store.decide({ ...entry, answer: refusalOf(error) });
      throw error;
    }
    outbox.wake();
  };
