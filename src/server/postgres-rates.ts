import type { Queryable } from './postgres-schema.js';
import { MINUTE, type Rates, ROUNDING } from './rate-limit.js';

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
/** The time until which the client's requests are used up. One that is too late comes from before the clock was set back. */
const KNOWN = `CASE WHEN known.ends > excluded.ends - $2 + ${MINUTE + ROUNDING} THEN 0 ELSE known.ends END`;
const NEXT = `greatest(${KNOWN}, excluded.ends - $2) + $2`;
/** Parameters: client, milliseconds for each request. Returns no row if the client has no request left. */
const TAKE = `
  INSERT INTO relbutton_rates AS known (client, ends) VALUES ($1, ${NOW} + $2::double precision)
  ON CONFLICT (client) DO UPDATE SET ends = ${NEXT} WHERE ${NEXT} <= excluded.ends - $2 + ${MINUTE + ROUNDING}`;
const SWEEP = `DELETE FROM relbutton_rates WHERE ends NOT BETWEEN ${NOW} AND ${NOW} + ${MINUTE + ROUNDING}`;

/**
 * Counts the requests of clients in a PostgreSQL database, for all machines together: one statement a request. It creates the table
 * `relbutton_rates` if it is missing. Rows that say nothing any more are deleted once a minute.
 *
 * @param pool a `Pool` of the package `pg`, such as that of the store
 * @returns a value for the option `rates`
 * @throws Error if the database cannot be reached
 * @example
 * const vendor = createVendor({ origin, name, accepts, key, store, rates: await createPostgresRates(pool) });
 */
export const createPostgresRates = async (pool: Queryable): Promise<Rates> => {
  await pool.query(TABLE);
  let swept = performance.now();
  return {
    async take(client, perMinute) {
      if (performance.now() - swept > MINUTE) {
        swept = performance.now();
        await pool.query(SWEEP);
      }
      return (await pool.query(TAKE, [client, MINUTE / perMinute])).rowCount === 1;
    },
  };
};
