/**
 * Keeps values in a ledger file that only a program with the passphrase can read or write. One that was changed by another counts as
 * missing.
 *
 * @module
 */
import type Database from 'libsql';
import type { Seal } from './locked-keys.js';

export interface SealedValues {
  /** Lists all values, by their names. */
  all(): readonly string[];
  /**
   * Changes a value in one step: of two processes that do so at once, the second one sees what the first has written.
   *
   * @param change gets the value, `undefined` if there is none, and returns the next one, `undefined` for none
   */
  change(name: string, change: (value: string | undefined) => string | undefined): void;
}

interface Row {
  readonly name: string;
  readonly value: string;
}

const TABLE = 'CREATE TABLE IF NOT EXISTS sealed (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT';
const ALL = 'SELECT name, value FROM sealed ORDER BY name';
const ONE = 'SELECT name, value FROM sealed WHERE name = ?';
const PUT = 'INSERT INTO sealed (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value';
const DELETE = 'DELETE FROM sealed WHERE name = ?';

/** Binds a value to its name, and to this table. */
const boundTo = (name: string): string => `sealed ${name}`;

/** @param prepare returns a statement */
export const sealedIn = (database: Database.Database, prepare: (sql: string) => Database.Statement, seal: Seal): SealedValues => {
  const open = ({ name, value }: Row): string[] => {
    try {
      return [seal.open(value, boundTo(name))];
    } catch {
      return [];
    }
  };
  const read = (sql: string, ...values: string[]): string[] => {
    database.exec(TABLE);
    return (prepare(sql).all(...values) as Row[]).flatMap(open);
  };
  return {
    all: () => read(ALL),
    change(name, change) {
      const work = (): void => {
        const next = change(read(ONE, name)[0]);
        if (next === undefined) prepare(DELETE).run(name);
        else prepare(PUT).run(name, seal.close(next, boundTo(name)));
      };
      database.transaction(work).immediate();
    },
  };
};
