/**
 * What a store in SQLite reads and writes, as statements: for a file, and for Cloudflare's D1.
 *
 * @module
 */
import { writeJson } from '../contract/write-json.js';
import {
  AWAITS,
  entryColumns,
  entryOf,
  lookedOf,
  type LookRow,
  PENDING,
  relationshipOf,
  type RelationshipRow,
  type Row,
  stateColumns,
} from './rows.js';
import { sendStatements } from './sqlite-outbox.js';
import {
  BY_LOOP,
  FIND,
  listSql,
  lookSql,
  NEXT_STATE,
  NO_LIMIT,
  readSql,
  relationshipsSql,
  type Statement,
} from './statements.js';
import type { Entry, Step, Store } from './store.js';
import { ENTRY, RELATIONSHIP } from './tables.js';

/** Writes the parameters of a statement as SQLite numbers them: it counts a `$2` that comes first as the first one. */
export const numbered = (sql: string): string => sql.replaceAll('$', '?');

const ADD = `INSERT OR IGNORE INTO relbutton_records (${ENTRY}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`;
const DECIDE = `
  UPDATE OR IGNORE relbutton_records SET place = $3, record = $4, answer = $5
  WHERE iss = $1 AND jti = $2 AND answer IN ($6, $7)`;
const FIRST_STATE = `INSERT OR IGNORE INTO relbutton_heads (${RELATIONSHIP}) VALUES ($1, $2, $3, $4, $5)`;
const ALONE = 'DELETE FROM relbutton_records WHERE iss = $1 AND jti <> $2';

/** @param all runs a statement and returns its rows */
export const readingBy = (
  all: (...statement: Statement) => Promise<unknown[]>,
): Pick<Store, 'look' | 'read' | 'list' | 'relationships' | 'find'> => ({
  look: async ({ iss, jti = null, re = null }) => lookedOf(((await all(lookSql(BY_LOOP), iss, jti, re)) as [LookRow])[0]),
  read: async (iss, page = {}) =>
    ((await all(readSql(page), iss, page.after ?? null, page.limit ?? NO_LIMIT)) as Row[]).map(entryOf),
  list: async ({ after, limit = NO_LIMIT } = {}) =>
    ((await all(listSql(BY_LOOP), after?.iss ?? null, after?.hash ?? null, limit)) as Row[]).map(entryOf),
  relationships: async (page = {}) => {
    const status = page.status === undefined ? [] : [page.status];
    const rows = await all(relationshipsSql(BY_LOOP, page), page.after ?? null, page.limit ?? NO_LIMIT, ...status);
    return (rows as RelationshipRow[]).map(relationshipOf);
  },
  find: async (credential) => ((await all(FIND, credential, PENDING)) as { iss: string }[])[0]?.iss,
});

/** A change of a relationship, made in one step. */
export interface Change {
  /** Each has to change a row: else nothing is changed. */
  readonly must: readonly Statement[];
  readonly also: readonly Statement[];
}

/** @param make makes a change, and returns whether it was made */
export const writingBy = (make: (change: Change) => Promise<boolean>): Pick<Store, 'add' | 'decide' | 'mend'> => {
  const change = ({ iss, jti }: Pick<Entry, 'iss' | 'jti'>, step: Step, ...entry: Statement[]): Promise<boolean> =>
    make({
      must: [[step.state.version === 1 ? FIRST_STATE : NEXT_STATE, iss, ...stateColumns(step.state)], ...entry],
      also: [...(step.isAlone ? [[ALONE, iss, jti] as const] : []), ...sendStatements(iss, step)],
    });
  return {
    add: (entry, step) => change(entry, step, [ADD, ...entryColumns(entry)]),
    decide: (entry, step) => {
      const { iss, jti, place, record, answer } = entry;
      return change(entry, step, [DECIDE, iss, jti, place, record, writeJson(answer), ...AWAITS]);
    },
    mend: (iss, state) => change({ iss, jti: '' }, { state }),
  };
};
