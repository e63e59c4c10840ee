import { RecordError } from '../records/errors.js';
import { inTime } from './in-time.js';
import { isReadable } from './pages.js';
import type { Skip } from './report.js';
import type { Store } from './store.js';

/**
 * Wraps a vendor's store. A call that throws, rejects or times out fails with `unavailable`, with the store's own error as `cause`.
 * `look` leaves out an entry that cannot be read, and reports it.
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
  return {
    async look(question) {
      const { entry, ...looked } = await call(() => store.look(question));
      return { ...looked, entry: entry && isReadable(entry, skip) ? entry : undefined };
    },
    read: (iss, page) => call(() => store.read(iss, page)),
    list: (page) => call(() => store.list(page)),
    relationships: (page) => call(() => store.relationships(page)),
    find: (credential) => call(() => store.find(credential)),
    add: (entry, step) => call(() => store.add(entry, step)),
    decide: (entry, step) => call(() => store.decide(entry, step)),
    mend: (iss, state) => call(() => store.mend(iss, state)),
    claim: (page) => call(() => store.claim(page)),
    next: () => call(() => store.next()),
    finish: (message, due) => call(() => store.finish(message, due)),
    postpone: (message, due) => call(() => store.postpone(message, due)),
    bury: (message, why, due) => call(() => store.bury(message, why, due)),
    dead: (page) => call(() => store.dead(page)),
    revive: (id, due) => call(() => store.revive(id, due)),
  };
};
