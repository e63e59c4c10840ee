/**
 * Keeps a vendor's records in PostgreSQL, for a vendor with several machines: a `jti` is used once across all of them, and each
 * place in a relationship is taken once. Each change is one statement, and so atomic.
 *
 * @module
 */
import { writeJson } from '../contract/write-json.js';
import { gather } from './gather.js';
import { createPostgresOutbox, send, valuesOf } from './postgres-outbox.js';
import { prepareTables, type Queryable } from './postgres-schema.js';
import { ADD_MANY, addMany, IN_ORDER, listsOf, LOOK_MANY, messageColumns, type Prepared, type Run } from './postgres-together.js';
import { type OnError, reportTo, toConsole } from './report.js';
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
import { BY_LATERAL, FIND, listSql, lookSql, NEXT_STATE, NO_LIMIT, readSql, relationshipsSql } from './statements.js';
import type { Entry, Store } from './store.js';
import { ENTRY, RELATIONSHIP } from './tables.js';

export { createPostgresRates } from './postgres-rates.js';
export type { Queryable };

const FIRST_STATE = `
  INSERT INTO relbutton_heads (${RELATIONSHIP}) SELECT $1, $2, $3, $4, $5 FROM ${IN_ORDER} ON CONFLICT DO NOTHING`;
/** Parameters 1 to 5 are those of the state. */
const stepped = (state: string): string => `stepped AS (${state} RETURNING 1)`;

/**
 * @param state the statement that changes the state: without a change of it, nothing else is changed
 * @param more what else is changed, by parameters of its own
 */
const add = (state: string, more = ''): string => `
  WITH ${stepped(state)}, added AS (
    INSERT INTO relbutton_records (${ENTRY})
    SELECT $1, $6, $7, $8, $9, $10, $11, $12, $13 FROM stepped RETURNING seq
  )${more}
  SELECT seq FROM added`;
/** The rest of a step: what `isAlone` erases, and the messages. Parameter 6 is the `jti`, those from `$n` on are of `send`. */
const also = (added: string, n: number): string => `, gone AS (
    DELETE FROM relbutton_records WHERE $${n}::boolean AND iss = $1 AND jti <> $6 AND EXISTS (SELECT FROM ${added})
  ), ${send(added, n)}`;

/** The number of statements under way at once for acts that look, and for those that begin: a second one would wait for the first. */
const [LOOKS_AT_ONCE, BEGIN_AT_ONCE] = [2, 1];

const PREPARED_LOOK: Prepared = { name: 'relbutton_look', text: lookSql(BY_LATERAL) };
const ADD_NEXT: Prepared = { name: 'relbutton_add_next', text: add(NEXT_STATE) };
/** The same with messages, or alone. */
const ADD_FIRST_ALSO = add(FIRST_STATE, also('added', 14));
const ADD_NEXT_ALSO: Prepared = { name: 'relbutton_add_next_also', text: add(NEXT_STATE, also('added', 14)) };

const CAN_DECIDE = 'SELECT FROM relbutton_records WHERE iss = $1 AND jti = $6 AND answer = ANY ($10::text[])';
const DECIDE = `
  WITH ${stepped(`${NEXT_STATE} AND EXISTS (${CAN_DECIDE})`)}, decided AS (
    UPDATE relbutton_records SET place = $7, record = $8, answer = $9
    WHERE iss = $1 AND jti = $6 AND EXISTS (SELECT FROM stepped) RETURNING seq
  )${also('decided', 11)}
  SELECT seq FROM decided`;

const MOST_PARTITIONS = 1_024;
const UNIQUE_VIOLATION = '23505';

type Reading = Pick<Store, 'look' | 'read' | 'list' | 'relationships' | 'find'>;
/** @param run runs a statement */
const readingBy = (run: Run): Reading => {
  const entries = async (text: string, values: unknown[]): Promise<Entry[]> =>
    ((await run(text, values)).rows as Row[]).map(entryOf);
  return {
    look: gather(async (questions) => {
      const asked = questions.map(({ iss, jti = null, re = null }) => [iss, jti, re]);
      const { rows } = await (asked.length > 1 ? run(LOOK_MANY, listsOf(asked)) : run(PREPARED_LOOK, asked[0] as unknown[]));
      return (rows as LookRow[]).map(lookedOf);
    }, LOOKS_AT_ONCE),
    read: (iss, page = {}) => entries(readSql(page), [iss, page.after ?? null, page.limit ?? NO_LIMIT]),
    list: ({ after, limit = NO_LIMIT } = {}) => entries(listSql(BY_LATERAL), [after?.iss ?? null, after?.hash ?? null, limit]),
    async relationships(page = {}) {
      const status = page.status === undefined ? [] : [page.status];
      const { rows } = await run(relationshipsSql(BY_LATERAL, page), [page.after ?? null, page.limit ?? NO_LIMIT, ...status]);
      return (rows as RelationshipRow[]).map(relationshipOf);
    },
    async find(credential) {
      const { rows } = await run(FIND, [credential, PENDING]);
      return (rows as { iss: string }[])[0]?.iss;
    },
  };
};

/**
 * Makes a store in a PostgreSQL database, and creates missing tables.
 *
 * @param pool a `Pool` of the package `pg`; the caller ends it
 * @param onerror receives errors of idle connections, which would otherwise end the process. Default: `console.error`
 * @param options `prepare`: whether the statements of an act are prepared once on each connection. `false` for a pooler that gives each
 * transaction another connection and does not know of them, such as PgBouncer before 1.21. Default: `true`. `partitions`: the number of
 * hash partitions by `iss` of new tables, 1 to 1,024; tables that exist stay as they are. Default: none
 * @throws Error if the database cannot be reached; RangeError for another number of partitions
 * @example
 * const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });
 * const vendor = createVendor({ origin, name, accepts, key, store: await createPostgresStore(pool) });
 */
export const createPostgresStore = async (
  pool: Queryable,
  onerror: OnError = toConsole,
  { prepare = true, partitions }: { readonly prepare?: boolean; readonly partitions?: number } = {},
): Promise<Store> => {
  if (partitions !== undefined && !(Number.isInteger(partitions) && partitions > 0 && partitions <= MOST_PARTITIONS))
    throw new RangeError(`A table cannot have ${partitions} partitions: give 1 to ${MOST_PARTITIONS}, such as 16.`);
  pool.on?.('error', reportTo(onerror));
  await prepareTables(pool, partitions ?? 0);
  const run: Run = (statement, values) => {
    if (typeof statement === 'string') return pool.query(statement, values);
    return prepare ? pool.query({ ...statement, values }) : pool.query(statement.text, values);
  };
  /** Runs a statement. @returns whether it changed anything: not if a `jti` or a place is taken */
  const didChange = async (text: string | Prepared, values: unknown[]): Promise<boolean> => {
    try {
      return ((await run(text, values)).rowCount ?? 0) > 0;
    } catch (error) {
      if ((error as { code?: string }).code === UNIQUE_VIOLATION) return false;
      throw error;
    }
  };
  const addFirst = gather(
    addMany(run, (row) => didChange(ADD_MANY, listsOf([row]))),
    BEGIN_AT_ONCE,
  );
  return {
    ...readingBy(run),
    ...createPostgresOutbox(pool),
    add: (entry, step) => {
      const { state, messages = [], isAlone = false } = step;
      const [iss, ...values] = entryColumns(entry);
      const both = [iss, ...stateColumns(state), ...values];
      const isFirst = state.version === 1;
      if (isFirst && messages.length < 2 && !isAlone) return addFirst([...both, ...messageColumns(step)]);
      if (messages.length > 0 || isAlone)
        return didChange(isFirst ? ADD_FIRST_ALSO : ADD_NEXT_ALSO, [...both, ...valuesOf(step)]);
      return didChange(ADD_NEXT, both);
    },
    decide: ({ iss, jti, place, record, answer }, step) => {
      const values = [jti, place, record, writeJson(answer), AWAITS];
      return didChange(DECIDE, [iss, ...stateColumns(step.state), ...values, ...valuesOf(step)]);
    },
    mend: (iss, state) => didChange(state.version === 1 ? FIRST_STATE : NEXT_STATE, [iss, ...stateColumns(state)]),
  };
};
