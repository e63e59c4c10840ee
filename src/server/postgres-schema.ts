import { moveToLines, outboxTables } from './outbox-statements.js';
import type { OnError } from './report.js';
import { madeState, type Row } from './rows.js';
import { HEADS, INDEXES, MAKE, NO_LIMIT, readSql, UNMADE } from './statements.js';
import { headsTable, recordsTable, type Types } from './tables.js';

/** The part of a `Pool` of the package `pg` that the store uses. */
export interface Queryable {
  on?(event: 'error', listener: OnError): unknown;
  query(
    statement: string | { readonly name: string; readonly text: string; readonly values: unknown[] },
    values?: unknown[],
  ): Promise<{ rows: unknown[]; rowCount: number | null }>;
}

const TYPES: Types = { serial: 'bigserial', whole: 'bigint', key: 'text', text: 'text' };
/** The tables that grow with the relationships. A key has the `iss` in it, by which they can be partitioned. */
const RECORDS = recordsTable(TYPES, 'PRIMARY KEY (iss, jti)');
const HEADS_TABLE = headsTable(TYPES, 'PRIMARY KEY (iss)');

/** Creates a table with hash partitions by `iss`, named by their numbers from 0 on. */
const partitioned = (table: string, partitions: number): string => {
  const name = table.slice(0, table.indexOf(' '));
  const parts = Array.from(
    { length: partitions },
    (_, i) => `CREATE TABLE ${name}_${i} PARTITION OF ${name} FOR VALUES WITH (MODULUS ${partitions}, REMAINDER ${i});`,
  );
  return [`CREATE TABLE ${table} PARTITION BY HASH (iss);`, ...parts].join('\n');
};

const OUTBOX = outboxTables(TYPES);

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
 * earlier versions. Records of version 0.1.0 name no passkey. All of it is one query, and so one transaction.
 */
const schema = (partitions: number): string => `
  SELECT pg_advisory_xact_lock(7012);
  DO $$ BEGIN
    IF to_regclass('relbutton_records') IS NULL AND ${partitions > 0} THEN
      ${partitioned(RECORDS, partitions)}
      ${partitioned(HEADS_TABLE, partitions)}
    END IF;
  END $$;
  CREATE TABLE IF NOT EXISTS ${RECORDS};
  ${UPGRADE_OUTBOX}
  ${OUTBOX}
  ALTER TABLE relbutton_records ADD COLUMN IF NOT EXISTS credential text, ADD COLUMN IF NOT EXISTS revokes text;
  DO $$ BEGIN
    IF to_regclass('relbutton_heads') IS NULL THEN
      CREATE TABLE ${HEADS_TABLE};
      ${HEADS};
    END IF;
  END $$;
  CREATE INDEX IF NOT EXISTS relbutton_heads_order ON relbutton_heads (seq);
  ${INDEXES}`;

/** Parameter: the statements that create the tables. Their hash is the comment of a table that they have created. */
const LOOK_AT_TABLES = `
  SELECT current_setting('transaction_read_only') = 'on' AS "isReadOnly", made.mark,
    made.mark IS NOT DISTINCT FROM obj_description(to_regclass('relbutton_heads'), 'pg_class') AS "isReady"
  FROM (SELECT 'relbutton ' || md5($1) AS mark) AS made`;
interface Tables {
  readonly isReadOnly: boolean;
  readonly isReady: boolean;
  readonly mark: string;
}

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

/**
 * Creates the tables, and upgrades those of earlier versions. Tables of this version are left alone: no lock on them waits for a backup
 * or stops the processes at work, and a read-only database, such as a replica, can be opened.
 *
 * @param partitions the number of partitions of new tables; 0: none
 * @throws Error if the database is read-only and its tables are not those of this version
 */
export const prepareTables = async (pool: Queryable, partitions: number): Promise<void> => {
  const { rows } = await pool.query(LOOK_AT_TABLES, [schema(0)]);
  const [{ isReadOnly, isReady, mark }] = rows as [Tables];
  const isMade = isReady && (await pool.query(UNMADE)).rows.length === 0;
  if (isMade) return;
  if (isReadOnly)
    throw new Error(
      'This database is read-only, and its tables are not those of this version: open the one that it follows first.',
    );
  await pool.query(`${schema(partitions)}; COMMENT ON TABLE relbutton_heads IS '${mark}'`);
  await makeStates(pool);
};
