/**
 * Keeps a vendor's records in PostgreSQL, for a vendor with several machines: a record's number is used up once across all of
 * them, and each place in a relationship is taken once. Each call is one statement, so that it is done whole or not at all.
 *
 * @module
 */
import { entryOf, PENDING, type Row } from './rows.js';
import type { Entry, Delivery, Store } from './store.js';

/** What is needed of a `Pool` of the package `pg`. */
export interface Queryable {
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[]; rowCount: number | null }>;
}

/** Processes that start at once make the tables one after the other: `IF NOT EXISTS` alone can still collide. */
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
    UNIQUE (iss, jti),
    UNIQUE (iss, place)
  );
  CREATE TABLE IF NOT EXISTS relbutton_outbox (
    id text PRIMARY KEY,
    due bigint NOT NULL,
    attempts integer NOT NULL,
    body text NOT NULL
  );
  COMMIT;
`;

const ADD = `
  WITH added AS (
    INSERT INTO relbutton_records (iss, jti, hash, place, received, record, answer)
    VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING seq
  ), gone AS (
    DELETE FROM relbutton_records WHERE $8::boolean AND iss = $1 AND EXISTS (SELECT FROM added)
  ), sent AS (
    INSERT INTO relbutton_outbox (id, due, attempts, body)
    SELECT $9::text, $10::bigint, $11::integer, $12::text FROM added WHERE $9::text IS NOT NULL
  )
  SELECT seq FROM added`;

const DECIDE = `
  WITH decided AS (
    UPDATE relbutton_records SET place = $3, record = $4, answer = $5
    WHERE iss = $1 AND jti = $2 AND answer = $6 RETURNING seq
  ), sent AS (
    INSERT INTO relbutton_outbox (id, due, attempts, body)
    SELECT $7::text, $8::bigint, $9::integer, $10::text FROM decided WHERE $7::text IS NOT NULL
  )
  SELECT seq FROM decided`;

const UNIQUE_VIOLATION = '23505';

const valuesOf = (message: Delivery | undefined): unknown[] => [
  message?.id ?? null,
  message?.due ?? null,
  message?.attempts ?? null,
  message?.body ?? null,
];

/**
 * Makes the tables where they are not there yet.
 *
 * @param pool a `Pool` of the package `pg`, which stays the caller's to end
 * @throws where the database is not reached
 */
export const createPostgresStore = async (pool: Queryable): Promise<Store> => {
  await pool.query(SCHEMA);
  const didChange = async (text: string, values: unknown[]): Promise<boolean> =>
    ((await pool.query(text, values)).rowCount ?? 0) > 0;
  const entries = async (text: string, values: unknown[] = []): Promise<Entry[]> =>
    ((await pool.query(text, values)).rows as Row[]).map(entryOf);

  return {
    read: (iss) => entries('SELECT * FROM relbutton_records WHERE iss = $1 ORDER BY seq', [iss]),
    list: () => entries('SELECT * FROM relbutton_records ORDER BY seq'),
    add: ({ iss, jti, hash, place, received, record, answer }, message, isAlone = false) =>
      didChange(ADD, [iss, jti, hash, place, received, record, JSON.stringify(answer), isAlone, ...valuesOf(message)]),
    async decide({ iss, jti, place, record, answer }, message) {
      try {
        return await didChange(DECIDE, [iss, jti, place, record, JSON.stringify(answer), PENDING, ...valuesOf(message)]);
      } catch (error) {
        if ((error as { code?: string }).code === UNIQUE_VIOLATION) return false;
        throw error;
      }
    },
    async due(now) {
      const { rows } = await pool.query('SELECT * FROM relbutton_outbox WHERE due <= $1 ORDER BY due', [now]);
      // A bigint comes as text.
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
