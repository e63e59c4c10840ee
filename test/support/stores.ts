/** Every kind of store, each opened twice, as two processes have it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createMemoryStore, type Delivery, type Entry, type Message, type State, type Store } from '../../src/server/index.js';
import { createD1Store } from '../../src/server/d1.js';
import { createPostgresStore } from '../../src/server/postgres.js';
import { createSqliteStore } from '../../src/server/sqlite.js';
import { startD1 } from './d1.js';
import { missingPostgres, startPostgres } from './postgres.mjs';

export interface Opened {
  store: Store;
  /** The same store as another process sees it; missing if it cannot be shared. */
  again: Store | undefined;
  close(): Promise<void>;
}

export const stores: Record<string, () => Promise<Opened>> = {
  memory: () => Promise.resolve({ store: createMemoryStore(), again: undefined, close: () => Promise.resolve() }),
  SQLite() {
    const folder = mkdtempSync(join(tmpdir(), 'relbutton-'));
    const [store, again] = [0, 1].map(() => createSqliteStore(join(folder, 'records.db'))) as [
      ReturnType<typeof createSqliteStore>,
      ReturnType<typeof createSqliteStore>,
    ];
    const close = (): Promise<void> => {
      store.close();
      again.close();
      return Promise.resolve(rmSync(folder, { recursive: true }));
    };
    return Promise.resolve({ store, again, close });
  },
  async D1() {
    const { database, stop } = await startD1();
    return { store: createD1Store(database), again: createD1Store(database), close: stop };
  },
};
const postgres = (options?: { readonly partitions: number }) => async (): Promise<Opened> => {
  const server = await startPostgres();
  const [one, two] = [new pg.Pool(server.connection), new pg.Pool(server.connection)];
  // Open both at once, as two machines do that start together.
  const [store, again] = await Promise.all([one, two].map((pool) => createPostgresStore(pool, undefined, options)));
  const close = async (): Promise<void> => {
    await Promise.all([one.end(), two.end()]);
    await server.stop();
  };
  return { store: store as Store, again, close };
};
if (!missingPostgres) {
  stores.PostgreSQL = postgres();
  stores['PostgreSQL with 16 partitions'] = postgres({ partitions: 16 });
}

/** The state after a change of an entry whose record is not read. */
const nextState = async (store: Store, { iss, jti, answer }: Entry): Promise<State> => {
  const { state } = await store.look({ iss });
  const proposals = answer.pending ? [{ jti, exp: 0, answer: 'pending' } as const] : [];
  return { ...state, version: state.version + 1, proposals };
};
/** Adds an entry, also one whose record cannot be read, after whatever is stored. */
export const put = async (store: Store, entry: Entry, message?: Message, isAlone = false): Promise<boolean> =>
  store.add(entry, { state: await nextState(store, entry), messages: message ? [message] : [], isAlone });
/** Decides an entry, as `put` adds one. */
export const decide = async (store: Store, entry: Entry, message?: Message): Promise<boolean> =>
  store.decide(entry, { state: await nextState(store, entry), messages: message ? [message] : [] });

const NEVER = Date.now() + 1e12;
/** Takes all messages out of the outbox, in their order, also those that another process has leased. */
export const drained = async (store: Store): Promise<Delivery[]> => {
  const all: Delivery[] = [];
  for (;;) {
    const claimed = await store.claim({ now: NEVER, until: NEVER, limit: 1_000 });
    if (claimed.length === 0) return all;
    for (const message of claimed) await store.finish(message, 0);
    all.push(...claimed);
  }
};
/** A store as a process has it that writes changes and stops before it delivers one. */
export const stoppedStore = (store: Store): Store => ({ ...store, claim: () => Promise.resolve([]) });
