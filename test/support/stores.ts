/** Every kind of store, each opened twice, as two processes have it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createMemoryStore, type Store } from '../../src/server/index.js';
import { createPostgresStore } from '../../src/server/postgres.js';
import { createSqliteStore } from '../../src/server/sqlite.js';
import { missingPostgres, startPostgres } from './postgres.mjs';

export { decide, drained, put } from '../../src/server/store-tests/acts.js';

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

/** A store as a process has it that writes changes and stops before it delivers one. */
export const stoppedStore = (store: Store): Store => ({ ...store, claim: () => Promise.resolve([]) });
