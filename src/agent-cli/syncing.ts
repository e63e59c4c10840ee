import type { Heard, Ledger } from '../agent/ledger.js';
import { within } from './mcp/within.js';

/** A vendor has not answered in the time that it was given. */
export class NoAnswerYet extends Error {
  constructor(patience: number) {
    super(`It has not answered within ${patience / 1_000} s. It is still being asked: try again later.`);
    this.name = 'NoAnswerYet';
  }
}

/**
 * Syncs a relationship. Calls at the same time share a sync.
 *
 * @param patience in milliseconds. A sync that takes longer goes on, and a later call returns its answer. Default: waits for its end
 * @throws NoAnswerYet after that time; else as `Ledger.sync`
 */
export type Sync = (iss: string, patience?: number) => Promise<Heard | undefined>;

export const syncOf = (ledger: Pick<Ledger, 'sync'>): Sync => {
  const running = new Map<string, Promise<Heard | undefined>>();
  /** The answers that came too late for the call that asked. */
  const late = new Map<string, Heard>();
  const start = (iss: string): Promise<Heard | undefined> => {
    const sync = ledger.sync(iss).finally(() => running.delete(iss));
    running.set(iss, sync);
    return sync;
  };
  return async (iss, patience) => {
    const sync = running.get(iss) ?? start(iss);
    if (patience !== undefined) {
      let isDone = false;
      const end = (): void => void (isDone = true);
      await within(patience, sync.then(end, end));
      if (!isDone) {
        sync.then((heard) => heard && late.set(iss, heard), end);
        throw new NoAnswerYet(patience);
      }
    }
    const heard = (await sync) ?? late.get(iss);
    late.delete(iss);
    return heard;
  };
};
