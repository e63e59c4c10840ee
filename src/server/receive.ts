/**
 * Receives a customer's record: checks it, decides, countersigns and stores it, in this order. A refused record is not stored.
 *
 * @module
 */
import { ruleOf } from '../contract/acts.js';
import { beforeOf, statusOf } from '../contract/chain.js';
import { MAX_RECORD } from '../contract/fields.js';
import { type Claims, payloadHash } from '../contract/record.js';
import type { Erasure } from '../contract/replies.js';
import { INTENT, isProposal, ruleFault } from '../contract/rules.js';
import type { Status } from '../contract/statuses.js';
import { RecordError } from '../records/errors.js';
import { parseJws } from '../records/jws.js';
import { countersignRecord, hasRoom, LIFETIME } from '../records/sign.js';
import { verifyCustomer } from '../records/verify.js';
import { answerOf, type EndpointReply } from './answers.js';
import { credentialToKeep } from './find.js';
import { isAfterCounter, negotiate } from './negotiate.js';
import type { Receiving } from './receiving.js';
import { type Standing, standingOf } from './relationship.js';
import type { Entry } from './store.js';

/** The tolerance for a customer's clock that is ahead, in seconds. */
const LEEWAY = 60;

/** The maximum size of `unkept`. */
const MAX_UNKEPT = 1_000;

const checkTimes = ({ iat, exp }: Claims): void => {
  const now = Date.now() / 1_000;
  if (exp <= now) throw new RecordError('expired');
  if (iat > now + LEEWAY) throw new RecordError('not_yet_valid');
  if (exp - iat > LIFETIME) throw new RecordError('valid_too_long');
};

/** Finds the entry that used a record's `jti`: a replay of the same bytes. @throws RecordError `jti_reused` */
const findReplay = (entries: readonly Entry[], { jti }: Claims, received: string): Entry | undefined => {
  const entry = entries.find((one) => one.jti === jti);
  if (entry && entry.received !== received) throw new RecordError('jti_reused');
  return entry;
};

/** Stores an entry. If another request has stored the same record first, returns that entry. @throws RecordError `broken_chain` */
const keep = async (entry: Entry, claims: Claims, status: Status, { store, outbox }: Receiving): Promise<Entry> => {
  const isNews = entry.record !== null || entry.answer.pending;
  const message = isNews ? outbox.messageFor(entry, claims, status) : undefined;
  const isErased = entry.answer.erasure !== undefined && 'erased' in entry.answer.erasure;
  if (await store.add(entry, message, isErased)) {
    outbox.wake();
    return entry;
  }
  const faster = findReplay(await store.read(entry.iss), claims, entry.received);
  if (faster) return faster;
  throw new RecordError('broken_chain');
};

/** The answer to a customer if erasing failed, for whatever reason. */
const NOT_ERASED: Erasure = {
  kept: 'What this vendor holds about you',
  why: 'Erasing it failed. This vendor has been told.',
  until: 'it erases it, or you ask again',
};

/** Makes the entry of a leave, with the outcome of erasing if the customer asks for it. */
const leave = async (entry: Entry, { iss, body }: Claims, { key, hooks, report }: Receiving): Promise<Entry> => {
  const record = await countersignRecord(entry.received, key);
  if (body === undefined || !('erase' in body)) return { ...entry, record };
  let erasure: Erasure = { erased: true };
  try {
    if (hooks.erase) erasure = await hooks.erase(iss);
  } catch (error) {
    const { message } = (error as RecordError).cause as Error;
    report(new Error(`${message} The leave of ${iss} is kept, its data is not erased.`, { cause: error }));
    erasure = NOT_ERASED;
  }
  return { ...entry, record, answer: { erasure } };
};

/** Returns the records after `prev`, and every leave, which has no place in the line. If `prev` is unknown, returns all. */
const since = (entries: readonly Entry[], prev: string | undefined): string[] => {
  const at = entries.findIndex(({ hash }) => hash === prev);
  return entries.flatMap(({ record, place }, i) => (record !== null && (i > at || place === null) ? [record] : []));
};

/** Checks that a record can follow the last one of its relationship. @throws RecordError */
const checkPlace = (claims: Claims, { status, last, chain }: Standing): void => {
  const { act, prev } = claims;
  if (status === 'ended') throw new RecordError('ended');
  if (last === undefined && !ruleOf(act)?.begins) throw new RecordError('not_related');
  const fault = ruleFault(claims, beforeOf(chain));
  if (fault) throw new RecordError(fault);
  if (prev !== last) throw new RecordError('broken_chain');
  if (ruleOf(act)?.waits && status === 'paused') throw new RecordError('paused');
};

/**
 * Makes the function that receives records.
 *
 * @returns a function that takes a record and returns the answer to it. It throws RecordError if the record is refused.
 */
export const receiveWith = (receiving: Receiving): ((received: string, request: Request) => Promise<EndpointReply>) => {
  const { origin, accepts, key, store, hooks, skip } = receiving;

  /** Hashes of records whose check used up a valid challenge, in case a failure then keeps them out of the store. */
  const unkept = new Set<string>();
  const checkChallenge = async (claims: Claims, hash: string, entries: readonly Entry[], request: Request): Promise<void> => {
    const { challenge } = claims;
    if (challenge === undefined || !hooks.checkChallenge || unkept.has(hash) || isAfterCounter(claims, entries)) return;
    if (!(await hooks.checkChallenge(challenge, request, claims))) throw new RecordError('wrong_challenge');
    const [oldest] = unkept;
    if (oldest !== undefined && unkept.size >= MAX_UNKEPT) unkept.delete(oldest);
    unkept.add(hash);
  };

  return async (received, request) => {
    const jws = parseJws(received, MAX_RECORD);
    if (jws.signatures.length !== 1) throw new RecordError('malformed');
    if (!hasRoom(jws, key)) throw new RecordError('no_room');
    const claims = await verifyCustomer(received);
    const { iss, jti, aud, act, prev } = claims;
    if (aud !== origin) throw new RecordError('wrong_audience');
    const entries = await store.read(iss);
    const before = findReplay(entries, claims, received);
    if (before) return answerOf(before);

    checkTimes(claims);
    const rule = ruleOf(act);
    if (!rule) throw new RecordError('unsupported_act');
    const standing = await standingOf(iss, entries, skip);
    const { status, chain, records } = standing;
    const hash = await payloadHash(received);
    if (rule.asks) {
      await checkChallenge(claims, hash, entries, request);
      const answer = act === 'sync' ? since(entries, prev) : records;
      const data = act === 'export' && hooks.held && { data: await hooks.held(iss) };
      unkept.delete(hash);
      return { records: answer, ...data };
    }
    const credential = credentialToKeep(received, claims);
    const entry: Entry = { iss, jti, hash, place: null, received, record: null, answer: {}, ...(credential && { credential }) };
    if (act === 'leave') return answerOf(await keep(await leave(entry, claims, receiving), claims, 'ended', receiving));
    checkPlace(claims, standing);
    const proposes = isProposal(claims);
    if (act === 'intentcast' && !proposes && !accepts.includes(INTENT)) throw new RecordError('unsupported_agreement');
    await checkChallenge(claims, hash, entries, request);
    const answered = proposes
      ? await negotiate(entry, claims, entries, receiving)
      : { ...entry, place: prev ?? '', record: await countersignRecord(received, key) };
    const after =
      answered.record === null ? (status === 'offered' ? 'asked' : status) : statusOf([...chain, { hash, claims }], status);
    const kept = await keep(answered, claims, after, receiving);
    unkept.delete(hash);
    return answerOf(kept);
  };
};
