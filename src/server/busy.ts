/** The time after which a call gives up, in milliseconds. */
const PATIENCE = 2_000;
/** The time between two attempts, in milliseconds. */
const WAIT = 10;

const isBusy = (error: unknown): boolean => String((error as { code?: unknown } | undefined)?.code).startsWith('SQLITE_BUSY');

/**
 * Makes a line for calls of an SQLite database that another process may have locked. The driver is synchronous: while it waits for a
 * lock, it stops the whole process. So it waits for none, and a call that meets a lock is tried again, one at a time and in order, while
 * the event loop goes on.
 *
 * @returns a function that makes a call in its turn. It rejects with the driver's error if the database stays locked for 2 s
 */
export const inLine = (): (<T>(call: () => T) => Promise<T>) => {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  const retry = async <T>(call: () => T, end: number): Promise<T> => {
    for (;;) {
      try {
        return call();
      } catch (error) {
        if (!isBusy(error) || performance.now() >= end) throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, WAIT));
    }
  };
  return async (call) => {
    if (waiting === 0)
      try {
        return call();
      } catch (error) {
        if (!isBusy(error)) throw error;
      }
    const end = performance.now() + PATIENCE;
    waiting++;
    const turn = last.then(() => retry(call, end)).finally(() => waiting--);
    last = turn.catch(() => undefined);
    return turn;
  };
};
