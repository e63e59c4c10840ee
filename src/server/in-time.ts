/**
 * Starts work and awaits it with a time limit. Late work goes on, and its result is ignored.
 *
 * @param limit in milliseconds
 * @param late makes the error for work that takes longer
 */
export const inTime = async <T>(work: () => T | Promise<T>, limit: number, late: () => Error): Promise<T> => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), limit);
  });
  try {
    return await Promise.race([work(), timeout]);
  } finally {
    clearTimeout(timer);
  }
};
