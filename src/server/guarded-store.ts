import { customerOf, readClaims } from '../contract/record.js';
import { RecordError } from '../records/errors.js';
import { inTime } from './in-time.js';
import type { Skip } from './report.js';
import type { Entry, Store } from './store.js';

/** Whether an entry is of the relationship it stands in, and says what both sides need of it. */
const isReadable = ({ iss, record, received, answer }: Entry): boolean => {
  const claims = readClaims(record ?? received);
  return claims !== null && customerOf(claims) === iss && typeof answer === 'object' && answer !== null;
};

/**
 * Stands between the vendor and its store. A call that throws, rejects or takes too long fails with `unavailable`, the store's
 * own error as `cause`; an entry that cannot be read is left out of every list and reported.
 *
 * @param limit for each call, in milliseconds
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
