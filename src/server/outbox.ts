import { type Claims, sideOf } from '../contract/record.js';
import type { Status } from '../contract/statuses.js';
import type { Entry, Delivery, Store } from './store.js';

/** What the vendor's own systems hear of a relationship: at least once, and each time under the same `id`. */
export interface Change {
  readonly id: string;
  /** The customer's key thumbprint. */
  readonly iss: string;
  readonly act: string;
  /** Which side says it. */
  readonly side: 'customer' | 'vendor';
  /** Where the relationship stands with it: `asked` for a proposal that awaits a decision. */
  readonly status: Status;
  /** The record that both sides hold; none while it awaits a decision. */
  readonly record?: string;
}
export type OnChange = (change: Change) => void | Promise<void>;

/** Whoever delivers has so long before another process may try as well, in milliseconds. */
const LEASE = 30_000;
const FIRST_WAIT = 1_000;
/** A timer can be early, and would find nothing due. */
const MARGIN = 20;
const LONGEST_WAIT = 3_600_000;

export interface Outbox {
  /** The message that goes into the store together with its record; none where nobody listens. */
  messageFor(entry: Entry, claims: Claims, status: Status): Delivery | undefined;
  /** Delivers what is due, and returns when each was tried once. */
  deliver(): Promise<void>;
  /** Delivers soon, and again after a while what fails: after 1 s, then twice as long each time, up to an hour. */
  wake(): void;
}

/** Delivers from the store, so that nothing is lost where the machine stops between a record and its delivery. */
export const createOutbox = (store: Store, onchange: OnChange | undefined): Outbox => {
  let timer: ReturnType<typeof setTimeout> | undefined;

  const attempt = async (message: Delivery): Promise<void> => {
    if (!(await store.postpone(message, Date.now() + LEASE))) return;
    try {
      await onchange?.(JSON.parse(message.body) as Change);
      await store.finish(message.id);
    } catch (error) {
      // For the vendor's log; the customer is not concerned.
      console.error(error);
      // Each try counts twice: once when it begins and once when it fails.
      const wait = Math.min(FIRST_WAIT * 2 ** (message.attempts / 2), LONGEST_WAIT);
      await store.postpone({ ...message, attempts: message.attempts + 1 }, Date.now() + wait);
    }
  };

  const schedule = (wait: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void deliver().catch(console.error), wait);
    // In Node, waiting for the next try keeps no process alive: the message lies in the store.
    (timer as { unref?: () => void }).unref?.();
  };

  const deliver = async (): Promise<void> => {
    if (!onchange) return;
    for (const message of await store.due(Date.now())) await attempt(message);
    // What failed, and what another process took on and may not live to deliver.
    const [next] = await store.due(Date.now() + LONGEST_WAIT);
    if (next) schedule(Math.max(next.due - Date.now(), 0) + MARGIN);
  };

  return {
    messageFor({ iss, record }, claims, status) {
      if (!onchange) return undefined;
      const id = crypto.randomUUID();
      const change: Change = { id, iss, act: claims.act, side: sideOf(claims), status, ...(record !== null && { record }) };
      return { id, due: Date.now(), attempts: 0, body: JSON.stringify(change) };
    },
    deliver,
    wake: () => onchange && schedule(0),
  };
};
