import { customerOf, readClaims } from '../contract/record.js';
import { RecordError } from '../records/errors.js';
import { inTime } from './in-time.js';
import type { Skip } from './report.js';
import type { Entry, Store } from './store.js';

/** Returns whether an entry belongs to the relationship it is stored under, and has readable claims and an answer. */
const isReadable = ({ iss, record, received, answer }: Entry): boolean => {
  const claims = readClaims(record ?? received);
  return claims !== null && customerOf(claims) === iss && typeof answer === 'object' && answer !== null;
};

/**
 * Wraps a vendor's store. A call that throws, rejects or times out fails with `unavailable`, with the store's own error as `cause`.
 * An entry that cannot be read is left out of every list and reported.
 *
 * @param limit the time limit of each call, in milliseconds
 */
export const guardStore = (store: Store, limit: number, skip: Skip): Store => {
  const call = async <T>(work: () => Promise<T>): Promise<T> => {
    const late = (): Error => new Error(`The store took longer than ${limit} ms.`);
    try {
      return await inTime(work, limit, late);
    } catch (cause) {
      throw new RecordError('unavailable', { cause });
    }
  };
  const readable = (entries: readonly Entry[]): readonly Entry[] =>
    entries.filter((entry) => {
      const isGood = isReadable(entry);
      if (!isGood) skip(entry.iss, entry.jti);
      return isGood;
    });
  return {
    read: async (iss) => readable(await call(() => store.read(iss))),
    list: async () => readable(await call(() => store.list())),
    find: (credential) => call(() => store.find(credential)),
    add: (entry, message, isAlone) => call(() => store.add(entry, message, isAlone)),
    decide: (entry, message) => call(() => store.decide(entry, message)),
    due: (now) => call(() => store.due(now)),
    postpone: (message, due) => call(() => store.postpone(message, due)),
    finish: (id) => call(() => store.finish(id)),
  };
};
