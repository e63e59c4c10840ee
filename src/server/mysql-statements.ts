/**
 * The statements of the store in MySQL and MariaDB that are not those of the other databases: neither returns the rows that it changes,
 * nor joins a few rows of each relationship.
 *
 * @module
 */
import { AFTER, columns, PLACE } from './statements.js';
import type { RelationshipPage } from './store.js';
import { ENTRY, RELATIONSHIP } from './tables.js';

export const ADD = `INSERT INTO relbutton_records (${ENTRY}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`;
export const DECIDE = `
  UPDATE relbutton_records SET place = $3, record = $4, answer = $5
  WHERE iss = $1 AND jti = $2 AND answer IN ($6, $7)`;
/**
 * Begins a relationship. The locked row stays so until the commit: the next one gets its `seq` then, so that readers see relationships in
 * the order of `seq`, and a cursor passes over none.
 */
export const FIRST_STATE = `
  INSERT INTO relbutton_heads (${RELATIONSHIP}) SELECT $1, $2, $3, $4, $5 FROM relbutton_order WHERE id = 1 FOR UPDATE`;
export const ALONE = 'DELETE FROM relbutton_records WHERE iss = $1 AND jti <> $2';

/**
 * As `listSql`: the rest of a relationship, then the later ones. Of each no more entries are looked at than the page holds. Parameters:
 * iss, hash, limit, limit - 1.
 */
export const LIST = `
  SELECT record.iss, ${columns('record')} FROM (
    (SELECT seq, 0 AS began FROM relbutton_records WHERE iss = $1 AND seq > ${PLACE} ORDER BY seq LIMIT $3)
    UNION ALL
    (SELECT one.seq, head.seq AS began FROM (
      SELECT iss, seq FROM relbutton_heads WHERE seq > ${AFTER} ORDER BY seq LIMIT $3
    ) AS head JOIN relbutton_records AS one ON one.iss = head.iss AND one.seq <= coalesce(
      (SELECT seq FROM relbutton_records WHERE iss = head.iss ORDER BY seq LIMIT 1 OFFSET $4), one.seq
    ) ORDER BY head.seq, one.seq LIMIT $3)
  ) AS page JOIN relbutton_records AS record ON record.seq = page.seq ORDER BY page.began, page.seq LIMIT $3`;

/** Without a named index, the server can read all relationships in their order to find the few. */
const indexOf = ({ status, isOpen = false }: RelationshipPage): string => {
  if (status !== undefined) return 'FORCE INDEX (relbutton_heads_status)';
  return isOpen ? 'FORCE INDEX (relbutton_heads_open)' : '';
};
/** Parameters: iss, limit, and the status if one is asked for. */
export const relationshipsSql = (page: RelationshipPage): string => `
  SELECT head.iss, head.version, head.state, ${columns('open')} FROM relbutton_heads AS head ${indexOf(page)}
  LEFT JOIN relbutton_records AS open ON open.iss = head.iss AND open.jti = head.open
  WHERE head.seq > ${AFTER} ${page.status === undefined ? '' : 'AND head.status = $3'} ${page.isOpen ? 'AND head.is_open = 1' : ''}
  ORDER BY head.seq LIMIT $2`;

/** See `FIND` of the other databases. */
export const FIND = `
  SELECT iss FROM relbutton_records
  WHERE credential_hash = UNHEX(SHA2($1, 256)) AND credential = $1 AND (record IS NOT NULL OR answer = $2) ORDER BY seq LIMIT 1`;
