/**
 * What a vendor does with a record that comes in: checks it, decides, countersigns and keeps it, in this order. Whatever it
 * refuses, it refuses with a code, and keeps nothing of it.
 *
 * @module
 */
import type { JWK } from 'jose';
import { isKnown } from '../contract/acts.js';
import { type AgreementId, isAgreement } from '../contract/agreements.js';
import { statusOf } from '../contract/chain.js';
import { type Claims, payloadHash, readClaims } from '../contract/record.js';
import type { Erasure } from '../contract/replies.js';
import type { Status } from '../contract/statuses.js';
import { RecordError } from '../records/errors.js';
import { parseJws } from '../records/jws.js';
import { countersignRecord, LIFETIME } from '../records/sign.js';
import { verifyCustomer } from '../records/verify.js';
import type { Outbox } from './outbox.js';
import { standingOf } from './relationship.js';
import type { Entry, Store } from './store.js';

/** A vendor's answer to a proposal; `pending` where a person decides later. */
export type Decision = 'accept' | 'refuse' | 'pending' | { readonly counter: AgreementId };

/** What the receiving end is made with; see `VendorOptions`. */
export interface Receiving {
  readonly origin: string;
  readonly accepts: readonly AgreementId[];
  readonly key: JWK;
  readonly store: Store;
  readonly outbox: Outbox;
  readonly checkChallenge: ((challenge: string, request: Request) => boolean | Promise<boolean>) | undefined;
  readonly decide: ((proposal: Claims) => Decision | Promise<Decision>) | undefined;
  readonly held: ((iss: string) => unknown) | undefined;
  readonly erase: ((iss: string) => Promise<Erasure>) | undefined;
}

/** What is sent back, as JSON. */
export type EndpointReply = Entry['answer'] & {
  readonly record?: string;
  readonly records?: readonly string[];
  readonly data?: unknown;
};

/** How far a customer's clock may be ahead, in seconds. */
const LEEWAY = 60;

const checkTimes = ({ iat, exp }: Claims): void => {
  const now = Date.now() / 1_000;
  if (exp <= now) throw new RecordError('expired');
  if (iat > now + LEEWAY) throw new RecordError('not_yet_valid');
  if (exp - iat > LIFETIME) throw new RecordError('valid_too_long');
};

/** A refusal as it is sent. */
export const refusalOf = ({ code, message }: RecordError): Entry['answer'] => ({ refused: true, code, message });

/** What the customer was told about an entry, and is told again. */
export const answerOf = ({ record, answer }: Entry): EndpointReply => {
  if (answer.refused && answer.code) throw new RecordError(answer.code as RecordError['code']);
  return record === null ? answer : { record, ...answer };
};

/** The entry of a proposal that is decided. @throws RecordError */
export const decided = async (
  entry: Entry,
  decision: Decision,
  { accepts, key }: Pick<Receiving, 'accepts' | 'key'>,
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

/**
 * @returns takes a record in, and gives the answer to it
 * @throws RecordError with its code, where it is refused
 */
export const receiveWith = (receiving: Receiving): ((received: string, request: Request) => Promise<EndpointReply>) => {
  const { origin, accepts, key, store, outbox, checkChallenge, decide, held, erase } = receiving;

  /** The entry that used up a number. */
  const earlier = (entries: readonly Entry[], { jti }: Claims, received: string): Entry | undefined => {
    const entry = entries.find((one) => one.jti === jti);
    if (entry && entry.received !== received) throw new RecordError('jti_reused');
    return entry;
  };

  /** Adds an entry. Where another request was faster, it was this very record, or one that took its place. */
  const keep = async (entry: Entry, claims: Claims, status: Status): Promise<Entry> => {
    const isNews = entry.record !== null || entry.answer.pending;
    const message = isNews ? outbox.messageFor(entry, claims, status) : undefined;
    const isErased = entry.answer.erasure !== undefined && 'erased' in entry.answer.erasure;
    if (await store.add(entry, message, isErased)) {
      outbox.wake();
      return entry;
    }
    const faster = earlier(await store.read(entry.iss), claims, entry.received);
    if (faster) return faster;
    throw new RecordError('broken_chain');
  };

  const negotiate = async (entry: Entry, claims: Claims, entries: readonly Entry[]): Promise<Entry> => {
    const { agreement, prev } = claims;
    if (agreement === undefined || !isAgreement(agreement)) throw new RecordError('unsupported_agreement');
    const now = Date.now() / 1_000;
    const tries = entries.filter(({ received, record, answer }) => {
      const said = readClaims(received);
      return record === null && said?.prev === prev && (answer.pending || (said?.exp ?? 0) > now);
    });
    if (tries.length > 1 || tries.some(({ answer }) => answer.pending)) throw new RecordError('too_many_proposals');
    const isAccepted = accepts.includes(agreement);
    // What nobody decided is no step of a negotiation, and leaves no trace.
    if (!isAccepted && !decide && tries.length === 0) throw new RecordError('unsupported_agreement');
    const decision = decide ? await decide(claims) : isAccepted ? 'accept' : 'refuse';
    return decided(entry, decision, receiving, tries.length === 0);
  };

  /** The leave that is kept, with what became of erasing where that was asked. */
  const leave = async (entry: Entry, { iss, body }: Claims): Promise<Entry> => {
    const record = await countersignRecord(entry.received, key);
    const isToErase = body !== undefined && 'erase' in body;
    return { ...entry, record, answer: isToErase ? { erasure: erase ? await erase(iss) : { erased: true } } : {} };
  };

  /** The records since one, and every leave: these stand where they stand. All of them, where that one is not there. */
  const since = (entries: readonly Entry[], prev: string | undefined): string[] => {
    const at = entries.findIndex(({ hash }) => hash === prev);
    return entries.flatMap(({ record, place }, i) => (record !== null && (i > at || place === null) ? [record] : []));
  };

  return async (received, request) => {
    const { signatures } = parseJws(received);
    if (signatures.length !== 1) throw new RecordError('malformed');
    const claims = await verifyCustomer(received);
    const { iss, jti, aud, act, prev, challenge } = claims;
    if (aud !== origin) throw new RecordError('wrong_audience');
    const entries = await store.read(iss);
    const before = earlier(entries, claims, received);
    if (before) return answerOf(before);

    checkTimes(claims);
    if (!isKnown(act)) throw new RecordError('unsupported_act');
    const { status, chain, last, records } = await standingOf(iss, entries);
    if (act === 'export') return { records, ...(held && { data: await held(iss) }) };
    if (act === 'sync') return { records: since(entries, prev) };

    const hash = await payloadHash(received);
    const entry: Entry = { iss, jti, hash, place: null, received, record: null, answer: {} };
    if (act === 'leave') return answerOf(await keep(await leave(entry, claims), claims, 'ended'));
    if (status === 'ended') throw new RecordError('ended');
    if (last === undefined && act !== 'relate') throw new RecordError('not_related');
    if (prev !== last) throw new RecordError('broken_chain');
    if (act === 'converse' && status === 'paused') throw new RecordError('paused');
    // The proposal after a counter answers the challenge that the first one did.
    const isChecked = entries.some(
      (one) => one.record === null && challenge !== undefined && readClaims(one.received)?.challenge === challenge,
    );
    if (challenge !== undefined && !isChecked && checkChallenge && !(await checkChallenge(challenge, request)))
      throw new RecordError('wrong_challenge');
    const answered =
      act === 'relate'
        ? await negotiate(entry, claims, entries)
        : { ...entry, place: prev ?? '', record: await countersignRecord(received, key) };
    const after =
      answered.record === null ? (status === 'offered' ? 'asked' : status) : statusOf([...chain, { hash, claims }], status);
    return answerOf(await keep(answered, claims, after));
  };
};
