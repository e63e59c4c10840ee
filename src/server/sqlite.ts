/**
 * Keeps a vendor's records in one file, for a vendor with one machine. Needs the package `libsql`, whose SQLite comes built with
 * it. What was added is on the disk when the customer is answered, and a process that is killed leaves no lock behind.
 *
 * @module
 */
import Database from 'libsql';
import { entryOf, PENDING, type Row } from './rows.js';
import type { Delivery, Store } from './store.js';

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
    UNIQUE (iss, jti),
    UNIQUE (iss, place)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS relbutton_outbox (
    id TEXT PRIMARY KEY,
    due INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    body TEXT NOT NULL
  ) STRICT;
`;

/**
 * Opens a file as a store, and makes it where it is not there. Several processes of one machine may share it.
 *
 * @param file its path
 * @returns the store; `close` lets go of the file
 * @throws where the file cannot be opened or is no SQLite database
 */
export const createSqliteStore = (file: string): Store & { close(): void } => {
  const database = new Database(file);
  database.exec(SCHEMA);
  const all = (sql: string, ...values: unknown[]): unknown[] => database.prepare(sql).all(...values);
  const run = (sql: string, ...values: unknown[]): boolean => database.prepare(sql).run(...values).changes > 0;
  const send = (message: Delivery | undefined): void => {
    if (message) {
      const { id, due, attempts, body } = message;
      run('INSERT INTO relbutton_outbox (id, due, attempts, body) VALUES (?, ?, ?, ?)', id, due, attempts, body);
    }
  };
  /** Takes the lock for writing at once: one that is taken up halfway can be refused. */
  // eslint-disable-next-line @typescript-eslint/require-await -- what it throws is the promise's, as in every store
  const inOneStep = async (work: () => boolean): Promise<boolean> => database.transaction(work).immediate();

  return {
    read: (iss) =>
      Promise.resolve((all('SELECT * FROM relbutton_records WHERE iss = ? ORDER BY seq', iss) as Row[]).map(entryOf)),
    list: () => Promise.resolve((all('SELECT * FROM relbutton_records ORDER BY seq') as Row[]).map(entryOf)),
    add: ({ iss, jti, hash, place, received, record, answer }, message, isAlone = false) =>
      inOneStep(() => {
        const isAdded = run(
          `INSERT OR IGNORE INTO relbutton_records (iss, jti, hash, place, received, record, answer) VALUES (?, ?, ?, ?, ?, ?, ?)`,
          ...[iss, jti, hash, place, received, record, JSON.stringify(answer)],
        );
        if (isAdded && isAlone) run('DELETE FROM relbutton_records WHERE iss = ? AND jti <> ?', iss, jti);
        if (isAdded) send(message);
        return isAdded;
      }),
    decide: ({ iss, jti, place, record, answer }, message) =>
      inOneStep(() => {
        const isDecided = run(
          `UPDATE OR IGNORE relbutton_records SET place = ?, record = ?, answer = ? WHERE iss = ? AND jti = ? AND answer = ?`,
          ...[place, record, JSON.stringify(answer), iss, jti, PENDING],
        );
        if (isDecided) send(message);
        return isDecided;
      }),
    due: (now) => Promise.resolve(all('SELECT * FROM relbutton_outbox WHERE due <= ? ORDER BY due', now) as Delivery[]),
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
