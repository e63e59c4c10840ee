/**
 * Receives a customer's record: checks it, decides, countersigns and stores it, in this order. A refused record is not stored. It asks
 * the store twice: for what the act needs of its relationship, and to add the record.
 *
 * @module
 */
import { ruleOf } from '../contract/acts.js';
import { MAX_RECORD } from '../contract/fields.js';
import type { Claims } from '../contract/record.js';
import { INTENT, isProposal, reOf, ruleFault } from '../contract/rules.js';
import { RecordError } from '../records/errors.js';
import { hashOf, parseJws } from '../records/jws.js';
import { countersign, hasRoom, LIFETIME } from '../records/sign.js';
import { verifyParsed } from '../records/verify.js';
import { answerOf, type EndpointReply } from './answers.js';
import { answerQuestion } from './ask.js';
import { createChallenges } from './challenges.js';
import { beforeIn, entryFor } from './entry.js';
import type { Incoming } from './incoming.js';
import { negotiate } from './negotiate.js';
import type { Received, Receiving } from './receiving.js';
import { isErased, stateAfter, statusIn } from './state.js';
import type { Entry, Looked, State } from './store.js';

/** The tolerance for a customer's clock that is ahead, in seconds. */
const LEEWAY = 60;

const checkTimes = ({ iat, exp }: Claims): void => {
  const now = Date.now() / 1_000;
  if (exp <= now) throw new RecordError('expired');
  if (iat > now + LEEWAY) throw new RecordError('not_yet_valid');
  if (exp - iat > LIFETIME) throw new RecordError('valid_too_long');
};

/** Finds the entry that used a record's `jti`: a replay of the same bytes. @throws RecordError `jti_reused` */
const replayIn = ({ entry }: Looked, { received }: Entry): Entry | undefined => {
  if (entry && entry.received !== received) throw new RecordError('jti_reused');
  return entry;
};

/**
 * Makes the entry of a leave. If the customer asks to erase, all is erased at once where only records are held; where the option `erase`
 * has to do it, the answer is pending until that job is done.
 */
const leave = async ({ jws, claims, entry }: Received, { key, hooks }: Receiving): Promise<Entry> => {
  const { body } = claims;
  const record = await countersign(jws, key);
  if (body === undefined || !('erase' in body)) return { ...entry, record };
  return { ...entry, record, answer: { erasure: hooks.erase ? { pending: true } : { erased: true } } };
};

/** Checks that a record can follow the last one of its relationship. @throws RecordError */
const checkPlace = (claims: Claims, looked: Looked): void => {
  const { act, prev } = claims;
  const { status, last } = looked.state.head ?? {};
  if (status === 'ended') throw new RecordError('ended');
  if (last === undefined && !ruleOf(act)?.begins) throw new RecordError('not_related');
  const fault = ruleFault(claims, beforeIn(looked));
  if (fault) throw new RecordError(fault);
  if (prev !== last) throw new RecordError('broken_chain');
  if (ruleOf(act)?.waits && status === 'paused') throw new RecordError('paused');
};

/** Stores an entry. @returns `false` if the relationship has changed meanwhile */
const keep = async (entry: Entry, claims: Claims, before: State, { store, outbox }: Receiving): Promise<boolean> => {
  const state = stateAfter(before, entry, claims);
  const isNews = entry.record !== null || entry.answer.pending;
  const messages = isNews ? outbox.messagesFor(entry, claims, statusIn(state)) : [];
  const isKept = await store.add(entry, { state, messages, isAlone: isErased(entry) });
  if (isKept) outbox.wake();
  return isKept;
};

/**
 * Makes the function that receives records.
 *
 * @returns a function that takes a record and returns the answer to it. It throws RecordError if the record is refused.
 */
export const receiveWith = (receiving: Receiving): ((received: string, incoming: Incoming) => Promise<EndpointReply>) => {
  const { origin, accepts, key, store, hooks, watch } = receiving;

  const challenges = createChallenges(hooks);
  /** Checks the form and the signature of a record, which say nothing of its relationship. */
  const verified = async (received: string): Promise<Received> => {
    const jws = parseJws(received, MAX_RECORD);
    if (jws.signatures.length !== 1) throw new RecordError('malformed');
    if (!hasRoom(jws, key)) throw new RecordError('no_room');
    const [claims, hash] = await Promise.all([verifyParsed(jws), hashOf(jws)]);
    if (claims.aud !== origin) throw new RecordError('wrong_audience');
    return { jws, claims, entry: entryFor(received, claims, hash) };
  };

  /** Makes the entry of an act that follows the last record. */
  const follow = async (said: Received, looked: Looked, incoming: Incoming): Promise<Entry> => {
    const { jws, claims, entry } = said;
    checkPlace(claims, looked);
    const proposes = isProposal(claims);
    if (claims.act === 'intentcast' && !proposes && !accepts.includes(INTENT)) throw new RecordError('unsupported_agreement');
    await challenges.check(said, looked.state, incoming);
    if (proposes) return negotiate(said, looked.state, receiving);
    return { ...entry, place: claims.prev ?? '', record: await countersign(jws, key) };
  };

  return async (received, incoming) => {
    const said = await verified(received);
    const { claims, entry } = said;
    const { iss, jti, act } = claims;
    watch.heard(incoming, act);
    const rule = ruleOf(act);
    const question = { iss, jti, re: reOf(claims) };
    let looked = await store.look(question);
    const replay = replayIn(looked, entry);
    if (replay) return answerOf(replay);
    checkTimes(claims);
    if (!rule) throw new RecordError('unsupported_act');
    if (rule.asks) {
      await challenges.check(said, looked.state, incoming);
      const answer = await answerQuestion(claims, looked.state, receiving);
      challenges.forget(entry);
      return answer;
    }
    const left = act === 'leave' ? await leave(said, receiving) : undefined;
    for (;;) {
      const next = left ?? (await follow(said, looked, incoming));
      if (await keep(next, claims, looked.state, receiving)) {
        challenges.forget(entry);
        return answerOf(next);
      }
      const { version } = looked.state;
      looked = await store.look(question);
      const faster = replayIn(looked, entry);
      if (faster) return answerOf(faster);
      // An entry that the state does not know takes the place.
      if (looked.state.version === version) throw new RecordError('broken_chain');
    }
  };
};
