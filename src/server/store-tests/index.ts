/**
 * The tests of a store: they prove that a store of your own keeps the promises of `Store`. They need no test framework, and run in Node,
 * in workers and in pages.
 *
 * The database may hold other rows, but nothing else may write to it meanwhile. Each test makes relationships of its own with random
 * names, and leaves them there. Its messages are due in 1970 to 2004: it claims and buries no others.
 *
 * @module
 */
import type { Store } from '../store.js';
import { adding } from './adding.js';
import { contention } from './contention.js';
import { deadLetters } from './dead-letters.js';
import { deciding } from './deciding.js';
import { erasing } from './erasing.js';
import { finding } from './finding.js';
import { keys } from './keys.js';
import { leases } from './leases.js';
import { lines } from './lines.js';
import { looking } from './looking.js';
import { type Cases, newKey } from './tested.js';
import { texts } from './texts.js';

/** A store that was opened for the tests. */
export interface OpenedStore {
  readonly store: Store;
  /** The same store as another process or connection has it. Default: `store`, if nothing else can open it */
  readonly again?: Store | undefined;
  /** Closes both. */
  close(): Promise<void>;
}
/** One test of a store, for any test runner. */
export interface StoreTest {
  /** Begins with the method of `Store` whose promise it tests. */
  readonly name: string;
  /** @throws StoreTestError if the store breaks this promise */
  run(): Promise<void>;
}

/** A promise of `Store` that a store breaks: its message names the promise, what was expected and what the store did. */
export class StoreTestError extends Error {
  constructor(name: string, cause: unknown) {
    super(`Store.${name}: broken. ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.name = 'StoreTestError';
  }
}

const CASES: Cases = {
  ...adding,
  ...deciding,
  ...looking,
  ...finding,
  ...keys,
  ...texts,
  ...erasing,
  ...lines,
  ...leases,
  ...deadLetters,
  ...contention,
};

/**
 * Makes the tests of a store. They share one opened store, and run one after the other, also if they are started together.
 *
 * @param open opens a store: called when the first test runs, and again after all of them have run and the store was closed. If you run
 * only some of the tests, close the store yourself
 * @returns a test for each promise
 * @example
 * const open = async () => ({ store: createMemoryStore(), close: async () => undefined });
 * for (const { name, run } of storeTests(open)) await run();
 */
export const storeTests = (open: () => Promise<OpenedStore>): readonly StoreTest[] => {
  const left = new Set<string>();
  let opened: Promise<OpenedStore> | undefined;
  let last: Promise<unknown> = Promise.resolve();
  const openedOnce = (): Promise<OpenedStore> =>
    (opened ??= open().catch((error: unknown) => {
      opened = undefined;
      throw error;
    }));
  const test = async (name: string, work: Cases[string]): Promise<void> => {
    if (left.size === 0) for (const one of Object.keys(CASES)) left.add(one);
    left.delete(name);
    const { store, again = store, close } = await openedOnce();
    try {
      await work({ store, again, iss: newKey() });
    } catch (cause) {
      throw new StoreTestError(name, cause);
    } finally {
      if (left.size === 0) {
        opened = undefined;
        await close();
      }
    }
  };
  return Object.entries(CASES).map(([name, work]) => ({
    name,
    run() {
      const running = last.then(() => test(name, work));
      last = running.catch(() => undefined);
      return running;
    },
  }));
};
