/**
 * Stores a vendor's records in an SQLite file, for a vendor with one machine. Needs the package `libsql`. An added record is on the
 * disk before the customer is answered, and a killed process leaves no lock behind.
 *
 * @module
 */
import Database from 'libsql';
import { writeJson } from '../contract/write-json.js';
import { CREDENTIAL_INDEX, entryOf, findSql, PENDING, type Row } from './rows.js';
import { type Delivery, isNumbered, type Store, withNumber } from './store.js';

const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA busy_timeout = 10000;
  CREATE TABLE IF NOT EXISTS relbutton_records (
    seq INTEGER PRIMARY KEY,
    iss TEXT NOT NULL,
    jti TEXT NOT NULL,
    hash TEXT NOT NULL,
    place TEXT,
    received TEXT NOT NULL,
    record TEXT,
    answer TEXT NOT NULL,
    credential TEXT,
    UNIQUE (iss, jti),
    UNIQUE (iss, place)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS relbutton_outbox (
    id TEXT PRIMARY KEY,
    due INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    body TEXT NOT NULL,
    iss TEXT,
    sequence INTEGER
  ) STRICT;
  CREATE TABLE IF NOT EXISTS relbutton_sequences (
    iss TEXT PRIMARY KEY,
    last INTEGER NOT NULL
  ) STRICT;
`;

const DUE = `
  SELECT id, due, attempts, body FROM relbutton_outbox AS one WHERE due <= ? AND NOT EXISTS (
    SELECT 1 FROM relbutton_outbox AS earlier WHERE earlier.iss = one.iss AND earlier.sequence < one.sequence
  ) ORDER BY due`;

/**
 * Upgrades tables of version 0.1.0. Its outbox has no order: number the messages as they were added. Its records name no passkey.
 */
const migrate = (database: Database.Database): void => {
  const hasColumn = (table: string, column: string): boolean =>
    database.prepare('SELECT 1 FROM pragma_table_info(?) WHERE name = ?').all(table, column).length > 0;
  if (!hasColumn('relbutton_records', 'credential')) database.exec('ALTER TABLE relbutton_records ADD COLUMN credential TEXT');
  database.exec(CREDENTIAL_INDEX);
  if (!hasColumn('relbutton_outbox', 'sequence'))
    database.exec(`
      ALTER TABLE relbutton_outbox ADD COLUMN iss TEXT;
      ALTER TABLE relbutton_outbox ADD COLUMN sequence INTEGER;
      UPDATE relbutton_outbox SET iss = json_extract(body, '$.iss') WHERE json_valid(body);
      UPDATE relbutton_outbox SET sequence = (
        SELECT count(*) FROM relbutton_outbox AS one WHERE one.iss = relbutton_outbox.iss AND one.rowid <= relbutton_outbox.rowid
      ), body = json_set(body, '$.sequence', (
        SELECT count(*) FROM relbutton_outbox AS one WHERE one.iss = relbutton_outbox.iss AND one.rowid <= relbutton_outbox.rowid
      )) WHERE iss IS NOT NULL;
      INSERT INTO relbutton_sequences (iss, last)
        SELECT iss, max(sequence) FROM relbutton_outbox WHERE iss IS NOT NULL GROUP BY iss;
    `);
  database.exec('CREATE INDEX IF NOT EXISTS relbutton_outbox_line ON relbutton_outbox (iss, sequence)');
};

/**
 * Opens a file as a store, and creates the file and its tables if they are missing. Several processes of one machine may share it.
 *
 * @param file its path
 * @returns the store; `close` closes the file
 * @throws Error if the file cannot be opened or is no SQLite database
 * @example
 * const store = createSqliteStore('relbutton.db');
 * const vendor = createVendor({ origin, name, accepts, key, store });
 */
export const createSqliteStore = (file: string): Store & { close(): void } => {
  const database = new Database(file);
  database.exec(SCHEMA);
  database.transaction(() => migrate(database)).immediate();
  const all = (sql: string, ...values: unknown[]): unknown[] => database.prepare(sql).all(...values);
  const run = (sql: string, ...values: unknown[]): boolean => database.prepare(sql).run(...values).changes > 0;
  const nextNumber = (iss: string): number => {
    const [row] = all(
      'INSERT INTO relbutton_sequences VALUES (?, 1) ON CONFLICT (iss) DO UPDATE SET last = last + 1 RETURNING last',
      iss,
    ) as [{ last: number }];
    return row.last;
  };
  const send = (iss: string, message: Delivery | undefined): void => {
    if (!message) return;
    const sequence = isNumbered(message) ? nextNumber(iss) : null;
    const { id, due, attempts, body } = sequence === null ? message : withNumber(message, sequence);
    run('INSERT INTO relbutton_outbox VALUES (?, ?, ?, ?, ?, ?)', id, due, attempts, body, iss, sequence);
  };
  /** Takes the write lock first: a transaction that begins with a read can fail later, when it needs the lock to write. */
  // eslint-disable-next-line @typescript-eslint/require-await -- an error becomes a rejection, as in every store
  const inOneStep = async (work: () => boolean): Promise<boolean> => database.transaction(work).immediate();

  /* eslint-disable @typescript-eslint/require-await -- the driver is synchronous, and its errors reject as in every store */
  return {
    read: async (iss) => (all('SELECT * FROM relbutton_records WHERE iss = ? ORDER BY seq', iss) as Row[]).map(entryOf),
    list: async () => (all('SELECT * FROM relbutton_records ORDER BY seq') as Row[]).map(entryOf),
    find: async (credential) => (all(findSql('?', '?'), credential, PENDING) as { iss: string }[])[0]?.iss,
    add: ({ iss, jti, hash, place, received, record, answer, credential = null }, message, isAlone = false) =>
      inOneStep(() => {
        const isAdded = run(
          `INSERT OR IGNORE INTO relbutton_records (iss, jti, hash, place, received, record, answer, credential)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
          ...[iss, jti, hash, place, received, record, writeJson(answer), credential],
        );
        if (isAdded && isAlone) run('DELETE FROM relbutton_records WHERE iss = ? AND jti <> ?', iss, jti);
        if (isAdded) send(iss, message);
        return isAdded;
      }),
    decide: ({ iss, jti, place, record, answer }, message) =>
      inOneStep(() => {
        const isDecided = run(
          `UPDATE OR IGNORE relbutton_records SET place = ?, record = ?, answer = ? WHERE iss = ? AND jti = ? AND answer = ?`,
          ...[place, record, writeJson(answer), iss, jti, PENDING],
        );
        if (isDecided) send(iss, message);
        return isDecided;
      }),
    due: async (now) => all(DUE, now) as Delivery[],
    postpone: ({ id, attempts }, due) =>
      inOneStep(() =>
        run('UPDATE relbutton_outbox SET due = ?, attempts = attempts + 1 WHERE id = ? AND attempts = ?', due, id, attempts),
      ),
    async finish(id) {
      await inOneStep(() => run('DELETE FROM relbutton_outbox WHERE id = ?', id));
    },
    close: () => void database.close(),
  };
};
