/**
 * Works through the outbox of a store: one loop a process. It goes on by itself after whatever fails.
 *
 * @module
 */
import { createClock } from './clock.js';
import type { DeliveryEvent } from './events.js';
import { inTime } from './in-time.js';
import type { Delivery, OutboxStore } from './outbox-store.js';
import { type Report, reasonOf } from './report.js';
import type { Watch } from './watch.js';

/** Lease: how long one process owns a message before another one tries, in milliseconds. */
const LEASE = 30_000;
/** The time limit of one try, in milliseconds: less than the lease. */
const PATIENCE = 25_000;
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 3_600_000;
/** Milliseconds added to a timer, which can fire early, before a message is due. */
const MARGIN = 20;

/** Returns how long to wait after so many tries, in milliseconds. */
const waitAfter = (tries: number, longest: number): number => Math.min(FIRST_WAIT * 2 ** (tries - 1), longest);

interface Looping {
  readonly store: OutboxStore;
  /** Does what a message asks for; a rejection means that it is tried again. */
  readonly work: (message: Delivery) => Promise<void>;
  /** The number of tries after which a message is a dead letter. */
  readonly tries: number;
  /** The number of messages under way at once. */
  readonly concurrency: number;
  readonly report: Report;
  /** Hears of each try. */
  readonly watch: Pick<Watch, 'delivery'>;
}

export interface DeliveryLoop {
  /** Tries each due message once, and then those behind it, then resolves. Never rejects. */
  deliver(): Promise<void>;
  /** Looks for due messages soon. */
  wake(): void;
  /** Ends the tries under way, and begins no more. The messages that are left stay in the store. */
  close(): Promise<void>;
}

type Clock = () => number;

/**
 * Makes the function that tries a message once, and reports what fails.
 *
 * @returns a function that never rejects. Its second parameter is the time since when the next message of that line is due
 */
const attemptWith = ({ store, work, tries, report, watch }: Looping, clock: Clock) => {
  const fail = async (message: Delivery, error: unknown, due: number): Promise<void> => {
    const { id, iss, kind, attempts } = message;
    if (attempts < tries) {
      report(error);
      return store.postpone(message, clock() + waitAfter(attempts, LONGEST_WAIT));
    }
    // A database cannot keep U+0000.
    const why = reasonOf(error).message.replaceAll('\0', '\ufffd');
    await store.bury(message, why, due);
    const what = `The message ${id} (${kind}) of ${iss} is a dead letter after ${attempts} tries: ${why}`;
    report(new Error(`${what} vendor.undelivered lists it, vendor.resend sends it again.`, { cause: error }));
  };
  return async (message: Delivery, due: number): Promise<void> => {
    const option = message.kind === 'change' ? 'onchange' : 'erase';
    const late = (): Error => new Error(`The option ${option} of createVendor took longer than ${PATIENCE} ms.`);
    const begun = performance.now();
    const note = (outcome: DeliveryEvent['outcome']): void =>
      watch.delivery({ kind: message.kind, outcome, milliseconds: performance.now() - begun });
    const done = inTime(() => work(message), PATIENCE, late).then(
      () => {
        note('delivered');
        return store.finish(message, due);
      },
      (error: unknown) => {
        note(message.attempts < tries ? 'failed' : 'dead');
        return fail(message, error, due);
      },
    );
    // If the store fails here, the lease runs out, and the message is tried again.
    await done.catch(report);
  };
};

/**
 * Makes the function that tells how long to wait until the next look, in milliseconds: at most a lease, for messages of a process that
 * has stopped. After failures of the store it waits longer each time.
 *
 * @returns a function that never rejects. Its parameter says whether the store has just failed
 */
const waitWith = ({ store, report }: Looping, clock: Clock) => {
  let failures = 0;
  return async (hasFailed: boolean): Promise<number> => {
    if (!hasFailed)
      try {
        const next = (await store.next()) ?? Infinity;
        failures = 0;
        return Math.min(Math.max(next - clock(), 0) + MARGIN, LEASE);
      } catch (error) {
        report(error);
      }
    return waitAfter(++failures, LEASE);
  };
};

interface Timer {
  /** Does the work once after so many milliseconds; a later call counts instead of the one before. */
  start(wait: number): void;
  stop(): void;
}
const timerFor = (work: () => unknown): Timer => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    start(wait) {
      clearTimeout(timer);
      timer = setTimeout(work, wait);
      // In Node the timer does not keep the process alive: the message is in the store.
      (timer as { unref?: () => void }).unref?.();
    },
    stop: () => clearTimeout(timer),
  };
};

interface News {
  /** Says that something has changed. */
  tell(): void;
  isThere(): boolean;
  /** Waits until something has changed since the last call. */
  next(): Promise<void>;
}
const createNews = (): News => {
  let isThere = false;
  let wake = (): void => undefined;
  return {
    tell() {
      isThere = true;
      wake();
    },
    isThere: () => isThere,
    async next() {
      if (!isThere) await new Promise<void>((resolve) => (wake = resolve));
      isThere = false;
    },
  };
};

/** Makes the loop of a process over the outbox of its store. */
export const createDeliveryLoop = (looping: Looping): DeliveryLoop => {
  const { store, concurrency, report } = looping;
  const clock = createClock();
  const attempt = attemptWith(looping, clock);
  const waitForNext = waitWith(looping, clock);
  const underWay = new Set<string>();
  let running: Promise<void> | undefined;
  let isClosed = false;
  /** A delivery claims the messages that are due at this time. A message that fails is due later, so it is tried once. */
  let horizon = 0;
  const news = createNews();

  const begin = async (message: Delivery): Promise<void> => {
    // The clock was set forward, and the lease ran out while this process still works on it.
    if (underWay.has(message.id)) return;
    underWay.add(message.id);
    await attempt(message, horizon);
    underWay.delete(message.id);
    news.tell();
  };
  /** Claims as many messages as there is room for. @returns `false` if the store failed */
  const claim = async (): Promise<boolean> => {
    const limit = concurrency - underWay.size;
    try {
      const claimed = limit > 0 && !isClosed ? await store.claim({ now: horizon, until: clock() + LEASE, limit }) : [];
      for (const message of claimed) void begin(message);
      return true;
    } catch (error) {
      report(error);
      return false;
    }
  };

  const timer = timerFor(() => deliver());
  const run = async (): Promise<void> => {
    let isGood = true;
    while (news.isThere() || underWay.size > 0) {
      await news.next();
      isGood = await claim();
    }
    const wait = isClosed ? 0 : await waitForNext(!isGood);
    running = undefined;
    if (!isClosed) timer.start(news.isThere() ? 0 : wait);
  };
  const deliver = async (): Promise<void> => {
    if (isClosed) return;
    horizon = clock();
    news.tell();
    while (running || news.isThere()) await (running ??= run());
  };
  const close = async (): Promise<void> => {
    isClosed = true;
    timer.stop();
    await running;
  };
  return { deliver, wake: () => timer.start(0), close };
};
