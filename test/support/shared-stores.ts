/** The stores that several processes can open: here, and by options in a process of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPool } from 'mysql2/promise';
import pg from 'pg';
import { createMysqlStore } from '../../src/server/mysql.js';
import { createPostgresStore } from '../../src/server/postgres.js';
import { createSqliteStore } from '../../src/server/sqlite.js';
import type { Opened } from './kill.js';
import { missingMariadb, startMariadb } from './mariadb.mjs';
import { missingPostgres, startPostgres } from './postgres.mjs';

export type { Opened };

/** Opens a new file. */
export const openSqlite = (): Promise<Opened & { readonly file: string }> => {
  const folder = mkdtempSync(join(tmpdir(), 'relbutton-'));
  const file = join(folder, 'shop.db');
  const store = createSqliteStore(file);
  const close = (): Promise<void> => {
    store.close();
    rmSync(folder, { recursive: true });
    return Promise.resolve();
  };
  return Promise.resolve({ store, told: { sqlite: file }, file, close });
};

type Server = Awaited<ReturnType<typeof startPostgres>>;
/** Starts a server. @param init options of `initdb` */
export const openPostgres = async (init?: string[]): Promise<Opened & { readonly server: Server }> => {
  const server = await startPostgres(undefined, init);
  const pool = new pg.Pool(server.connection);
  const close = async (): Promise<void> => {
    await pool.end();
    await server.stop();
  };
  // A server that the test stops breaks idle connections.
  const store = await createPostgresStore(pool, () => undefined);
  return { store, told: { postgres: server.connection }, server, close };
};

/** Starts a server, as `openPostgres` does. */
export const openMariadb = async (): Promise<Opened & { readonly server: Awaited<ReturnType<typeof startMariadb>> }> => {
  const server = await startMariadb();
  const pool = createPool(server.connection);
  const close = async (): Promise<void> => {
    await pool.end();
    await server.stop();
  };
  return { store: await createMysqlStore(pool), told: { mysql: server.connection }, server, close };
};

/** Each kind that is here, by name. */
export const sharedStores: Readonly<Record<string, () => Promise<Opened>>> = {
  SQLite: openSqlite,
  ...(!missingPostgres && { PostgreSQL: () => openPostgres() }),
  ...(!missingMariadb && { MariaDB: openMariadb }),
};
