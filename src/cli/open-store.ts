import { access, constants, stat } from 'node:fs/promises';
import type { Store } from '../server/store.js';
import { UsageError } from './command.js';
import { databaseOf, isFile } from './config-fields.js';
import { writeNew } from './new-files.js';
import { codeOf, reasonOf } from './reasons.js';
import { storeError } from './store-errors.js';

/** Says which store a command works with. */
export interface StoreOptions {
  readonly sqlite?: string | undefined;
  readonly postgres?: string | undefined;
  readonly mysql?: string | undefined;
}
export const STORE_OPTIONS = { sqlite: { type: 'string' }, postgres: { type: 'string' }, mysql: { type: 'string' } } as const;
export const STORE_HELP = `  --sqlite <file>      the SQLite file
  --postgres <string>  the connection string of PostgreSQL
  --mysql <url>        the address of MySQL or MariaDB: mysql://…
                       Default: the store of the settings, or the variable DATABASE_URL`;

export interface OpenedStore {
  readonly store: Store;
  close(): Promise<void>;
}

/** Opens a store by its address. @param mayMake whether it is made where there is none */
type Open = (address: string, mayMake: boolean) => Promise<OpenedStore>;

/** Returns what to install for an optional package. `npx` runs a package that is not installed from a folder of its own. */
export const toInstall = (name: string): string => (import.meta.url.includes('/_npx/') ? `relbutton ${name}` : name);

/** Imports an optional package, which the vendor's project installs. @throws UsageError with the line that installs it, or why it fails */
export const optional = async <T>(name: string, load: () => Promise<T>): Promise<T> => {
  try {
    return await load();
  } catch (cause) {
    const install = `npm install ${toInstall(name)}`;
    const isMissing = codeOf(cause) === 'ERR_MODULE_NOT_FOUND' && (cause as Error).message.includes(`'${name}'`);
    if (isMissing) throw new UsageError(`The package ${name} is missing: ${install}`, { cause });
    throw new UsageError(`The package ${name} cannot be loaded: ${reasonOf(cause)}. Install it anew: ${install}`, { cause });
  }
};

const openSqlite: Open = async (file, mayMake) => {
  const { default: Database } = await optional('libsql', () => import('libsql'));
  const found = await stat(file).catch((error: unknown) => {
    if (codeOf(error) !== 'ENOENT') throw error;
  });
  const isThere = found !== undefined;
  if (found?.isDirectory()) throw new UsageError(`${file} is a folder: name the file of the store in it, such as relbutton.db.`);
  // Opening a file as a store would create it.
  if (!isThere && !mayMake) throw new UsageError(`There is no file ${file}.`);
  // SQLite takes an empty file for a new one. Only its owner may read what customers said.
  if (!isThere) await writeNew(file, '', 0o600);
  if (isThere) {
    await access(file, mayMake ? constants.R_OK | constants.W_OK : constants.R_OK);
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

const noTable = (): UsageError => new UsageError('This database is not a store of relbutton: it has no table relbutton_records.');

/** The time limit for a connection to a database, in milliseconds. */
const PATIENCE = 10_000;

const openPostgres: Open = async (connectionString, mayMake) => {
  const { default: pg } = await optional('pg', () => import('pg'));
  const pool = new pg.Pool({ connectionString, max: mayMake ? 10 : 4, connectionTimeoutMillis: PATIENCE });
  try {
    const { rows } = await pool.query("SELECT to_regclass('relbutton_records') IS NULL AS missing");
    if ((rows as [{ missing: boolean }])[0].missing && !mayMake) throw noTable();
    const { createPostgresStore } = await import('../server/postgres.js');
    return { store: await createPostgresStore(pool), close: () => pool.end() };
  } catch (error) {
    await pool.end();
    throw error;
  }
};

const openMysql: Open = async (uri, mayMake) => {
  const { createPool } = await optional('mysql2', () => import('mysql2/promise'));
  const pool = createPool({ uri, connectionLimit: mayMake ? 10 : 4, connectTimeout: PATIENCE });
  try {
    const [rows] = await pool.query("SHOW TABLES LIKE 'relbutton\\_records'");
    if (!mayMake && (rows as unknown[]).length === 0) throw noTable();
    const { createMysqlStore } = await import('../server/mysql.js');
    return { store: await createMysqlStore(pool), close: () => pool.end() };
  } catch (error) {
    await pool.end();
    throw error;
  }
};

/** The kinds of stores, by the name of their option. */
const KINDS: Readonly<Record<keyof StoreOptions, Open>> = { sqlite: openSqlite, postgres: openPostgres, mysql: openMysql };

/** A store, and what names it. */
interface Named {
  readonly kind: keyof StoreOptions;
  readonly address: string;
  readonly by: string;
}

/** Returns the store that an option names. @throws UsageError if it names two, or its address is of another kind */
const givenBy = ({ sqlite, postgres, mysql }: StoreOptions): Named | undefined => {
  const given = Object.entries({ sqlite, postgres, mysql }).flatMap(([kind, address]) =>
    address === undefined ? [] : [{ kind: kind as keyof StoreOptions, address, by: `--${kind}` }],
  );
  if (given.length > 1) throw new UsageError('Name one store: --sqlite, --postgres or --mysql.');
  const [one] = given;
  if (one?.kind === 'sqlite' && !isFile(one.address))
    throw new UsageError('--sqlite takes a file, not an address: a database is named by --postgres or --mysql.');
  if (one && one.kind !== 'sqlite' && databaseOf(one.address) !== one.kind)
    throw new UsageError(
      `${one.by} takes an address that begins with ${one.kind}://, as in ${one.kind}://user:password@localhost/shop.`,
    );
  return one;
};

/** Returns the store of the settings or of the environment. @throws UsageError if there is none */
const byDefault = (setting: string | undefined): Named => {
  if (setting !== undefined && isFile(setting)) return { kind: 'sqlite', address: setting, by: 'the settings' };
  const [address, by] = setting === undefined ? [process.env.DATABASE_URL, 'DATABASE_URL'] : [setting, 'the settings'];
  if (!address)
    throw new UsageError(
      'Name the store: --sqlite relbutton.db, or --postgres or --mysql with the address of a database. `relbutton init` makes settings with one.',
    );
  const kind = databaseOf(address);
  if (kind === undefined)
    throw new UsageError('The variable DATABASE_URL names no database of a known kind: it begins with postgres:// or mysql://.');
  return { kind, address, by };
};

/**
 * Opens a store. Tables of an earlier version are upgraded.
 *
 * @param options as given
 * @param setting the store of the settings: it counts where no option is given
 * @param mayMake whether the store is made where there is none. Default: `false`
 * @throws UsageError if no store, two stores, or something else is named, or it cannot be opened
 */
export const openStore = async (options: StoreOptions, setting?: string, mayMake = false): Promise<OpenedStore> => {
  const { kind, address, by } = givenBy(options) ?? byDefault(setting);
  try {
    return await KINDS[kind](address, mayMake);
  } catch (error) {
    throw error instanceof UsageError ? error : storeError(kind === 'sqlite' ? `the file ${address}` : by, error);
  }
};
