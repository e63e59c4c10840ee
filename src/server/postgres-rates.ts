import type { Rates } from './options.js';
import type { Queryable } from './postgres-schema.js';
import { AHEAD, hasOne, nextEnd, sharedRates } from './shared-rates.js';

/** Unlogged: a count is not worth a write to the disk, and a crash only forgets it. The lock is that of the other tables. */
const TABLE = `
  BEGIN;
  SELECT pg_advisory_xact_lock(7012);
  CREATE UNLOGGED TABLE IF NOT EXISTS relbutton_rates (
    client text PRIMARY KEY,
    ends double precision NOT NULL
  );
  COMMIT;
`;

/** The database's clock, in milliseconds: the same for all machines. */
const NOW = 'extract(epoch FROM clock_timestamp())::double precision * 1000';
/** Now, in a statement that would insert the row of a first request. */
const GIVEN = '(excluded.ends - $2)';
/** Parameters: client, milliseconds for each request. Returns no row if the client has no request left. */
const TAKE = `
  INSERT INTO relbutton_rates AS known (client, ends) VALUES ($1, ${NOW} + $2::double precision)
  ON CONFLICT (client) DO UPDATE SET ends = ${nextEnd(GIVEN)} WHERE ${hasOne(GIVEN)}`;
const SWEEP = `DELETE FROM relbutton_rates WHERE ends NOT BETWEEN ${NOW} AND ${NOW} + ${AHEAD}`;

/**
 * Counts the requests of clients in a PostgreSQL database, for all machines together: one statement a request. It creates the table
 * `relbutton_rates` if it is missing. Rows that say nothing any more are deleted once a minute.
 *
 * @param pool a `Pool` of the package `pg`, such as that of the store
 * @returns a value for the option `rates`
 * @throws Error if the database cannot be reached
 * @example
 * const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });
 * const vendor = createVendor({ origin, name, accepts, key, rates: await createPostgresRates(pool) });
 */
export const createPostgresRates = async (pool: Queryable): Promise<Rates> => {
  await pool.query(TABLE);
  const take = async (client: string, each: number): Promise<boolean> => (await pool.query(TAKE, [client, each])).rowCount === 1;
  return sharedRates(take, () => pool.query(SWEEP));
};
