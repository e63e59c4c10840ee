import type { JWK } from 'jose';
import { ruleOf } from '../contract/acts.js';
import { MAX_RECORD } from '../contract/fields.js';
import type { Claims } from '../contract/record.js';
import { reOf, ruleFault } from '../contract/rules.js';
import { RecordError } from '../records/errors.js';
import { claimsOf, hashOf, parseJws } from '../records/jws.js';
import { signVendorRecord } from '../records/sign.js';
import { beforeIn, entryFor } from './entry.js';
import type { Outbox } from './outbox.js';
import { stateAfter, statusIn } from './state.js';
import type { Store } from './store.js';

interface Speaking {
  readonly origin: string;
  readonly key: JWK;
  readonly store: Store;
  readonly outbox: Outbox;
}
export type Say = (iss: string, act: string, body: NonNullable<Claims['body']>) => Promise<string>;

/**
 * Signs an act of the vendor and stores it. If a record of the customer was stored first, signs again to follow that.
 *
 * @returns the record's JSON text
 */
export const speakWith = ({ origin, key, store, outbox }: Speaking): Say => {
  const attempt = async (version: number, ...said: Parameters<Say>): Promise<string> => {
    const [iss, act, body] = said;
    const looked = await store.look({ iss, re: reOf({ body } as Claims) });
    const { state } = looked;
    const { last, status } = state.head ?? {};
    if (last === undefined) throw new RecordError('not_related');
    if (status === 'ended') throw new RecordError('ended');
    // An entry that the state does not know takes the place.
    if (state.version === version) throw new RecordError('broken_chain');
    if (ruleOf(act)?.waits && status === 'paused') throw new RecordError('paused');
    const record = await signVendorRecord(origin, { aud: iss, act, prev: last, body }, key);
    const jws = parseJws(record);
    const claims = claimsOf(jws);
    const fault = ruleFault(claims, beforeIn(looked));
    if (fault) throw new RecordError(fault);
    if (record.length > MAX_RECORD) throw new RecordError('too_large');
    const entry = { ...entryFor(record, claims, await hashOf(jws)), record, place: act === 'leave' ? null : last };
    const after = stateAfter(state, entry, claims);
    const messages = outbox.messagesFor(entry, claims, statusIn(after));
    if (!(await store.add(entry, { state: after, messages }))) return attempt(state.version, ...said);
    outbox.wake();
    return record;
  };
  return (...said) => attempt(-1, ...said);
};
