import { createPool } from 'mysql2/promise';
import pg from 'pg';
import { createMysqlStore } from 'relbutton/server/mysql';
import { createPostgresStore } from 'relbutton/server/postgres';
import { createSqliteStore } from 'relbutton/server/sqlite';

/**
 * Opens the store that a process is told by the options of its parent: `sqlite`, `postgres` or `mysql`.
 *
 * @param {(error: Error) => void} [onerror] receives errors of idle connections
 * @returns the store, and `end`, which ends its connections
 */
export const openTold = async ({ sqlite, postgres, mysql }, onerror) => {
  if (sqlite) return { store: createSqliteStore(sqlite), end: () => Promise.resolve() };
  const pool = mysql ? createPool(mysql) : new pg.Pool(postgres);
  const store = await (mysql ? createMysqlStore(pool) : createPostgresStore(pool, onerror));
  return { store, end: () => pool.end() };
};
