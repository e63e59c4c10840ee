/**
 * The statements of the outbox that the SQL stores share.
 *
 * @module
 */
import { linesTable, outboxTable, type Types } from './tables.js';

/** The tables of the outbox where an index can leave rows out. @param more what follows a table's columns */
export const outboxTables = (types: Types, more = ''): string => `
  CREATE TABLE IF NOT EXISTS ${linesTable(types)} ${more};
  CREATE TABLE IF NOT EXISTS ${outboxTable(types)} ${more};
  CREATE INDEX IF NOT EXISTS relbutton_lines_due ON relbutton_lines (due) WHERE due IS NOT NULL;
  CREATE INDEX IF NOT EXISTS relbutton_outbox_dead ON relbutton_outbox (id) WHERE why IS NOT NULL;
`;

/** Moves the messages of an outbox without lines. One without a number cannot be read, and becomes a dead letter. */
export const moveToLines = (tables: string): string => `
  ALTER TABLE relbutton_outbox RENAME TO relbutton_outbox_before;
  ${tables}
  INSERT INTO relbutton_lines (iss, number, head, tail, due, attempts)
    SELECT known.iss, known.last, coalesce(min(one.sequence), known.last + 1), known.last, min(one.due), 0
    FROM relbutton_sequences AS known LEFT JOIN relbutton_outbox_before AS one ON one.iss = known.iss
    GROUP BY known.iss, known.last;
  INSERT INTO relbutton_outbox (id, iss, place, kind, body, attempts, why)
    SELECT id, coalesce(iss, ''), sequence, 'change', body, 0, CASE WHEN sequence IS NULL THEN 'It cannot be read.' END
    FROM relbutton_outbox_before;
  DROP TABLE relbutton_outbox_before;
  DROP TABLE relbutton_sequences;
`;

/**
 * Adds places at the end of a line. It returns iss, the number of the last change and the last place.
 *
 * @param row selects or lists: iss, the number of changes, 1, the number of messages, due, 0
 * @param isAlone a condition: `true` if the same statement erases all messages before. Default: it does not
 */
export const lengthen = (row: string, isAlone = 'false'): string => `
  INSERT INTO relbutton_lines AS known (iss, number, head, tail, due, attempts) ${row}
  ON CONFLICT (iss) DO UPDATE SET
    number = known.number + excluded.number,
    tail = known.tail + excluded.tail,
    head = CASE WHEN ${isAlone} THEN known.tail + 1 ELSE known.head END,
    due = CASE WHEN ${isAlone} THEN excluded.due ELSE coalesce(known.due, excluded.due) END,
    attempts = CASE WHEN ${isAlone} THEN 0 ELSE known.attempts END
  RETURNING iss, number, tail`;
/** What empties a line. */
export const EMPTY = 'UPDATE relbutton_lines SET head = tail + 1, due = NULL, attempts = 0';

/** Selects the lines that are due. */
const FREE = 'SELECT iss FROM relbutton_lines WHERE due <= $1 ORDER BY due LIMIT $3';
/** Parameters: now, until, limit. @param which the lines, from those that are due */
export const claimSql = (which: (free: string) => string): string => `
  UPDATE relbutton_lines SET due = $2, attempts = attempts + 1 WHERE ${which(FREE)}
  RETURNING iss, head AS place, attempts`;
export const NEXT = 'SELECT due FROM relbutton_lines WHERE due IS NOT NULL ORDER BY due LIMIT 1';
/**
 * Goes on to the next message of a line. MySQL sets one column after the other: `due` comes before the `head` that it reads. Parameters:
 * iss, place, due.
 */
export const ADVANCE = `
  UPDATE relbutton_lines SET due = CASE WHEN head < tail THEN CAST($3 AS bigint) END, head = head + 1, attempts = 0
  WHERE iss = $1 AND head = $2`;
/** Parameters: iss, place, due, attempts. */
export const POSTPONE = 'UPDATE relbutton_lines SET due = $3 WHERE iss = $1 AND head = $2 AND attempts = $4';
/** Parameters: id, limit. */
export const DEAD = `
  SELECT id, iss, kind, body, attempts, why FROM relbutton_outbox
  WHERE place IS NULL AND why IS NOT NULL AND id > $1 ORDER BY id LIMIT $2`;
