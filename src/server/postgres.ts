/**
 * Keeps a vendor's records in PostgreSQL, for a vendor with several machines: a `jti` is used once across all of them, and each
 * place in a relationship is taken once. Each call is one statement, and so atomic.
 *
 * @module
 */
import { writeJson } from '../contract/write-json.js';
import { gather } from './gather.js';
import { prepareTables, type Queryable } from './postgres-schema.js';
import { addMany, listsOf, LOOK_MANY, type Prepared, type Run } from './postgres-together.js';
import { type OnError, reportTo, toConsole } from './report.js';
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
import { FIND, LIST, LOOK, NEXT_STATE, NO_LIMIT, readSql, relationshipsSql } from './statements.js';
import type { Delivery, Entry, Store } from './store.js';

export type { Queryable };

/**
 * Inserts the message in the parameters from `$n` on with a row of `added`, and puts the relationship's next number into its body. The
 * row of `relbutton_sequences` stays locked until the statement is committed, so that numbers are committed in order.
 */
const send = (added: string, n: number): string => `
  numbered AS (
    INSERT INTO relbutton_sequences AS known (iss, last)
    SELECT $1, 1 FROM ${added} WHERE $${n + 3}::text LIKE '%"sequence":0%'
    ON CONFLICT (iss) DO UPDATE SET last = known.last + 1 RETURNING last
  ), sent AS (
    INSERT INTO relbutton_outbox (id, due, attempts, body, iss, sequence)
    SELECT $${n}::text, $${n + 1}::bigint, $${n + 2}::integer,
      coalesce(replace($${n + 3}::text, '"sequence":0', '"sequence":' || numbered.last), $${n + 3}::text), $1, numbered.last
    FROM ${added} LEFT JOIN numbered ON true WHERE $${n}::text IS NOT NULL
  )`;

const FIRST_STATE = `
  INSERT INTO relbutton_heads (iss, version, status, open, state) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`;
/** Parameters 1 to 5 are those of the state. */
const stepped = (state: string): string => `stepped AS (${state} RETURNING 1)`;

/**
 * @param state the statement that changes the state: without a change of it, nothing else is changed
 * @param more what else is changed, by parameters of its own
 */
const add = (state: string, more = ''): string => `
  WITH ${stepped(state)}, added AS (
    INSERT INTO relbutton_records (iss, jti, hash, place, received, record, answer, credential, revokes)
    SELECT $1, $6, $7, $8, $9, $10, $11, $12, $13 FROM stepped RETURNING seq
  )${more}
  SELECT seq FROM added`;
const ALSO = `, gone AS (
    DELETE FROM relbutton_records WHERE $14::boolean AND iss = $1 AND EXISTS (SELECT FROM added)
  ), ${send('added', 15)}`;

/** The number of statements under way at once for acts that share them. */
const AT_ONCE = 2;

const PREPARED_LOOK: Prepared = { name: 'relbutton_look', text: LOOK };
const ADD_FIRST: Prepared = { name: 'relbutton_add_first', text: add(FIRST_STATE) };
const ADD_NEXT: Prepared = { name: 'relbutton_add_next', text: add(NEXT_STATE) };
/** The same with a message, or alone. */
const ADD_FIRST_ALSO: Prepared = { name: 'relbutton_add_first_also', text: add(FIRST_STATE, ALSO) };
const ADD_NEXT_ALSO: Prepared = { name: 'relbutton_add_next_also', text: add(NEXT_STATE, ALSO) };

const IS_PENDING = 'SELECT FROM relbutton_records WHERE iss = $1 AND jti = $10 AND answer = $14';
const DECIDE = `
  WITH ${stepped(`${NEXT_STATE} AND EXISTS (${IS_PENDING})`)}, decided AS (
    UPDATE relbutton_records SET place = $11, record = $12, answer = $13
    WHERE iss = $1 AND jti = $10 AND EXISTS (SELECT FROM stepped) RETURNING seq
  ), ${send('decided', 6)}
  SELECT seq FROM decided`;

const DUE = `
  SELECT id, due, attempts, body FROM relbutton_outbox AS one WHERE due <= $1 AND NOT EXISTS (
    SELECT FROM relbutton_outbox AS earlier WHERE earlier.iss = one.iss AND earlier.sequence < one.sequence
  ) ORDER BY due`;

const UNIQUE_VIOLATION = '23505';

const valuesOf = (message: Delivery | undefined): unknown[] => [
  message?.id ?? null,
  message?.due ?? null,
  message?.attempts ?? null,
  message?.body ?? null,
];

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
    }, AT_ONCE),
    read: (iss, page = {}) => entries(readSql(page), [iss, page.after ?? null, page.limit ?? NO_LIMIT]),
    async list({ after, limit = NO_LIMIT } = {}) {
      const rest = after ? await entries(readSql({}), [after.iss, after.hash, limit]) : [];
      return rest.length < limit ? [...rest, ...(await entries(LIST, [after?.iss ?? null, limit - rest.length]))] : rest;
    },
    async relationships(page = {}) {
      const status = page.status === undefined ? [] : [page.status];
      const { rows } = await run(relationshipsSql(page), [page.after ?? null, page.limit ?? NO_LIMIT, ...status]);
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
 * transaction another connection and does not know of them, such as PgBouncer before 1.21. Default: `true`
 * @throws Error if the database cannot be reached
 * @example
 * const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });
 * const vendor = createVendor({ origin, name, accepts, key, store: await createPostgresStore(pool) });
 */
export const createPostgresStore = async (
  pool: Queryable,
  onerror: OnError = toConsole,
  { prepare = true }: { readonly prepare?: boolean } = {},
): Promise<Store> => {
  pool.on?.('error', reportTo(onerror));
  await prepareTables(pool);
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
    addMany(run, (values) => didChange(ADD_FIRST, values)),
    AT_ONCE,
  );
  return {
    ...readingBy(run),
    add: (entry, { state, message, isAlone = false }) => {
      const { iss, jti, hash, place, received, record, answer, credential = null, revokes = null } = entry;
      const values = [jti, hash, place, received, record, writeJson(answer), credential, revokes];
      const first = [iss, ...stateColumns(state), ...values];
      if (!message && !isAlone) return state.version === 1 ? addFirst(first) : didChange(ADD_NEXT, first);
      return didChange(state.version === 1 ? ADD_FIRST_ALSO : ADD_NEXT_ALSO, [...first, isAlone, ...valuesOf(message)]);
    },
    decide: ({ iss, jti, place, record, answer }, { state, message }) =>
      didChange(DECIDE, [
        ...[iss, ...stateColumns(state), ...valuesOf(message)],
        ...[jti, place, record, writeJson(answer), PENDING],
      ]),
    mend: (iss, state) => didChange(state.version === 1 ? FIRST_STATE : NEXT_STATE, [iss, ...stateColumns(state)]),
    async due(now) {
      const { rows } = await pool.query(DUE, [now]);
      // `pg` returns a bigint as text.
      return (rows as Delivery[]).map((message) => ({ ...message, due: Number(message.due) }));
    },
    postpone: ({ id, attempts }, due) =>
      didChange('UPDATE relbutton_outbox SET due = $1, attempts = attempts + 1 WHERE id = $2 AND attempts = $3', [
        due,
        id,
        attempts,
      ]),
    async finish(id) {
      await pool.query('DELETE FROM relbutton_outbox WHERE id = $1', [id]);
    },
  };
};
