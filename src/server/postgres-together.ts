/**
 * The statements of many acts at once: acts that wait for the database at the same time share a statement, and a commit.
 *
 * @module
 */
import { lengthen } from './outbox-statements.js';
import { numberedBody } from './postgres-outbox.js';
import type { Queryable } from './postgres-schema.js';
import { BY_LATERAL, lookSql } from './statements.js';
import type { Step } from './store.js';
import { ENTRY, RELATIONSHIP } from './tables.js';

/** A statement that is prepared once on each connection. */
export interface Prepared {
  readonly name: string;
  readonly text: string;
}

/** Runs a statement. */
export type Run = (statement: string | Prepared, values: unknown[]) => ReturnType<Queryable['query']>;

const lookEach = lookSql(BY_LATERAL).replace('$1', 'one.iss').replace('$2', 'one.jti').replace('$3', 'one.re');
/** Looks for each of many acts. Parameters: lists of iss, jti, re. Returns one row for each. `LIMIT` keeps the plan of `lookSql`. */
export const LOOK_MANY: Prepared = {
  name: 'relbutton_look_many',
  text: `
  SELECT looked.* FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS one (iss, jti, re, n)
  CROSS JOIN LATERAL (${lookEach} LIMIT 1) AS looked ORDER BY one.n`,
};

/**
 * Selects one row, and locks out other statements that begin relationships until the commit. The next one gets its `seq` then, so that
 * readers, also of a replica, see relationships in the order of `seq`, and a cursor passes over none.
 */
export const IN_ORDER = 'pg_advisory_xact_lock(7012, 1)';

/**
 * Adds the first entries of many relationships, each with its state and a message or none. Parameters: lists of iss, and of the columns of
 * the state, of the entry, and of the message: due, id, kind, body. Returns the iss of each that is added: not of one that has a state.
 */
export const ADD_MANY: Prepared = {
  name: 'relbutton_add_many',
  text: `
  WITH given AS (
    SELECT * FROM unnest(
      $1::text[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[],
      $11::text[], $12::text[], $13::text[], $14::bigint[], $15::text[], $16::text[], $17::text[]
    ) AS given (${RELATIONSHIP}, ${ENTRY.replace('iss, ', '')}, due, id, kind, body)
  ), stepped AS (
    INSERT INTO relbutton_heads (${RELATIONSHIP})
    SELECT ${RELATIONSHIP} FROM ${IN_ORDER}, given ORDER BY iss ON CONFLICT DO NOTHING RETURNING iss
  ), line AS (
    ${lengthen(`SELECT iss, CASE kind WHEN 'change' THEN 1 ELSE 0 END, 1, 1, due, 0 FROM given JOIN stepped USING (iss) WHERE id IS NOT NULL`)}
  ), sent AS (
    INSERT INTO relbutton_outbox (id, iss, place, kind, body, attempts)
    SELECT id, iss, tail, kind, ${numberedBody('given', 'line')}, 0 FROM given JOIN line USING (iss)
  )
  INSERT INTO relbutton_records (${ENTRY})
  SELECT ${ENTRY} FROM given JOIN stepped USING (iss)
  RETURNING iss`,
};
/** Returns the columns of the only message of a step, or of none, as `ADD_MANY` has them. */
export const messageColumns = ({ messages: [first] = [] }: Step): unknown[] => [first?.due, first?.id, first?.kind, first?.body];

/** Turns rows of values into a list for each column. */
export const listsOf = (rows: readonly (readonly unknown[])[]): unknown[][] =>
  (rows[0] ?? []).map((_, column) => rows.map((row) => row[column]));

/** Codes of errors that one row can bring on others: of its data, of a constraint, of a deadlock. */
const FAILED_ALONE = /^(22|23|40)/;

/**
 * Makes a function that adds first entries together; each alone where two are of one relationship, or one of them fails.
 *
 * @param alone adds one row
 */
export const addMany =
  (run: Run, alone: (row: unknown[]) => Promise<boolean>) =>
  async (rows: readonly unknown[][]): Promise<readonly boolean[]> => {
    const all = new Set(rows.map(([iss]) => iss));
    try {
      if (rows.length > 1 && all.size === rows.length) {
        const added = new Set(((await run(ADD_MANY, listsOf(rows))).rows as { iss: unknown }[]).map(({ iss }) => iss));
        return rows.map(([iss]) => added.has(iss));
      }
    } catch (error) {
      if (!FAILED_ALONE.test((error as { code?: string }).code ?? '')) throw error;
    }
    return Promise.all(rows.map(alone));
  };
