/**
 * Keeps a vendor's records in PostgreSQL, for a vendor with several machines: a `jti` is used once across all of them, and each
 * place in a relationship is taken once. Each call is one statement, and so atomic.
 *
 * @module
 */
import { writeJson } from '../contract/write-json.js';
import { CREDENTIAL_INDEX, entryOf, findSql, PENDING, type Row } from './rows.js';
import { type OnError, reportTo, toConsole } from './report.js';
import type { Entry, Delivery, Store } from './store.js';

/** The part of a `Pool` of the package `pg` that the store uses. */
export interface Queryable {
  on?(event: 'error', listener: OnError): unknown;
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[]; rowCount: number | null }>;
}

/**
 * Creates the tables under a lock: processes that start at once would collide with `IF NOT EXISTS` alone. It also upgrades tables of
 * version 0.1.0, whose outbox has no order: it numbers the messages by their records. Records of that version name no passkey.
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
    UNIQUE (iss, jti),
    UNIQUE (iss, place)
  );
  CREATE TABLE IF NOT EXISTS relbutton_outbox (
    id text PRIMARY KEY,
    due bigint NOT NULL,
    attempts integer NOT NULL,
    body text NOT NULL
  );
  CREATE TABLE IF NOT EXISTS relbutton_sequences (
    iss text PRIMARY KEY,
    last bigint NOT NULL
  );
  DO $$ BEGIN
    IF NOT EXISTS (
      SELECT FROM information_schema.columns
      WHERE table_schema = current_schema() AND table_name = 'relbutton_outbox' AND column_name = 'sequence'
    ) THEN
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
      INSERT INTO relbutton_sequences (iss, last)
        SELECT iss, max(sequence) FROM relbutton_outbox WHERE iss IS NOT NULL GROUP BY iss;
    END IF;
  END $$;
  ALTER TABLE relbutton_records ADD COLUMN IF NOT EXISTS credential text;
  ${CREDENTIAL_INDEX};
  CREATE INDEX IF NOT EXISTS relbutton_outbox_line ON relbutton_outbox (iss, sequence);
  COMMIT;
`;

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

const ADD = `
  WITH added AS (
    INSERT INTO relbutton_records (iss, jti, hash, place, received, record, answer, credential)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $13) ON CONFLICT DO NOTHING RETURNING seq
  ), gone AS (
    DELETE FROM relbutton_records WHERE $8::boolean AND iss = $1 AND EXISTS (SELECT FROM added)
  ), ${send('added', 9)}
  SELECT seq FROM added`;

const DECIDE = `
  WITH decided AS (
    UPDATE relbutton_records SET place = $3, record = $4, answer = $5
    WHERE iss = $1 AND jti = $2 AND answer = $6 RETURNING seq
  ), ${send('decided', 7)}
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

/**
 * Makes a store in a PostgreSQL database, and creates missing tables.
 *
 * @param pool a `Pool` of the package `pg`; the caller ends it
 * @param onerror receives errors of idle connections, which would otherwise end the process. Default: `console.error`
 * @throws Error if the database cannot be reached
 * @example
 * const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });
 * const vendor = createVendor({ origin, name, accepts, key, store: await createPostgresStore(pool) });
 */
export const createPostgresStore = async (pool: Queryable, onerror: OnError = toConsole): Promise<Store> => {
  pool.on?.('error', reportTo(onerror));
  await pool.query(SCHEMA);
  const didChange = async (text: string, values: unknown[]): Promise<boolean> =>
    ((await pool.query(text, values)).rowCount ?? 0) > 0;
  const entries = async (text: string, values: unknown[] = []): Promise<Entry[]> =>
    ((await pool.query(text, values)).rows as Row[]).map(entryOf);

  return {
    read: (iss) => entries('SELECT * FROM relbutton_records WHERE iss = $1 ORDER BY seq', [iss]),
    list: () => entries('SELECT * FROM relbutton_records ORDER BY seq'),
    async find(credential) {
      const { rows } = await pool.query(findSql('$1', '$2'), [credential, PENDING]);
      return (rows as { iss: string }[])[0]?.iss;
    },
    add: ({ iss, jti, hash, place, received, record, answer, credential = null }, message, isAlone = false) =>
      didChange(ADD, [
        ...[iss, jti, hash, place, received, record, writeJson(answer), isAlone],
        ...valuesOf(message),
        credential,
      ]),
    async decide({ iss, jti, place, record, answer }, message) {
      try {
        return await didChange(DECIDE, [iss, jti, place, record, writeJson(answer), PENDING, ...valuesOf(message)]);
      } catch (error) {
        if ((error as { code?: string }).code === UNIQUE_VIOLATION) return false;
        throw error;
      }
    },
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
