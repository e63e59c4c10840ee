import type { JWK } from 'jose';
import { ruleOf } from '../contract/acts.js';
import { beforeOf, statusOf } from '../contract/chain.js';
import { MAX_RECORD } from '../contract/fields.js';
import { type Claims, payloadHash } from '../contract/record.js';
import { ruleFault } from '../contract/rules.js';
import { RecordError } from '../records/errors.js';
import { claimsOf, parseJws } from '../records/jws.js';
import { signVendorRecord } from '../records/sign.js';
import type { Outbox } from './outbox.js';
import { standingOf } from './relationship.js';
import type { Skip } from './report.js';
import type { Entry, Store } from './store.js';

interface Speaking {
  readonly origin: string;
  readonly key: JWK;
  readonly store: Store;
  readonly outbox: Outbox;
  readonly skip: Skip;
}
export type Say = (iss: string, act: string, body: NonNullable<Claims['body']>) => Promise<string>;

/**
 * Signs an act of the vendor and stores it. If a record of the customer was stored first, signs again to follow that.
 *
 * @returns the record's JSON text
 */
export const speakWith = ({ origin, key, store, outbox, skip }: Speaking): Say => {
  const attempt = async (before: string | undefined, ...said: Parameters<Say>): Promise<string> => {
    const [iss, act, body] = said;
    const { status, chain, last } = await standingOf(iss, await store.read(iss), skip);
    // An unreadable entry takes the place.
    if (last !== undefined && last === before) throw new RecordError('broken_chain');
    if (last === undefined) throw new RecordError('not_related');
    if (status === 'ended') throw new RecordError('ended');
    if (ruleOf(act)?.waits && status === 'paused') throw new RecordError('paused');
    const record = await signVendorRecord(origin, { aud: iss, act, prev: last, body }, key);
    const claims = claimsOf(parseJws(record));
    const fault = ruleFault(claims, beforeOf(chain));
    if (fault) throw new RecordError(fault);
    if (record.length > MAX_RECORD) throw new RecordError('too_large');
    const hash = await payloadHash(record);
    const place = act === 'leave' ? null : last;
    const entry: Entry = { iss, jti: claims.jti, hash, place, received: record, record, answer: {} };
    const message = outbox.messageFor(entry, claims, statusOf([...chain, { hash, claims }], status));
    if (!(await store.add(entry, message))) return attempt(last, ...said);
    outbox.wake();
    return record;
  };
  return (...said) => attempt(undefined, ...said);
};
