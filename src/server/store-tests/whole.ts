/** The outbox as a test uses it: by times before any vendor's, so that it touches no message of one. */
import { drained, put } from './acts.js';
import { Difference } from './check.js';
import type { Delivery, DeadLetter, Message } from '../outbox-store.js';
import type { Entry, State, Store } from '../store.js';
import { BEFORE_VENDORS, changeOf, entryOf, type Tested } from './tested.js';

/** Takes the messages of the tests out of the outbox, and returns those of one relationship. */
export const drainedOf = async (store: Store, iss: string): Promise<Delivery[]> =>
  (await drained(store, BEFORE_VENDORS)).filter((one) => one.iss === iss);

/** Returns when a message of the tests is due next; `undefined` if none waits. */
export const nextOf = async (store: Store): Promise<number | undefined> => {
  const due = await store.next();
  return due !== undefined && due <= BEFORE_VENDORS ? due : undefined;
};

/** Returns the dead letters of a relationship. */
export const deadOf = async (store: Store, iss: string): Promise<DeadLetter[]> =>
  (await store.dead()).filter((one) => one.iss === iss);

/** Returns all that a store has of a relationship, but the messages that wait. */
export const everythingOf = async (
  store: Store,
  iss: string,
): Promise<{
  state: State;
  open: Entry | undefined;
  entries: readonly Entry[];
  dead: DeadLetter[];
  next: number | undefined;
}> => {
  const { state, entry: open } = await store.look({ iss });
  return { state, open, entries: await store.read(iss), dead: await deadOf(store, iss), next: await nextOf(store) };
};

/** The calls of a test of the outbox. */
export interface OutboxTest {
  /** Sends a message with a new entry. Default: by the test's own relationship. */
  send(message: Message, to?: string): Promise<void>;
  /** Claims what is due, for 100 ms unless told otherwise. */
  claim(now: number, limit?: number, until?: number): Promise<readonly Delivery[]>;
  /** Claims what is due: one message. */
  claimOne(now: number): Promise<Delivery>;
}
/** Begins a test of the outbox: it takes out what an earlier test has left. */
export const outboxOf = async ({ store, again, iss }: Tested): Promise<OutboxTest> => {
  await drained(store, BEFORE_VENDORS);
  const claim = (now: number, limit = 10, until = now + 100): Promise<readonly Delivery[]> => again.claim({ now, until, limit });
  return {
    claim,
    async claimOne(now) {
      const claimed = await claim(now);
      const [first] = claimed;
      if (!first || claimed.length > 1) throw new Difference(`claim of one message that is due at ${now}`, claimed.length, 1);
      return first;
    },
    async send(message = changeOf(), to = iss) {
      if (!(await put(store, entryOf(to), message))) throw new Difference('add with a message', false, true);
    },
  };
};
