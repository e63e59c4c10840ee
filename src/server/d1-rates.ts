import { type D1, openD1 } from './d1-schema.js';
import type { Rates } from './options.js';
import { AHEAD, hasOne, nextEnd, sharedRates } from './shared-rates.js';

/** The database's clock, in milliseconds: the same for all isolates. */
const NOW = `unixepoch('subsec') * 1000`;
/** Now, in a statement that would insert the row of a first request. */
const GIVEN = '(excluded.ends - $2)';
/** Parameters: client, milliseconds for each request. Returns no row if the client has no request left. SQLite calls `greatest` `max`. */
const TAKE = `
  INSERT INTO relbutton_rates AS known (client, ends) VALUES ($1, ${NOW} + $2)
  ON CONFLICT (client) DO UPDATE SET ends = ${nextEnd(GIVEN)} WHERE ${hasOne(GIVEN)} RETURNING ends`.replaceAll(
  'greatest(',
  'max(',
);
const SWEEP = `DELETE FROM relbutton_rates WHERE ends NOT BETWEEN ${NOW} AND ${NOW} + ${AHEAD}`;

/**
 * Counts the requests of clients in a D1 database, for all isolates together: one statement a request. Rows that say nothing any more
 * are deleted once a minute. Keep it for as long as the isolate, outside of `fetch`: it notes when it deleted last.
 *
 * @param database the binding, such as that of the store
 * @returns a value for the option `rates`
 * @example
 * const rates = createD1Rates(env.DB);
 * const vendor = createVendor({ origin, name, accepts, key, store, rates });
 */
export const createD1Rates = (database: D1): Rates => {
  const batch = openD1(database);
  const take = async (client: string, each: number): Promise<boolean> =>
    ((await batch([TAKE, client, each])) as [unknown[]])[0].length > 0;
  return sharedRates(take, () => batch([SWEEP]));
};
