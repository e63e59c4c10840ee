import type { Heard, Ledger, ListedRelationship } from '../agent/ledger.js';
import { readClaims } from '../contract/record.js';
import { within } from './within.js';

/** A vendor has not answered in the time that it was given. */
export class NoAnswerYet extends Error {
  constructor(patience: number) {
    super(`It has not answered within ${patience / 1_000} s. It is still being asked: try again later.`);
    this.name = 'NoAnswerYet';
  }
}

/** A vendor's answer to the record that waited. */
export interface Answered {
  /** The act of that record. */
  readonly act: string;
  readonly heard: Heard;
}

/**
 * Syncs a relationship. Calls at the same time share a sync.
 *
 * @param patience in milliseconds. A sync that takes longer goes on, and a later call returns its answer. Default: waits for its end
 * @returns `undefined` if nothing waited
 * @throws NoAnswerYet after that time; else as `Ledger.sync`
 */
export type Sync = (one: ListedRelationship, patience?: number) => Promise<Answered | undefined>;

export const syncOf = (ledger: Pick<Ledger, 'sync'>): Sync => {
  const running = new Map<string, Promise<Answered | undefined>>();
  /** The answers that came too late for the call that asked. */
  const late = new Map<string, Answered>();
  const ask = async ({ iss, proposed = '' }: ListedRelationship): Promise<Answered | undefined> => {
    const heard = await ledger.sync(iss);
    return heard && { act: readClaims(proposed)?.act ?? '', heard };
  };
  const start = (one: ListedRelationship): Promise<Answered | undefined> => {
    const sync = ask(one).finally(() => running.delete(one.iss));
    running.set(one.iss, sync);
    return sync;
  };
  return async (one, patience) => {
    const { iss } = one;
    const sync = running.get(iss) ?? start(one);
    if (patience !== undefined) {
      let isDone = false;
      const end = (): void => void (isDone = true);
      await within(patience, sync.then(end, end));
      if (!isDone) {
        sync.then((answered) => answered && late.set(iss, answered), end);
        throw new NoAnswerYet(patience);
      }
    }
    const answered = (await sync) ?? late.get(iss);
    late.delete(iss);
    return answered;
  };
};
