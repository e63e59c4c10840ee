import { TABLES } from './sqlite-schema.js';
import { numbered } from './sqlite-statements.js';
import type { Statement } from './statements.js';

/** The part of a statement of D1 that the store uses. */
export interface D1Statement {
  bind(...values: unknown[]): D1Statement;
}
/** The part of a D1 binding that the store uses. */
export interface D1 {
  prepare(sql: string): D1Statement;
  /** Runs statements in one transaction. */
  batch(statements: D1Statement[]): Promise<readonly { readonly results: unknown[] }[]>;
}

/** The tables, as SQL text: for a migration, if you prefer one. The store makes them by itself if they are missing. */
export const D1_TABLES = `${TABLES.replace(/^ +/gm, '').trim()}
CREATE TABLE IF NOT EXISTS relbutton_rates (client TEXT PRIMARY KEY, ends REAL NOT NULL) STRICT;
`;
/** `D1_TABLES` is made as a whole, the rates last. */
const IS_MADE = `SELECT 1 FROM sqlite_master WHERE name = 'relbutton_rates'`;

/** Runs statements in one transaction, and returns the rows of each. */
export type Batch = (...statements: Statement[]) => Promise<unknown[][]>;

/** Opens a database. The first batch makes the tables. No batch waits for one of another request, whose work a worker cannot share. */
export const openD1 = (database: D1): Batch => {
  let isReady = false;
  const batch: Batch = async (...statements) => {
    const all = statements.map(([sql, ...values]) => database.prepare(numbered(sql)).bind(...values));
    return (await database.batch(all)).map(({ results }) => results);
  };
  return async (...statements) => {
    if (!isReady) {
      const [made = []] = await batch([IS_MADE]);
      const tables = D1_TABLES.split(';\n').filter((sql) => sql.trim());
      if (made.length === 0) await batch(...tables.map((sql): Statement => [sql]));
      isReady = true;
    }
    return batch(...statements);
  };
};
