/**
 * The statements that the SQL stores share. Each names a relationship by its `iss`, or goes on after one, and each uses an index.
 *
 * @module
 */
import type { EntryPage, RelationshipPage } from './store.js';
import { ENTRY } from './tables.js';

/** The columns of an entry but `iss`, from a table of this name. */
export const columns = (table: string): string =>
  ENTRY.split(', ')
    .slice(1)
    .map((name) => `${table}.${name}`)
    .join(', ');

/** A statement with the values of its parameters `$1`, `$2` …. */
export type Statement = readonly [sql: string, ...values: unknown[]];

/** `LIMIT` for a call without one. */
export const NO_LIMIT = 2_147_483_647;

/** How a database joins entries to a relationship. */
export interface Joins {
  /** The entry of a `jti`, if there is one. @param name the table's name in the statement */
  entry(name: string, iss: string, jti: string): string;
  /** Joins the entries of `head` after the cursor, as `record`, the oldest first: as many as a page holds are enough. */
  readonly entries: string;
  /** Names the index by which entries are found. Default: the database finds it by itself. */
  use?(column: 'hash' | 'revokes'): string;
}
/** The place of an entry among those of its relationship, by both names; 0 if it is unknown. Parameters: iss, hash. */
export const PLACE = 'coalesce((SELECT max(seq) FROM relbutton_records WHERE iss = $1 AND hash = $2), 0)';
/** The place in `head` after which a list goes on: a cursor is within one relationship. */
const BEGIN = `CASE WHEN head.iss = $1 THEN ${PLACE} ELSE 0 END`;

/** SQLite looks up the rows for one relationship after another. */
export const BY_LOOP: Joins = {
  entry: (name, iss, jti) => `LEFT JOIN relbutton_records AS ${name} ON ${name}.iss = ${iss} AND ${name}.jti = ${jti}`,
  entries: `JOIN relbutton_records AS record ON record.iss = head.iss AND record.seq > ${BEGIN}`,
};
/** PostgreSQL does so only if it is told to: else it can read a whole history, or whole tables, to join them. */
export const BY_LATERAL: Joins = {
  entry: (name, iss, jti) =>
    `LEFT JOIN LATERAL (SELECT * FROM relbutton_records WHERE iss = ${iss} AND jti = ${jti} LIMIT 1) AS ${name} ON true`,
  entries: `JOIN LATERAL (
    SELECT * FROM relbutton_records WHERE iss = head.iss AND seq > ${BEGIN} ORDER BY seq LIMIT $3
  ) AS record ON true`,
};

/** MySQL looks up rows as SQLite does, but can read a whole history where it may choose the index. */
export const BY_NAMED_INDEX: Joins = { ...BY_LOOP, use: (column) => `FORCE INDEX (relbutton_records_${column})` };

/** Parameters: iss, jti, re. Returns one row. */
export const lookSql = ({ entry, use = () => '' }: Joins): string => `
  SELECT asked.iss, head.version, head.state, ${columns('same')}, answered.record AS answered,
    EXISTS (SELECT 1 FROM relbutton_records AS one ${use('revokes')} WHERE one.iss = asked.iss AND one.revokes = asked.re) AS revoked
  FROM (SELECT CAST($1 AS text) AS iss, CAST($2 AS text) AS jti, CAST($3 AS text) AS re) AS asked
  LEFT JOIN relbutton_heads AS head ON head.iss = asked.iss
  ${entry('same', 'asked.iss', 'coalesce(asked.jti, head.open)')}
  LEFT JOIN relbutton_records AS answered ${use('hash')} ON answered.iss = asked.iss AND answered.hash = asked.re`;

/** Parameters: iss, hash, limit. @param isLeft the condition of a record that ends the relationship */
export const readSql = ({ isLeave = false }: EntryPage, isLeft = 'place IS NULL AND record IS NOT NULL'): string => `
  SELECT iss, ${columns('record')} FROM relbutton_records AS record
  WHERE iss = $1 AND seq > ${PLACE}
    ${isLeave ? `AND ${isLeft}` : ''}
  ORDER BY seq LIMIT $3`;

/** The place of a relationship in the order of all, by its `iss`. */
export const AFTER = 'coalesce((SELECT seq FROM relbutton_heads WHERE iss = $1), 0)';

/** Lists the entries after one: the rest of its relationship, then the later relationships. Parameters: iss, hash, limit. */
export const listSql = ({ entries }: Joins): string => `
  SELECT record.iss, ${columns('record')} FROM relbutton_heads AS head ${entries}
  WHERE head.seq >= ${AFTER} ORDER BY head.seq, record.seq LIMIT $3`;

/**
 * Parameters: iss, limit, and the status if one is asked for. A range of one status and its order leave only the index by status: PostgreSQL
 * takes an equal status as spread over all relationships, and would read all of them to find the newest.
 */
export const relationshipsSql = ({ entry }: Joins, { status, isOpen = false }: RelationshipPage): string => `
  SELECT head.iss, head.version, head.state, ${columns('open')} FROM relbutton_heads AS head ${entry('open', 'head.iss', 'head.open')}
  WHERE ${status === undefined ? `head.seq > ${AFTER}` : `(head.status, head.seq) > ($3, ${AFTER}) AND head.status <= $3`}
    ${isOpen ? 'AND head.open IS NOT NULL' : ''}
  ORDER BY ${status === undefined ? '' : 'head.status, '}head.seq LIMIT $2`;

/** Finds a relationship by its credential. A proposal that was refused does not count. Parameters: credential, `PENDING`. */
export const FIND = `
  SELECT iss FROM relbutton_records WHERE credential = $1 AND (record IS NOT NULL OR answer = $2) ORDER BY seq LIMIT 1`;

/** Makes a row without a state for each relationship: see `UNMADE`. */
export const HEADS = `
  INSERT INTO relbutton_heads (iss, version, status) SELECT iss, 0, 'offered' FROM relbutton_records GROUP BY iss ORDER BY min(seq)`;
/** Finds relationships without a state. */
export const UNMADE = 'SELECT iss FROM relbutton_heads WHERE state IS NULL LIMIT 500';
/** Parameters: iss, and those of `stateColumns`. */
export const MAKE =
  'UPDATE relbutton_heads SET version = $2, status = $3, open = $4, state = $5 WHERE iss = $1 AND state IS NULL';
/** Parameters: iss, and those of `stateColumns`. */
export const NEXT_STATE = `
  UPDATE relbutton_heads SET version = $2, status = $3, open = $4, state = $5 WHERE iss = $1 AND version = $2 - 1`;

/** The indexes beside those that the tables make by themselves. */
export const INDEXES = `
  CREATE INDEX IF NOT EXISTS relbutton_records_line ON relbutton_records (iss, seq);
  CREATE INDEX IF NOT EXISTS relbutton_records_hash ON relbutton_records (iss, hash);
  CREATE INDEX IF NOT EXISTS relbutton_records_leave ON relbutton_records (iss, seq) WHERE place IS NULL AND record IS NOT NULL;
  CREATE INDEX IF NOT EXISTS relbutton_records_revokes ON relbutton_records (iss, revokes) WHERE revokes IS NOT NULL;
  CREATE INDEX IF NOT EXISTS relbutton_records_credential ON relbutton_records (credential, seq) WHERE credential IS NOT NULL;
  CREATE INDEX IF NOT EXISTS relbutton_heads_status ON relbutton_heads (status, seq);
  CREATE INDEX IF NOT EXISTS relbutton_heads_open ON relbutton_heads (seq) WHERE open IS NOT NULL;
  CREATE INDEX IF NOT EXISTS relbutton_heads_unmade ON relbutton_heads (iss) WHERE state IS NULL;`;
