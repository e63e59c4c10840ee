/**
 * Keeps a vendor's records in MySQL or MariaDB, for a vendor with one machine or several: a `jti` is used once across all of them, and
 * each place in a relationship is taken once. Needs the package `mysql2`. Each call is one statement or one transaction.
 *
 * @module
 */
import { writeJson } from '../contract/write-json.js';
import { createMysqlOutbox, send } from './mysql-outbox.js';
import { checkPool, prepareTables } from './mysql-schema.js';
import { ADD, ALONE, DECIDE, FIND, FIRST_STATE, LIST, relationshipsSql } from './mysql-statements.js';
import { createSteps, isTaken, type MysqlConnection, type MysqlPool, type Run } from './mysql-steps.js';
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
import { BY_NAMED_INDEX, lookSql, NEXT_STATE, NO_LIMIT, readSql } from './statements.js';
import type { Entry, State, Step, Store } from './store.js';

export { createMysqlRates } from './mysql-rates.js';
export type { MysqlConnection, MysqlPool };

const LOOK = lookSql(BY_NAMED_INDEX);

type Reading = Pick<Store, 'look' | 'read' | 'list' | 'relationships' | 'find'>;
const readingBy = (run: Run): Reading => {
  const entries = async (...statement: Parameters<Run>): Promise<Entry[]> =>
    ((await run(...statement)).rows as Row[]).map(entryOf);
  return {
    look: async ({ iss, jti = null, re = null }) => lookedOf(((await run(LOOK, iss, jti, re)).rows as [LookRow])[0]),
    read: (iss, page = {}) => entries(readSql(page, 'is_left = 1'), iss, page.after ?? null, page.limit ?? NO_LIMIT),
    list: ({ after, limit = NO_LIMIT } = {}) =>
      entries(LIST, after?.iss ?? null, after?.hash ?? null, limit, Math.max(limit - 1, 0)),
    async relationships(page = {}) {
      const { rows } = await run(relationshipsSql(page), page.after ?? null, page.limit ?? NO_LIMIT, page.status ?? null);
      return (rows as RelationshipRow[]).map(relationshipOf);
    },
    async find(credential) {
      const { rows } = await run(FIND, credential, PENDING);
      return (rows as { iss: string }[])[0]?.iss;
    },
  };
};

const setState = async (run: Run, iss: string, state: State): Promise<boolean> =>
  (await run(state.version === 1 ? FIRST_STATE : NEXT_STATE, iss, ...stateColumns(state))).changed > 0;

/** Returns whether a change was made: not if a key is taken. */
const unlessTaken = async (change: Promise<boolean>): Promise<boolean> => {
  try {
    return await change;
  } catch (error) {
    if (isTaken(error)) return false;
    throw error;
  }
};

/**
 * Makes a store in a database of MySQL from 8.0.17 or MariaDB from 10.6, and creates missing tables. It tries a step again that the
 * database undid for a deadlock or a lock, for 5 s. A call rejects, and its connection is closed, if a statement takes longer than 5 s.
 *
 * @param pool a `Pool` of `mysql2/promise` of its own: the store sets the SQL mode, the isolation level, the time zone and the time
 * limit for locks of its connections. Its charset is utf8mb4, the default. The caller ends it
 * @throws Error if the database cannot be reached or is too old, or the pool names no database or another charset; TypeError for a pool
 * without promises
 * @example
 * const pool = mysql.createPool(process.env.DATABASE_URL);
 * const vendor = createVendor({ origin, name, accepts, key, store: await createMysqlStore(pool) });
 */
export const createMysqlStore = async (pool: MysqlPool): Promise<Store> => {
  checkPool(pool);
  const steps = createSteps(pool);
  await prepareTables(steps);
  /**
   * Makes a change of a relationship with all of its step, if no other came first and `work` makes it. A relationship begins at the end
   * of a step, since no other one begins from then until the commit.
   */
  const change = ({ iss, jti }: Entry, step: Step, work: (run: Run) => ReturnType<Run>): Promise<boolean> =>
    unlessTaken(
      steps.inOneStep(async (run) => {
        const isFirst = step.state.version === 1;
        if (!isFirst && !(await setState(run, iss, step.state))) return false;
        if ((await work(run)).changed === 0) return false;
        if (step.isAlone) await run(ALONE, iss, jti);
        await send(run, iss, step);
        return !isFirst || setState(run, iss, step.state);
      }),
    );
  return {
    ...readingBy(steps.run),
    ...createMysqlOutbox(steps),
    add: (entry, step) => change(entry, step, (run) => run(ADD, ...entryColumns(entry))),
    decide: (entry, step) => {
      const { iss, jti, place, record, answer } = entry;
      return change(entry, step, (run) => run(DECIDE, iss, jti, place, record, writeJson(answer), ...AWAITS));
    },
    mend: (iss, state) => unlessTaken(setState(steps.run, iss, state)),
  };
};
