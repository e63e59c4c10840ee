import { ADVANCE, claimSql, DEAD, EMPTY, lengthen, NEXT, POSTPONE } from './outbox-statements.js';
import type { DeadLetter, Delivery, OutboxStore } from './outbox-store.js';
import type { Queryable } from './postgres-schema.js';
import { NO_LIMIT } from './statements.js';
import type { Step } from './store.js';

/** The body of a message, a change with its number. @param one the table of the message @param line the one of the number */
export const numberedBody = (one: string, line: string): string =>
  `CASE ${one}.kind WHEN 'change' THEN replace(${one}.body, '"sequence":0', '"sequence":' || ${line}.number) ELSE ${one}.body END`;
/**
 * Adds the messages in the six parameters from `$n` on, `valuesOf`, to a line, with a row of `added`. The row of the line stays locked
 * until the statement is committed, so that numbers are committed in order.
 */
export const send = (added: string, n: number): string => {
  const [alone, changes, due, ids, kinds, bodies] = ['boolean', 'bigint', 'bigint', 'text[]', 'text[]', 'text[]'].map(
    (type, i) => `$${n + i}::${type}`,
  );
  const count = `cardinality(${ids})`;
  return `
  erased AS (
    DELETE FROM relbutton_outbox WHERE ${alone} AND iss = $1 AND EXISTS (SELECT FROM ${added})
  ), emptied AS (
    ${EMPTY} WHERE ${alone} AND iss = $1 AND ${count} = 0 AND EXISTS (SELECT FROM ${added})
  ), line AS (
    ${lengthen(`SELECT $1, ${changes}, 1, ${count}, ${due}, 0 FROM ${added} WHERE ${count} > 0`, alone)}
  ), sent AS (
    INSERT INTO relbutton_outbox (id, iss, place, kind, body, attempts)
    SELECT one.id, $1, line.tail - ${count} + one.place, one.kind,
      ${numberedBody('one', 'line')}, 0
    FROM line, unnest(${ids}, ${kinds}, ${bodies}) WITH ORDINALITY AS one (id, kind, body, place)
  )`;
};
/** Returns the parameters of `send`. */
export const valuesOf = ({ messages = [], isAlone = false }: Step): unknown[] => [
  isAlone,
  messages.filter(({ kind }) => kind === 'change').length,
  messages[0]?.due ?? null,
  messages.map(({ id }) => id),
  messages.map(({ kind }) => kind),
  messages.map(({ body }) => body),
];

/** An array is looked up by the index, whatever its length; another process has the rows that are locked. */
const CLAIM = claimSql((free) => `iss = ANY (ARRAY(${free} FOR UPDATE SKIP LOCKED))`);
const FIRST = `
  SELECT id, iss, place, kind, body FROM relbutton_outbox
  WHERE (iss, place) IN (SELECT * FROM unnest($1::text[], $2::bigint[]))`;
const FINISH = `WITH gone AS (DELETE FROM relbutton_outbox WHERE id = $4) ${ADVANCE}`;
const BURY = `
  WITH passed AS (${ADVANCE} AND attempts = $5 RETURNING 1)
  UPDATE relbutton_outbox SET place = NULL, attempts = $5, why = $6 WHERE id = $4 AND EXISTS (SELECT FROM passed)`;
/** The line is locked before the letter, as by an erasure. */
const REVIVE = `
  WITH locked AS (
    SELECT FROM relbutton_lines WHERE iss = (SELECT iss FROM relbutton_outbox WHERE id = $1 AND why IS NOT NULL) FOR UPDATE
  ), letter AS (
    SELECT id, iss FROM relbutton_outbox WHERE id = $1 AND why IS NOT NULL AND EXISTS (SELECT FROM locked) FOR UPDATE
  ), line AS (
    UPDATE relbutton_lines AS one SET tail = tail + 1, due = coalesce(due, $2) FROM letter WHERE one.iss = letter.iss RETURNING tail
  )
  UPDATE relbutton_outbox AS one SET place = line.tail, why = NULL FROM letter, line WHERE one.id = letter.id`;

type Line = Pick<Delivery, 'iss' | 'place' | 'attempts'>;
/** `pg` returns a bigint as text. */
const lineOf = ({ iss, place, attempts }: { [K in keyof Line]: unknown }): Line => ({
  iss: String(iss),
  place: Number(place),
  attempts: Number(attempts),
});

/** Makes the outbox of a PostgreSQL database. */
export const createPostgresOutbox = (pool: Queryable): OutboxStore => {
  const rowsOf = async (sql: string, values: unknown[]): Promise<unknown[]> => (await pool.query(sql, values)).rows;
  return {
    async claim({ now, until, limit }) {
      const lines = ((await rowsOf(CLAIM, [now, until, limit])) as Line[]).map(lineOf);
      if (lines.length === 0) return [];
      // Read them by a statement of its own: the one above does not see a message that came while it waited for a line.
      const rows = await rowsOf(FIRST, [lines.map(({ iss }) => iss), lines.map(({ place }) => place)]);
      const messages = new Map((rows as Delivery[]).map((row) => [row.iss, row]));
      const claimed: Delivery[] = [];
      for (const line of lines) {
        const message = messages.get(line.iss);
        if (message) claimed.push({ ...message, ...line });
        // Somebody has deleted it by hand.
        else await pool.query(ADVANCE, [line.iss, line.place, now]);
      }
      return claimed;
    },
    async next() {
      const [row] = (await rowsOf(NEXT, [])) as { due: string }[];
      return row && Number(row.due);
    },
    finish: async ({ id, iss, place }, due) => void (await pool.query(FINISH, [iss, place, due, id])),
    postpone: async ({ iss, place, attempts }, due) => void (await pool.query(POSTPONE, [iss, place, due, attempts])),
    bury: async ({ id, iss, place, attempts }, why, due) => void (await pool.query(BURY, [iss, place, due, id, attempts, why])),
    async dead({ after = '', limit = NO_LIMIT } = {}) {
      const rows = (await rowsOf(DEAD, [after, limit])) as DeadLetter[];
      return rows.map((row) => ({ ...row, attempts: Number(row.attempts) }));
    },
    revive: async (id, due) => ((await pool.query(REVIVE, [id, due])).rowCount ?? 0) > 0,
  };
};
