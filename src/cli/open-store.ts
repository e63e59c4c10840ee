import { access } from 'node:fs/promises';
import type { Store } from '../server/store.js';
import { UsageError } from './command.js';
import { writeNew } from './new-files.js';

/** Says which store a command works with. */
export interface StoreOptions {
  readonly sqlite?: string | undefined;
  readonly postgres?: string | undefined;
}
export const STORE_OPTIONS = { sqlite: { type: 'string' }, postgres: { type: 'string' } } as const;
export const STORE_HELP = `  --sqlite <file>      the SQLite file
  --postgres <string>  the connection string of PostgreSQL
                       Default: the store of the settings, or the variable DATABASE_URL`;

export interface OpenedStore {
  readonly store: Store;
  close(): Promise<void>;
}

/** Opens a store by its address. @param mayMake whether it is made where there is none */
type Open = (address: string, mayMake: boolean) => Promise<OpenedStore>;

/** Returns what to install for an optional package. `npx` runs a package that is not installed from a folder of its own. */
export const toInstall = (name: string): string => (import.meta.url.includes('/_npx/') ? `relbutton ${name}` : name);

/** Imports an optional package, which the vendor's project installs. @throws UsageError with the line that installs it */
export const optional = async <T>(name: string, load: () => Promise<T>): Promise<T> => {
  try {
    return await load();
  } catch (cause) {
    throw new UsageError(`The package ${name} is missing: npm install ${toInstall(name)}`, { cause });
  }
};

const openSqlite: Open = async (file, mayMake) => {
  const { default: Database } = await optional('libsql', () => import('libsql'));
  const isThere = await access(file).then(
    () => true,
    () => false,
  );
  // Opening a file as a store would create it.
  if (!isThere && !mayMake) throw new UsageError(`There is no file ${file}.`);
  // SQLite takes an empty file for a new one. Only its owner may read what customers said.
  if (!isThere) await writeNew(file, '', 0o600);
  if (isThere) {
    const database = new Database(file, { readonly: true });
    const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all() as { name: string }[];
    database.close();
    if (!tables.some(({ name }) => name === 'relbutton_records') && (tables.length > 0 || !mayMake))
      throw new UsageError(`The file ${file} is not a store of relbutton: it has no table relbutton_records.`);
  }
  const { createSqliteStore } = await import('../server/sqlite.js');
  const store = createSqliteStore(file);
  return { store, close: () => Promise.resolve(store.close()) };
};

const openPostgres: Open = async (connectionString, mayMake) => {
  const { default: pg } = await optional('pg', () => import('pg'));
  const pool = new pg.Pool({ connectionString, max: mayMake ? 10 : 4 });
  try {
    const { rows } = await pool.query("SELECT to_regclass('relbutton_records') IS NULL AS missing");
    if ((rows as [{ missing: boolean }])[0].missing && !mayMake)
      throw new UsageError('This database is not a store of relbutton: it has no table relbutton_records.');
    const { createPostgresStore } = await import('../server/postgres.js');
    return { store: await createPostgresStore(pool), close: () => pool.end() };
  } catch (error) {
    await pool.end();
    throw error;
  }
};

/** The kinds of stores, by the name of their option. */
const KINDS: Readonly<Record<keyof StoreOptions, Open>> = { sqlite: openSqlite, postgres: openPostgres };

/** Returns the option that names a store, of a setting: the address of a database, or a file. */
const optionOf = (address: string): StoreOptions => (address.includes('://') ? { postgres: address } : { sqlite: address });

/**
 * Opens a store. Tables of an earlier version are upgraded.
 *
 * @param options as given
 * @param setting the store of the settings: it counts where no option is given
 * @param mayMake whether the store is made where there is none. Default: `false`
 * @throws UsageError if no store, two stores, or something else is named
 */
export const openStore = async (options: StoreOptions, setting?: string, mayMake = false): Promise<OpenedStore> => {
  const { sqlite, postgres } = options;
  const given = Object.entries({ sqlite, postgres }).filter(([, address]) => address !== undefined);
  if (given.length > 1) throw new UsageError('Name one store: --sqlite or --postgres.');
  const byDefault = setting === undefined ? { postgres: process.env.DATABASE_URL } : optionOf(setting);
  const named = given.length > 0 ? options : byDefault;
  const [kind, address] = Object.entries(named).find(([name, value]) => Object.hasOwn(KINDS, name) && value) ?? [];
  if (kind === undefined)
    throw new UsageError(
      'Name the store: --sqlite relbutton.db, or --postgres with a connection string. `relbutton init` makes settings with one.',
    );
  return KINDS[kind as keyof StoreOptions](address as string, mayMake);
};
