import { checkPool, prepareRates } from './mysql-schema.js';
import { createSteps, isTaken, type MysqlPool } from './mysql-steps.js';
import type { Rates } from './options.js';
import { AHEAD, hasOne, nextEnd, sharedRates } from './shared-rates.js';

/** The database's clock, in milliseconds: the same for all machines. */
const NOW = '(unix_timestamp(now(6)) * 1000)';
/** Parameters: client, milliseconds for each request. */
const TAKE = `UPDATE relbutton_rates AS known SET ends = ${nextEnd(NOW)} WHERE client = $1 AND ${hasOne(NOW)}`;
const FIRST = `INSERT INTO relbutton_rates (client, ends) VALUES ($1, ${NOW} + $2)`;
const SWEEP = `DELETE FROM relbutton_rates WHERE ends NOT BETWEEN ${NOW} AND ${NOW} + ${AHEAD}`;

/**
 * Counts the requests of clients in a database of MySQL or MariaDB, for all machines together: one statement for a request of a client
 * that is known, two for the first one, three for one that is refused. It creates the table `relbutton_rates` if it is missing.
 *
 * @param pool a `Pool` of `mysql2/promise`, such as that of the store
 * @returns a value for the option `rates`
 * @throws Error if the database cannot be reached or does not serve: see `createMysqlStore`
 * @example
 * const pool = mysql.createPool(process.env.DATABASE_URL);
 * const vendor = createVendor({ origin, name, accepts, key, rates: await createMysqlRates(pool) });
 */
export const createMysqlRates = async (pool: MysqlPool): Promise<Rates> => {
  checkPool(pool);
  const steps = createSteps(pool);
  await prepareRates(steps);
  const { run } = steps;
  const takeKnown = async (client: string, each: number): Promise<boolean> => (await run(TAKE, client, each)).changed > 0;
  const takeFirst = async (client: string, each: number): Promise<boolean> => {
    try {
      return (await run(FIRST, client, each)).changed > 0;
    } catch (error) {
      // It is known: it has no request left, or its first one came at the same time.
      if (isTaken(error)) return takeKnown(client, each);
      throw error;
    }
  };
  const take = async (client: string, each: number): Promise<boolean> =>
    (await takeKnown(client, each)) || takeFirst(client, each);
  return sharedRates(take, () => run(SWEEP));
};
