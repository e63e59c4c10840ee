import { RecordError } from '../records/errors.js';
import { inTime } from './in-time.js';
import { isReadable } from './pages.js';
import type { StoreEvent } from './events.js';
import type { Skip } from './report.js';
import type { Store } from './store.js';
import type { Watch } from './watch.js';

/**
 * Wraps a vendor's store. A call that throws, rejects or times out fails with `unavailable`, with the store's own error as `cause`.
 * `look` leaves out an entry that cannot be read, and reports it.
 *
 * @param limit the time limit of each call, in milliseconds
 * @param watch hears of each call
 */
export const guardStore = (store: Store, limit: number, skip: Skip, watch: Pick<Watch, 'store'>): Store => {
  const call = async <T>(method: keyof Store, work: () => Promise<T>): Promise<T> => {
    const late = (): Error => new Error(`The store took longer than ${limit} ms.`);
    const begun = performance.now();
    const note = (outcome: StoreEvent['outcome']): void =>
      watch.store({ method, outcome, milliseconds: performance.now() - begun });
    try {
      const returned = await inTime(work, limit, late);
      note('done');
      return returned;
    } catch (cause) {
      note('failed');
      throw new RecordError('unavailable', { cause });
    }
  };
  return {
    async look(question) {
      const { entry, ...looked } = await call('look', () => store.look(question));
      return { ...looked, entry: entry && isReadable(entry, skip) ? entry : undefined };
    },
    read: (iss, page) => call('read', () => store.read(iss, page)),
    list: (page) => call('list', () => store.list(page)),
    relationships: (page) => call('relationships', () => store.relationships(page)),
    find: (credential) => call('find', () => store.find(credential)),
    add: (entry, step) => call('add', () => store.add(entry, step)),
    decide: (entry, step) => call('decide', () => store.decide(entry, step)),
    mend: (iss, state) => call('mend', () => store.mend(iss, state)),
    claim: (page) => call('claim', () => store.claim(page)),
    next: () => call('next', () => store.next()),
    finish: (message, due) => call('finish', () => store.finish(message, due)),
    postpone: (message, due) => call('postpone', () => store.postpone(message, due)),
    bury: (message, why, due) => call('bury', () => store.bury(message, why, due)),
    dead: (page) => call('dead', () => store.dead(page)),
    revive: (id, due) => call('revive', () => store.revive(id, due)),
  };
};
