/**
 * Keeps a vendor's records in Cloudflare's D1, for a vendor in a worker. D1 has no transaction that waits for code: each change is one
 * `batch`, which D1 makes as a whole or not at all. A binding asks the primary database, so each call sees all that came before; do not
 * pass a session, whose replica can be behind.
 *
 * @module
 */
import { type Batch, type D1, openD1 } from './d1-schema.js';
import { createSqliteOutbox } from './sqlite-outbox.js';
import { readingBy, writingBy } from './sqlite-statements.js';
import type { Statement } from './statements.js';
import type { Store } from './store.js';

export { createD1Rates } from './d1-rates.js';
export { type D1, D1_TABLES, type D1Statement } from './d1-schema.js';

/** Fails, and so undoes the batch, if the statement before changed nothing: a relationship has an `iss`. */
const UNDO: Statement = ['INSERT INTO relbutton_heads (iss, version, status) SELECT NULL, 0, 0 WHERE changes() = 0'];
const UNDONE = 'NOT NULL constraint failed: relbutton_heads.iss';
// An error of D1 has the text of SQLite's in its message, and no code.
const isUndone = (error: unknown): boolean => error instanceof Error && error.message.includes(UNDONE);

const makeBy = (batch: Batch): Parameters<typeof writingBy>[0] => {
  return async ({ must, also }) => {
    try {
      await batch(...must.flatMap((statement) => [statement, UNDO]), ...also);
      return true;
    } catch (error) {
      if (isUndone(error)) return false;
      throw error;
    }
  };
};

/**
 * Makes a store of a D1 database, shared by all isolates. The first call makes the tables if they are missing.
 *
 * @param database the binding, such as `env.DB`
 * @returns the store, which can outlive a request: it keeps no work of one
 * @example
 * const vendor = createVendor({ origin, name, accepts, key, store: createD1Store(env.DB) });
 */
export const createD1Store = (database: D1): Store => {
  const batch = openD1(database);
  const all = async (...statement: Statement): Promise<unknown[]> => ((await batch(statement)) as [unknown[]])[0];
  return { ...readingBy(all), ...createSqliteOutbox(batch), ...writingBy(makeBy(batch)) };
};
