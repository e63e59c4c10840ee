import { NoAnswer } from './report.js';

/** Waits for work. @param limit in milliseconds @throws NoAnswer with `why` if it takes longer */
export const inTime = <T>(work: Promise<T>, limit: number, why: string): Promise<T> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new NoAnswer(why)), limit);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
