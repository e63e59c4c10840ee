/**
 * Stores a vendor's records in an SQLite file, for a vendor with one machine. Needs the package `libsql`. An added record is on the
 * disk before the customer is answered, and a killed process leaves no lock behind.
 *
 * @module
 */
import Database from 'libsql';
import { writeJson } from '../contract/write-json.js';
import {
  entryOf,
  lookedOf,
  type LookRow,
  PENDING,
  relationshipOf,
  type RelationshipRow,
  type Row,
  stateColumns,
} from './rows.js';
import { numbered, prepareTables } from './sqlite-schema.js';
import { createSteps } from './sqlite-steps.js';
import { FIND, LIST, LOOK, NEXT_STATE, NO_LIMIT, readSql, relationshipsSql } from './statements.js';
import { type Delivery, isNumbered, type Step, type Store, withNumber } from './store.js';

const ADD = `
  INSERT OR IGNORE INTO relbutton_records (iss, jti, hash, place, received, record, answer, credential, revokes)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`;
const DECIDE = `
  UPDATE OR IGNORE relbutton_records SET place = $3, record = $4, answer = $5 WHERE iss = $1 AND jti = $2 AND answer = $6`;
const FIRST_STATE = 'INSERT OR IGNORE INTO relbutton_heads (iss, version, status, open, state) VALUES ($1, $2, $3, $4, $5)';
const NEXT_NUMBER = `
  INSERT INTO relbutton_sequences VALUES ($1, $2) ON CONFLICT (iss) DO UPDATE SET last = last + 1 RETURNING last`;

const DUE = `
  SELECT id, due, attempts, body FROM relbutton_outbox AS one WHERE due <= ? AND NOT EXISTS (
    SELECT 1 FROM relbutton_outbox AS earlier WHERE earlier.iss = one.iss AND earlier.sequence < one.sequence
  ) ORDER BY due`;

/* eslint-disable @typescript-eslint/require-await -- the driver is synchronous, and its errors reject as in every store */
type Reading = Pick<Store, 'look' | 'read' | 'list' | 'relationships' | 'find'>;
/** @param all runs a statement and returns its rows */
const readingBy = (all: (sql: string, ...values: unknown[]) => unknown[]): Reading => ({
  look: async ({ iss, jti = null, re = null }) => lookedOf((all(LOOK, iss, jti, re) as [LookRow])[0]),
  read: async (iss, page = {}) => (all(readSql(page), iss, page.after ?? null, page.limit ?? NO_LIMIT) as Row[]).map(entryOf),
  list: async ({ after, limit = NO_LIMIT } = {}) => {
    const rest = after ? (all(readSql({}), after.iss, after.hash, limit) as Row[]) : [];
    const others = rest.length < limit ? (all(LIST, after?.iss ?? null, limit - rest.length) as Row[]) : [];
    return [...rest, ...others].map(entryOf);
  },
  relationships: async (page = {}) => {
    const status = page.status === undefined ? [] : [page.status];
    const rows = all(relationshipsSql(page), page.after ?? null, page.limit ?? NO_LIMIT, ...status);
    return (rows as RelationshipRow[]).map(relationshipOf);
  },
  find: async (credential) => (all(FIND, credential, PENDING) as { iss: string }[])[0]?.iss,
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
  const run = (sql: string, ...values: unknown[]): boolean => prepare(sql).run(...values).changes > 0;
  const send = (iss: string, message: Delivery | undefined): void => {
    if (!message) return;
    const sequence = isNumbered(message) ? (all(NEXT_NUMBER, iss, 1) as [{ last: number }])[0].last : null;
    const { id, due, attempts, body } = sequence === null ? message : withNumber(message, sequence);
    run('INSERT INTO relbutton_outbox VALUES (?, ?, ?, ?, ?, ?)', id, due, attempts, body, iss, sequence);
  };
  const steps = createSteps(database);
  /** Makes a change of a relationship, with its next state and a message, if no other came first and `work` makes it. */
  const change = (iss: string, { state, message }: Step, work: () => boolean): Promise<boolean> =>
    steps.make(() => {
      if (!run(state.version === 1 ? FIRST_STATE : NEXT_STATE, iss, ...stateColumns(state)) || !work()) return false;
      send(iss, message);
      return true;
    });

  return {
    ...readingBy(all),
    add: ({ iss, jti, hash, place, received, record, answer, credential = null, revokes = null }, given) =>
      change(iss, given, () => {
        const values = [iss, jti, hash, place, received, record, writeJson(answer), credential, revokes];
        if (!run(ADD, ...values)) return false;
        if (given.isAlone) run('DELETE FROM relbutton_records WHERE iss = ? AND jti <> ?', iss, jti);
        return true;
      }),
    decide: ({ iss, jti, place, record, answer }, given) =>
      change(iss, given, () => run(DECIDE, iss, jti, place, record, writeJson(answer), PENDING)),
    mend: (iss, state) => change(iss, { state }, () => true),
    due: async (now) => all(DUE, now) as Delivery[],
    postpone: ({ id, attempts }, due) =>
      steps.make(() =>
        run('UPDATE relbutton_outbox SET due = ?, attempts = attempts + 1 WHERE id = ? AND attempts = ?', due, id, attempts),
      ),
    async finish(id) {
      await steps.make(() => run('DELETE FROM relbutton_outbox WHERE id = ?', id));
    },
    close() {
      steps.flush();
      database.close();
    },
  };
};
