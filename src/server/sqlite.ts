/**
 * Stores a vendor's records in an SQLite file, for a vendor with one machine. Needs the package `libsql`. An added record is on the
 * disk before the customer is answered, and a killed process leaves no lock behind.
 *
 * @module
 */
import Database from 'libsql';
import { writeJson } from '../contract/write-json.js';
import { inLine } from './busy.js';
import {
  AWAITS,
  entryColumns,
  entryOf,
  lookedOf,
  type LookRow,
  PENDING,
  relationshipOf,
  type RelationshipRow,
  type Row,
  stateColumns,
} from './rows.js';
import { createSqliteOutbox } from './sqlite-outbox.js';
import { numbered, prepareTables } from './sqlite-schema.js';
import { createSteps } from './sqlite-steps.js';
import { BY_LOOP, FIND, listSql, lookSql, NEXT_STATE, NO_LIMIT, readSql, relationshipsSql } from './statements.js';
import type { Entry, Step, Store } from './store.js';
import { ENTRY, RELATIONSHIP } from './tables.js';

const ADD = `
  INSERT OR IGNORE INTO relbutton_records (${ENTRY})
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`;
const DECIDE = `
  UPDATE OR IGNORE relbutton_records SET place = $3, record = $4, answer = $5
  WHERE iss = $1 AND jti = $2 AND answer IN ($6, $7)`;
const FIRST_STATE = `INSERT OR IGNORE INTO relbutton_heads (${RELATIONSHIP}) VALUES ($1, $2, $3, $4, $5)`;
const ALONE = 'DELETE FROM relbutton_records WHERE iss = $1 AND jti <> $2';

type Reading = Pick<Store, 'look' | 'read' | 'list' | 'relationships' | 'find'>;
/** @param all runs a statement and returns its rows */
const readingBy = (all: (sql: string, ...values: unknown[]) => Promise<unknown[]>): Reading => ({
  look: async ({ iss, jti = null, re = null }) => lookedOf(((await all(lookSql(BY_LOOP), iss, jti, re)) as [LookRow])[0]),
  read: async (iss, page = {}) =>
    ((await all(readSql(page), iss, page.after ?? null, page.limit ?? NO_LIMIT)) as Row[]).map(entryOf),
  list: async ({ after, limit = NO_LIMIT } = {}) => {
    const rest = after ? ((await all(readSql({}), after.iss, after.hash, limit)) as Row[]) : [];
    const others = rest.length < limit ? ((await all(listSql(BY_LOOP), after?.iss ?? null, limit - rest.length)) as Row[]) : [];
    return [...rest, ...others].map(entryOf);
  },
  relationships: async (page = {}) => {
    const status = page.status === undefined ? [] : [page.status];
    const rows = await all(relationshipsSql(BY_LOOP, page), page.after ?? null, page.limit ?? NO_LIMIT, ...status);
    return (rows as RelationshipRow[]).map(relationshipOf);
  },
  find: async (credential) => ((await all(FIND, credential, PENDING)) as { iss: string }[])[0]?.iss,
});

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
  const all = (sql: string, ...values: unknown[]): unknown[] => prepare(sql).all(...values);
  /** Lines for those who read and those who write: a lock to write does not keep readers out. */
  const [reading, writing] = [inLine(), inLine()];
  const query = (sql: string, ...values: unknown[]): Promise<unknown[]> => reading(() => all(sql, ...values));
  const run = (sql: string, ...values: unknown[]): boolean => prepare(sql).run(...values).changes > 0;
  const steps = createSteps(database, writing);
  const { send, ...outbox } = createSqliteOutbox({ all, run, inOneStep: steps.make });
  /** Makes a change of a relationship with all of its step, if no other came first and `work` makes it. */
  const change = ({ iss, jti }: Pick<Entry, 'iss' | 'jti'>, step: Step, work: () => boolean): Promise<boolean> =>
    steps.make(() => {
      const isNext = run(step.state.version === 1 ? FIRST_STATE : NEXT_STATE, iss, ...stateColumns(step.state));
      if (!isNext || !work()) return false;
      if (step.isAlone) run(ALONE, iss, jti);
      send(iss, step);
      return true;
    });

  return {
    ...readingBy(query),
    ...outbox,
    add: (entry, step) => change(entry, step, () => run(ADD, ...entryColumns(entry))),
    decide: (entry, step) => {
      const { iss, jti, place, record, answer } = entry;
      return change(entry, step, () => run(DECIDE, iss, jti, place, record, writeJson(answer), ...AWAITS));
    },
    mend: (iss, state) => change({ iss, jti: '' }, { state }, () => true),
    close() {
      steps.end();
      database.close();
    },
  };
};
