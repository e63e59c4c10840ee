/**
 * The rate limit of a database, which counts for all machines together: the algorithm of `createRates`, by the database's clock. Rows
 * that say nothing any more are deleted once a minute.
 *
 * @module
 */
import type { Rates } from './options.js';
import { MINUTE, ROUNDING } from './rate-limit.js';

/** The milliseconds after now at which a client may have all its requests back at most. */
export const AHEAD = MINUTE + ROUNDING;

/**
 * The time until which a client's requests are used up, with one more. A time that is too late comes from before the clock was set back.
 * Parameter 2: the milliseconds for each request. @param now in milliseconds, an expression. The row is `known`
 */
export const nextEnd = (now: string): string =>
  `greatest(CASE WHEN known.ends > ${now} + ${AHEAD} THEN 0 ELSE known.ends END, ${now}) + $2`;

/** The condition of a client that has a request left. @param now as `nextEnd` */
export const hasOne = (now: string): string => `${nextEnd(now)} <= ${now} + ${AHEAD}`;

/**
 * Makes the rates of a database. No request waits for a sweep: if one fails, the next `take` rejects with its error, so that it is reported.
 *
 * @param take counts a request of a client by the milliseconds for each, and returns whether it had one left
 * @param sweep deletes the rows that say nothing any more
 */
export const sharedRates = (take: (client: string, each: number) => Promise<boolean>, sweep: () => Promise<unknown>): Rates => {
  let swept = performance.now();
  let failure: { readonly error: unknown } | undefined;
  return {
    async take(client, perMinute) {
      const failed = failure;
      failure = undefined;
      if (failed) throw failed.error;
      if (performance.now() - swept > MINUTE) {
        swept = performance.now();
        void sweep().catch((error: unknown) => (failure = { error }));
      }
      return take(client, MINUTE / perMinute);
    },
  };
};
