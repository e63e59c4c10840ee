import type { Run, Steps } from './mysql-steps.js';
import { ADVANCE, DEAD, EMPTY, NEXT, POSTPONE } from './outbox-statements.js';
import type { DeadLetter, Delivery, OutboxStore } from './outbox-store.js';
import { NO_LIMIT } from './statements.js';
import type { Step } from './store.js';

/** As `lengthen`. Parameters: iss, changes, messages, due. */
const LENGTHEN = `
  INSERT INTO relbutton_lines (iss, number, head, tail, due, attempts) VALUES ($1, $2, 1, $3, $4, 0)
  ON DUPLICATE KEY UPDATE
    due = coalesce(due, $4),
    number = number + $2,
    tail = tail + $3`;
/** Parameters: iss, id, kind, body, the number of messages behind it. */
const INSERT = `
  INSERT INTO relbutton_outbox (id, iss, place, kind, body, attempts)
  SELECT $2, iss, tail - $5, $3,
    CASE $3 WHEN 'change' THEN replace($4, '"sequence":0', concat('"sequence":', number)) ELSE $4 END, 0
  FROM relbutton_lines WHERE iss = $1`;
/** Adds what a step sends to its relationship's line. Like each step of the outbox it locks the line first, and then its messages. */
export const send = async (run: Run, iss: string, { messages = [], isAlone = false }: Step): Promise<void> => {
  if (isAlone) await run(`${EMPTY} WHERE iss = $1`, iss);
  if (isAlone) await run('DELETE FROM relbutton_outbox WHERE iss = $1', iss);
  if (messages.length === 0) return;
  const changes = messages.filter(({ kind }) => kind === 'change').length;
  await run(LENGTHEN, iss, changes, messages.length, messages[0]?.due ?? null);
  for (const [i, { id, kind, body }] of messages.entries()) await run(INSERT, iss, id, kind, body, messages.length - 1 - i);
};

/** Another process has the lines that are locked. Parameters: now, limit. */
const CLAIM = `
  SELECT iss, head AS place, attempts + 1 AS attempts FROM relbutton_lines
  WHERE due <= $1 ORDER BY due LIMIT $2 FOR UPDATE SKIP LOCKED`;
const LEASE = 'UPDATE relbutton_lines SET due = $1, attempts = attempts + 1 WHERE iss = $2';
const FIRST = 'SELECT id, kind, body FROM relbutton_outbox WHERE iss = $1 AND place = $2';
const BURY = 'UPDATE relbutton_outbox SET place = NULL, attempts = $2, why = $3 WHERE id = $1';
const ONE_MORE = `
  UPDATE relbutton_lines SET tail = tail + 1, due = coalesce(due, $2)
  WHERE iss = (SELECT iss FROM relbutton_outbox WHERE id = $1 AND why IS NOT NULL)`;
const REVIVE = `
  UPDATE relbutton_outbox SET place = (SELECT tail FROM relbutton_lines AS line WHERE line.iss = relbutton_outbox.iss), why = NULL
  WHERE id = $1 AND why IS NOT NULL`;

type Line = Pick<Delivery, 'iss' | 'place' | 'attempts'>;
/** A pool can return a BIGINT as text. */
const lineOf = ({ iss, place, attempts }: { [K in keyof Line]: unknown }): Line => ({
  iss: String(iss),
  place: Number(place),
  attempts: Number(attempts),
});

/** Makes the outbox of a database of MySQL or MariaDB. */
export const createMysqlOutbox = ({ run, inOneStep }: Steps): OutboxStore => ({
  claim: ({ now, until, limit }) =>
    inOneStep(async (run) => {
      const lines = ((await run(CLAIM, now, limit)).rows as Line[]).map(lineOf);
      const claimed: Delivery[] = [];
      for (const line of lines) {
        const [message] = (await run(FIRST, line.iss, line.place)).rows as Pick<Delivery, 'id' | 'kind' | 'body'>[];
        // Without a message, somebody has deleted it by hand.
        if (message) await run(LEASE, until, line.iss);
        else await run(ADVANCE, line.iss, line.place, now);
        if (message) claimed.push({ ...message, ...line });
      }
      return claimed;
    }),
  async next() {
    const [row] = (await run(NEXT)).rows as { due: unknown }[];
    return row && Number(row.due);
  },
  finish: ({ id, iss, place }, due) =>
    inOneStep(async (run) => {
      await run(ADVANCE, iss, place, due);
      await run('DELETE FROM relbutton_outbox WHERE id = $1', id);
    }),
  postpone: async ({ iss, place, attempts }, due) => void (await run(POSTPONE, iss, place, due, attempts)),
  bury: ({ id, iss, place, attempts }, why, due) =>
    inOneStep(async (run) => {
      const { changed } = await run(`${ADVANCE} AND attempts = $4`, iss, place, due, attempts);
      if (changed > 0) await run(BURY, id, attempts, why);
    }),
  async dead({ after = '', limit = NO_LIMIT } = {}) {
    const rows = (await run(DEAD, after, limit)).rows as DeadLetter[];
    return rows.map((row) => ({ ...row, attempts: Number(row.attempts) }));
  },
  revive: (id, due) =>
    inOneStep(async (run) => (await run(ONE_MORE, id, due)).changed > 0 && (await run(REVIVE, id)).changed > 0),
});
