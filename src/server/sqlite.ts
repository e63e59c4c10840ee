/**
 * Stores a vendor's records in an SQLite file, for a vendor with one machine. Needs the package `libsql`. An added record is on the
 * disk before the customer is answered, and a killed process leaves no lock behind.
 *
 * @module
 */
import Database from 'libsql';
import { inLine } from './busy.js';
import { createSqliteOutbox } from './sqlite-outbox.js';
import { prepareTables } from './sqlite-schema.js';
import { numbered, readingBy, writingBy } from './sqlite-statements.js';
import type { Statement } from './statements.js';
import { createSteps } from './sqlite-steps.js';
import type { Store } from './store.js';

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
  prepareTables(database);
  const prepared = new Map<string, Database.Statement>();
  const prepare = (sql: string): Database.Statement => {
    const statement = prepared.get(sql) ?? database.prepare(numbered(sql));
    prepared.set(sql, statement);
    return statement;
  };
  const all = ([sql, ...values]: Statement): unknown[] => prepare(sql).all(...values);
  const run = ([sql, ...values]: Statement): boolean => prepare(sql).run(...values).changes > 0;
  /** Lines for those who read and those who write: a lock to write does not keep readers out. */
  const [reading, writing] = [inLine(), inLine()];
  const steps = createSteps(database, writing);
  const make: Parameters<typeof writingBy>[0] = ({ must, also }) =>
    steps.make(() => {
      if (!must.every(run)) return false;
      // `run` would leave a statement that returns rows unfinished, and the file locked.
      also.forEach(all);
      return true;
    });

  return {
    ...readingBy((...statement) => reading(() => all(statement))),
    ...createSqliteOutbox((...statements) => steps.make(() => statements.map(all))),
    ...writingBy(make),
    close() {
      steps.end();
      database.close();
    },
  };
};
