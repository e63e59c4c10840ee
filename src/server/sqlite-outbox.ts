import { ADVANCE, claimSql, DEAD, EMPTY, lengthen, NEXT, POSTPONE } from './outbox-statements.js';
import type { DeadLetter, Delivery, OutboxStore } from './outbox-store.js';
import { NO_LIMIT, type Statement } from './statements.js';
import type { Step } from './store.js';

const LENGTHEN = lengthen('VALUES ($1, $2, 1, $3, $4, 0)');
/** A column of the first message in a line. */
const first = (column: string): string =>
  `(SELECT ${column} FROM relbutton_outbox AS one WHERE one.iss = relbutton_lines.iss AND one.place = relbutton_lines.head) AS ${column}`;
const CLAIM = `${claimSql((free) => `iss IN (${free})`)}, ${['id', 'kind', 'body'].map(first).join(', ')}`;
/** Parameters: id, iss, how many places before the last one, kind, body. */
const INSERT = `
  INSERT INTO relbutton_outbox (id, iss, place, kind, body, attempts)
  SELECT $1, iss, tail - $3, $4,
    CASE $4 WHEN 'change' THEN replace($5, '"sequence":0', '"sequence":' || number) ELSE $5 END, 0
  FROM relbutton_lines WHERE iss = $2`;
const BURY = `
  UPDATE relbutton_outbox SET place = NULL, attempts = $3, why = $4 WHERE id = $1 AND place = $2
    AND EXISTS (SELECT 1 FROM relbutton_lines AS line WHERE line.iss = relbutton_outbox.iss AND head = $2 AND attempts = $3)`;
const ONE_MORE = `
  UPDATE relbutton_lines SET tail = tail + 1, due = coalesce(due, $2)
  WHERE iss = (SELECT iss FROM relbutton_outbox WHERE id = $1 AND why IS NOT NULL)`;
const REVIVE = `
  UPDATE relbutton_outbox SET why = NULL,
    place = (SELECT tail FROM relbutton_lines AS line WHERE line.iss = relbutton_outbox.iss)
  WHERE id = $1 AND why IS NOT NULL RETURNING id`;

/** Returns the statements that add the messages of a step at the end of a line. */
export const sendStatements = (iss: string, { messages = [], isAlone = false }: Step): Statement[] => {
  const count = messages.length;
  const changes = messages.filter(({ kind }) => kind === 'change').length;
  const erased: Statement[] = [
    [`${EMPTY} WHERE iss = $1`, iss],
    ['DELETE FROM relbutton_outbox WHERE iss = $1', iss],
  ];
  const sent = messages.map(({ id, kind, body }, i): Statement => [INSERT, id, iss, count - 1 - i, kind, body]);
  return [
    ...(isAlone ? erased : []),
    ...(count > 0 ? [[LENGTHEN, iss, changes, count, messages[0]?.due] as const, ...sent] : []),
  ];
};

/**
 * Makes the outbox of a store in SQLite.
 *
 * @param inOneStep runs statements in one transaction, and returns the rows of each
 */
export const createSqliteOutbox = (inOneStep: (...statements: Statement[]) => Promise<unknown[][]>): OutboxStore => ({
  async claim({ now, until, limit }) {
    const [lines] = (await inOneStep([CLAIM, now, until, limit])) as [(Omit<Delivery, 'id'> & { readonly id: string | null })[]];
    // Somebody has deleted it by hand.
    const gone = lines.filter(({ id }) => id === null);
    if (gone.length > 0) await inOneStep(...gone.map(({ iss, place }): Statement => [ADVANCE, iss, place, now]));
    return lines.filter((line): line is Delivery => line.id !== null);
  },
  next: async () => ((await inOneStep([NEXT])) as [{ due: number }[]])[0][0]?.due,
  finish: async ({ id, iss, place }, due) =>
    void (await inOneStep(['DELETE FROM relbutton_outbox WHERE id = $1', id], [ADVANCE, iss, place, due])),
  postpone: async ({ iss, place, attempts }, due) => void (await inOneStep([POSTPONE, iss, place, due, attempts])),
  bury: async ({ id, iss, place, attempts }, why, due) =>
    void (await inOneStep([BURY, id, place, attempts, why], [`${ADVANCE} AND changes() > 0`, iss, place, due])),
  dead: async ({ after = '', limit = NO_LIMIT } = {}) => ((await inOneStep([DEAD, after, limit])) as [DeadLetter[]])[0],
  async revive(id, due) {
    const [, revived] = (await inOneStep([ONE_MORE, id, due], [REVIVE, id])) as [unknown[], unknown[]];
    return revived.length > 0;
  },
});
