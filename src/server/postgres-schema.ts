import { moveToLines, outboxTables } from './outbox-statements.js';
import type { OnError } from './report.js';
import { madeState, type Row } from './rows.js';
import { HEADS, INDEXES, MAKE, NO_LIMIT, readSql, UNMADE } from './statements.js';

/** The part of a `Pool` of the package `pg` that the store uses. */
export interface Queryable {
  on?(event: 'error', listener: OnError): unknown;
  query(
    statement: string | { readonly name: string; readonly text: string; readonly values: unknown[] },
    values?: unknown[],
  ): Promise<{ rows: unknown[]; rowCount: number | null }>;
}

const OUTBOX = outboxTables('bigint');

/**
 * Upgrades the outbox of earlier versions. That of version 0.1.0 has no order: this numbers the messages by their records.
 */
const UPGRADE_OUTBOX = `
  DO $$ DECLARE
    known text[] := ARRAY(
      SELECT column_name::text FROM information_schema.columns
      WHERE table_schema = current_schema() AND table_name = 'relbutton_outbox'
    );
  BEGIN
    IF 'due' = ANY (known) AND NOT 'sequence' = ANY (known) THEN
      ALTER TABLE relbutton_outbox ADD COLUMN iss text, ADD COLUMN sequence bigint;
      WITH numbered AS (
        SELECT one.id, one.body::json ->> 'iss' AS iss, row_number() OVER (
          PARTITION BY one.body::json ->> 'iss' ORDER BY record.seq NULLS FIRST, one.due
        ) AS number
        FROM relbutton_outbox AS one
        LEFT JOIN relbutton_records AS record
          ON record.iss = one.body::json ->> 'iss' AND record.record = one.body::json ->> 'record'
      )
      UPDATE relbutton_outbox AS one
      SET iss = numbered.iss, sequence = numbered.number,
        body = regexp_replace(one.body, '}$', ',"sequence":' || numbered.number || '}')
      FROM numbered WHERE numbered.id = one.id AND numbered.iss IS NOT NULL;
      CREATE TABLE relbutton_sequences (iss text PRIMARY KEY, last bigint NOT NULL);
      INSERT INTO relbutton_sequences (iss, last)
        SELECT iss, max(sequence) FROM relbutton_outbox WHERE iss IS NOT NULL GROUP BY iss;
    END IF;
    IF 'due' = ANY (known) THEN
      ${moveToLines(OUTBOX)}
    END IF;
  END $$;
`;

/**
 * Creates the tables under a lock: processes that start at once would collide with `IF NOT EXISTS` alone. It also upgrades tables of
 * earlier versions. Records of version 0.1.0 name no passkey.
 */
const SCHEMA = `
  BEGIN;
  SELECT pg_advisory_xact_lock(7012);
  CREATE TABLE IF NOT EXISTS relbutton_records (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    iss text NOT NULL,
    jti text NOT NULL,
    hash text NOT NULL,
    place text,
    received text NOT NULL,
    record text,
    answer text NOT NULL,
    credential text,
    revokes text,
    UNIQUE (iss, jti),
    UNIQUE (iss, place)
  );
  ${UPGRADE_OUTBOX}
  ${OUTBOX}
  ALTER TABLE relbutton_records ADD COLUMN IF NOT EXISTS credential text, ADD COLUMN IF NOT EXISTS revokes text;
  DO $$ BEGIN
    IF to_regclass('relbutton_heads') IS NULL THEN
      CREATE TABLE relbutton_heads (
        seq bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
        iss text PRIMARY KEY,
        version bigint NOT NULL,
        status text NOT NULL,
        open text,
        state text
      );
      ${HEADS};
    END IF;
  END $$;
  ${INDEXES}
  COMMIT;
`;

/** Makes the states of the relationships that have none, from their records: at the first opening of a store of an earlier version. */
const makeStates = async (pool: Queryable): Promise<void> => {
  for (;;) {
    const { rows } = await pool.query(UNMADE);
    if (rows.length === 0) return;
    for (const { iss } of rows as { iss: string }[]) {
      const entries = await pool.query(readSql({}), [iss, null, NO_LIMIT]);
      await pool.query(MAKE, [iss, ...madeState(iss, entries.rows as Row[])]);
    }
  }
};

/** Creates the tables, and upgrades those of earlier versions. */
export const prepareTables = async (pool: Queryable): Promise<void> => {
  await pool.query(SCHEMA);
  await makeStates(pool);
};
