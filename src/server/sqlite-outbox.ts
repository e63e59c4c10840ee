import { ADVANCE, claimSql, DEAD, EMPTY, lengthen, NEXT, POSTPONE } from './outbox-statements.js';
import { type DeadLetter, type Delivery, type OutboxStore, withNumber } from './outbox-store.js';
import { NO_LIMIT } from './statements.js';
import type { Step } from './store.js';

/** Runs statements of an SQLite file: each is prepared once. */
export interface Database {
  /** Runs a statement and returns its rows. */
  all(sql: string, ...values: unknown[]): unknown[];
  /** Runs a statement. @returns whether it changed anything */
  run(sql: string, ...values: unknown[]): boolean;
  inOneStep<T>(work: () => T): Promise<T>;
}

const LENGTHEN = lengthen('VALUES ($1, $2, 1, $3, $4, 0)', '$5');
const CLAIM = claimSql((free) => `iss IN (${free})`);
const FIRST = 'SELECT id, iss, place, kind, body FROM relbutton_outbox WHERE iss = $1 AND place = $2';
const INSERT = `
  INSERT INTO relbutton_outbox (id, iss, place, kind, body, attempts) VALUES ($1, $2, $3, $4, $5, 0)`;
const BURY = `
  UPDATE relbutton_outbox SET place = NULL, attempts = $3, why = $4 WHERE id = $1 AND place = $2
    AND EXISTS (SELECT 1 FROM relbutton_lines AS line WHERE line.iss = relbutton_outbox.iss AND head = $2 AND attempts = $3)`;
const ONE_MORE = `
  UPDATE relbutton_lines SET tail = tail + 1, due = coalesce(due, $2)
  WHERE iss = (SELECT iss FROM relbutton_outbox WHERE id = $1 AND why IS NOT NULL) RETURNING tail`;

/** Makes the outbox of an SQLite file. */
export const createSqliteOutbox = ({ all, run, inOneStep }: Database): OutboxStore & { send(iss: string, step: Step): void } => ({
  send(iss, { messages = [], isAlone = false }) {
    if (isAlone) run('DELETE FROM relbutton_outbox WHERE iss = $1', iss);
    if (isAlone) run(`${EMPTY} WHERE iss = $1`, iss);
    if (messages.length === 0) return;
    const changes = messages.filter(({ kind }) => kind === 'change').length;
    const values = [iss, changes, messages.length, messages[0]?.due, Number(isAlone)];
    const [{ number, tail }] = all(LENGTHEN, ...values) as [{ number: number; tail: number }];
    let place = tail - messages.length;
    for (const { id, kind, body } of messages)
      run(INSERT, id, iss, ++place, kind, kind === 'change' ? withNumber(body, number) : body);
  },
  claim: ({ now, until, limit }) =>
    inOneStep(() => {
      const lines = all(CLAIM, now, until, limit) as Pick<Delivery, 'iss' | 'place' | 'attempts'>[];
      return lines.flatMap(({ iss, place, attempts }) => {
        const [message] = all(FIRST, iss, place) as Omit<Delivery, 'attempts'>[];
        // Somebody has deleted it by hand.
        if (!message) run(ADVANCE, iss, place, now);
        return message ? [{ ...message, attempts }] : [];
      });
    }),
  next: () => inOneStep(() => (all(NEXT) as { due: number }[])[0]?.due),
  finish: ({ id, iss, place }, due) =>
    inOneStep(() => {
      run('DELETE FROM relbutton_outbox WHERE id = $1', id);
      run(ADVANCE, iss, place, due);
    }),
  postpone: ({ iss, place, attempts }, due) => inOneStep(() => void run(POSTPONE, iss, place, due, attempts)),
  bury: ({ id, iss, place, attempts }, why, due) =>
    inOneStep(() => {
      if (run(BURY, id, place, attempts, why)) run(ADVANCE, iss, place, due);
    }),
  dead: ({ after = '', limit = NO_LIMIT } = {}) => inOneStep(() => all(DEAD, after, limit) as DeadLetter[]),
  revive: (id, due) =>
    inOneStep(() => {
      const [line] = all(ONE_MORE, id, due) as { tail: number }[];
      return line !== undefined && run('UPDATE relbutton_outbox SET place = $2, why = NULL WHERE id = $1', id, line.tail);
    }),
});
