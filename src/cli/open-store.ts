import { access } from 'node:fs/promises';
import type { Store } from '../server/store.js';
import { UsageError } from './command.js';

/** Says which store a command works with. */
export interface StoreOptions {
  readonly sqlite?: string | undefined;
  readonly postgres?: string | undefined;
}
export const STORE_OPTIONS = { sqlite: { type: 'string' }, postgres: { type: 'string' } } as const;
export const STORE_HELP = `  --sqlite <file>      the SQLite file
  --postgres <string>  the connection string of PostgreSQL. Default: the variable DATABASE_URL`;

export interface OpenedStore {
  readonly store: Store;
  close(): Promise<void>;
}

/** Imports the driver of a store, which the vendor's project installs. */
const driver = async <T>(name: string, load: () => Promise<T>): Promise<T> => {
  try {
    return await load();
  } catch (cause) {
    throw new UsageError(`The package ${name} is missing: npm install ${name}`, { cause });
  }
};

const openSqlite = async (file: string): Promise<OpenedStore> => {
  const { default: Database } = await driver('libsql', () => import('libsql'));
  // Opening a file as a store would create it.
  await access(file).catch(() => {
    throw new UsageError(`There is no file ${file}.`);
  });
  const database = new Database(file, { readonly: true });
  const found = database.prepare('SELECT 1 FROM sqlite_master WHERE name = ?').all('relbutton_records');
  database.close();
  if (found.length === 0)
    throw new UsageError(`The file ${file} is not a store of relbutton: it has no table relbutton_records.`);
  const { createSqliteStore } = await import('../server/sqlite.js');
  const store = createSqliteStore(file);
  return { store, close: () => Promise.resolve(store.close()) };
};

const openPostgres = async (connectionString: string): Promise<OpenedStore> => {
  const { default: pg } = await driver('pg', () => import('pg'));
  const pool = new pg.Pool({ connectionString, max: 4 });
  try {
    const { rows } = await pool.query("SELECT to_regclass('relbutton_records') IS NULL AS missing");
    if ((rows as [{ missing: boolean }])[0].missing)
      throw new UsageError('This database is not a store of relbutton: it has no table relbutton_records.');
    const { createPostgresStore } = await import('../server/postgres.js');
    return { store: await createPostgresStore(pool), close: () => pool.end() };
  } catch (error) {
    await pool.end();
    throw error;
  }
};

/**
 * Opens a store that exists. Tables of an earlier version are upgraded.
 *
 * @throws UsageError if no store, two stores, or something else is named
 */
export const openStore = async ({ sqlite, postgres }: StoreOptions): Promise<OpenedStore> => {
  if (sqlite !== undefined && postgres !== undefined) throw new UsageError('Name one store: --sqlite or --postgres.');
  if (sqlite !== undefined) return openSqlite(sqlite);
  const connection = postgres ?? process.env.DATABASE_URL;
  if (!connection) throw new UsageError('Name the store: --sqlite relbutton.db, or --postgres with a connection string.');
  return openPostgres(connection);
};
