/**
 * Opens the SQLite file of a ledger.
 *
 * @module
 */
import Database from 'libsql';
import { chmodSync, closeSync, existsSync, openSync, statSync } from 'node:fs';
import { makeLock, openLock, type Cost, type Seal } from './locked-keys.js';

/** The version of the tables. */
const VERSION = 1;

/** The tables. `at` has no affinity: SQLite sorts numbers before texts, as IndexedDB does. */
const TABLES = `
  CREATE TABLE IF NOT EXISTS ledger (id INTEGER PRIMARY KEY CHECK (id = 1), version INTEGER NOT NULL, lock TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS relationships (
    iss TEXT PRIMARY KEY,
    vendor TEXT NOT NULL,
    kept TEXT NOT NULL,
    key TEXT
  ) STRICT;
  CREATE INDEX IF NOT EXISTS relationships_vendor ON relationships (vendor);
  CREATE TABLE IF NOT EXISTS records (
    iss TEXT NOT NULL,
    at ANY NOT NULL,
    hash TEXT NOT NULL,
    record TEXT NOT NULL,
    revokes TEXT,
    PRIMARY KEY (iss, at),
    UNIQUE (iss, hash)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS records_revokes ON records (iss, revokes) WHERE revokes IS NOT NULL;
  CREATE TABLE IF NOT EXISTS turns (
    vendor TEXT PRIMARY KEY,
    token TEXT NOT NULL,
    holder TEXT NOT NULL,
    until INTEGER NOT NULL
  ) STRICT;
`;

/** The time that a statement waits for another process that writes, in milliseconds. Each writes for some milliseconds at most. */
const PATIENCE = 10_000;

const isBusy = (error: unknown): boolean => String((error as { code?: unknown }).code).startsWith('SQLITE_BUSY');

/** Makes the file one that several processes can write, each change on the disk. Two that do so at once get in each other's way. */
const prepare = async (database: Database.Database): Promise<void> => {
  database.exec(`PRAGMA busy_timeout = ${PATIENCE}`);
  const end = globalThis.performance.now() + PATIENCE;
  for (;;) {
    try {
      database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
      return;
    } catch (error) {
      if (!isBusy(error) || globalThis.performance.now() > end) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

const readLock = (database: Database.Database): { version: number; lock: string } | undefined =>
  database.prepare('SELECT version, lock FROM ledger').get() as { version: number; lock: string } | undefined;

/** The names of the tables: another program's file can have one or two of them. */
const NAMES = ['ledger', 'records', 'relationships', 'turns'];
/** Returns whether an SQLite file has the tables of a ledger; `false` if it has none. @throws Error if it has others */
const hasTables = (database: Database.Database, path: string): boolean => {
  const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all() as { name: string }[];
  if (tables.length > 0 && !NAMES.every((known) => tables.some(({ name }) => name === known)))
    throw new Error(`${path} is an SQLite file, but not a ledger. Name another file.`);
  return tables.length > 0;
};

/** The smallest page of an SQLite file, in bytes ("Database File Format", section 1.3.2). */
const MIN_PAGE = 512;

/** Looks into a file, and changes nothing. @returns whether it is a ledger @throws Error if it is something else */
const isLedger = (path: string): boolean => {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory()) throw new Error(`${path} is a folder. Name a file.`);
  if (!found?.size) return false;
  // SQLite takes a shorter file for an empty one, and writes over it.
  if (found.size < MIN_PAGE) throw new Error(`${path} is no ledger. Name another file.`);
  const database = new Database(path, { readonly: true });
  try {
    database.exec(`PRAGMA busy_timeout = ${PATIENCE}`);
    return hasTables(database, path) && readLock(database) !== undefined;
  } catch (cause) {
    if ((cause as { code?: unknown }).code !== 'SQLITE_NOTADB') throw cause;
    throw new Error(`${path} is no ledger. Name another file.`, { cause });
  } finally {
    database.close();
  }
};

/** Opens the lock of the file, or makes it. Of two processes that make it at once, the first one's counts. */
const unlock = async (database: Database.Database, path: string, passphrase: string, cost?: Cost): Promise<Seal> => {
  const known = readLock(database);
  if (known && known.version !== VERSION)
    throw new Error(
      `${path} is a ledger of version ${known.version}, and this package reads version ${VERSION}. Update the package.`,
    );
  if (known) return openLock(known.lock, passphrase);
  const made = await makeLock(passphrase, cost);
  database.prepare('INSERT OR IGNORE INTO ledger (id, version, lock) VALUES (1, ?, ?)').run(VERSION, made.lock);
  const { lock } = readLock(database) as { lock: string };
  return lock === made.lock ? made.seal : openLock(lock, passphrase);
};

/**
 * Makes a file that its owner alone can read, or takes the right to read it from all others. It opens no file that is there: closing it
 * would end the locks that this process has on it (SQLite, "How To Corrupt An SQLite Database File", section 2.2).
 */
const ownFile = (path: string): void => {
  if (!statSync(path, { throwIfNoEntry: false })) closeSync(openSync(path, 'a', 0o600));
  for (const one of [path, `${path}-wal`, `${path}-shm`]) if (existsSync(one)) chmodSync(one, 0o600);
};

/** How to open the file of a ledger. */
export interface Opening {
  /** `false` opens only a file that holds a ledger. Default: `true` */
  readonly create?: boolean | undefined;
  /** The cost of a new file's lock. Default: the recommended one */
  readonly cost?: Cost | undefined;
}

/**
 * Opens a file, and creates it if it is missing. Only its owner can read it: SQLite gives the files beside it the same mode. It changes
 * no file that is something else.
 *
 * @throws as `openFileLedger`
 */
export const openFile = async (
  path: string,
  passphrase: string,
  { create = true, cost }: Opening = {},
): Promise<{ database: Database.Database; seal: Seal }> => {
  if (!passphrase) throw new TypeError('A ledger file needs a passphrase, which encrypts its keys.');
  if (!isLedger(path) && !create) throw new Error(`There is no ledger at ${path}.`);
  ownFile(path);
  const database = new Database(path);
  try {
    await prepare(database);
    database.transaction(() => hasTables(database, path) || database.exec(TABLES)).immediate();
    return { database, seal: await unlock(database, path, passphrase, cost) };
  } catch (error) {
    database.close();
    throw error;
  }
};
