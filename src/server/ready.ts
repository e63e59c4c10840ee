import { inTime } from './in-time.js';
import type { Report } from './report.js';
import type { Store } from './store.js';

/** The time limit for the store's answer, in milliseconds. */
const PATIENCE = 1_000;
/** The time for which an answer counts, in milliseconds. */
const FRESH = 1_000;

/**
 * Makes a function that returns whether the store answers. It asks at most once a second, and never twice at once, however often it is
 * called. Never rejects: it reports when the store stops answering.
 */
export const createReady = (store: Store, report: Report): (() => Promise<boolean>) => {
  let answer: Promise<boolean> | undefined;
  let end = Infinity;
  let wasReady = true;
  const ask = async (): Promise<boolean> => {
    try {
      await store.look({ iss: '' });
      wasReady = true;
    } catch (error) {
      if (wasReady) report(error);
      wasReady = false;
    }
    end = performance.now() + FRESH;
    return wasReady;
  };
  return () => {
    if (!answer || performance.now() >= end) {
      end = Infinity;
      answer = ask();
    }
    const asked = answer;
    return inTime(
      () => asked,
      PATIENCE,
      () => new Error('late'),
    ).catch(() => false);
  };
};
