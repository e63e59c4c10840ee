/**
 * Delivers changes to the vendor's own systems. Changes stay in the store until they are delivered, and so survive a stop of the
 * machine after a record is stored.
 *
 * @module
 */
import { type Claims, readClaims, sideOf } from '../contract/record.js';
import type { Status } from '../contract/statuses.js';
import { writeJson } from '../contract/write-json.js';
import type { DeliveryEvent, Watch } from './events.js';
import { inTime } from './in-time.js';
import type { Report } from './report.js';
import type { Delivery, Entry, Store } from './store.js';

/** A change of a relationship, delivered at least once and each time under the same `id`. */
export interface Change {
  readonly id: string;
  /** The customer's key thumbprint. */
  readonly iss: string;
  readonly act: string;
  /** The side that signed the act. */
  readonly side: 'customer' | 'vendor';
  /** The status after the change: `asked` for a proposal that awaits a decision. */
  readonly status: Status;
  /** The time of the change, in ISO 8601. */
  readonly occurredAt: string;
  /** The number of the change within its relationship, from 1. Changes are delivered in this order. */
  readonly sequence: number;
  /** The record that both sides hold; missing while it awaits a decision. */
  readonly record?: string;
}
/**
 * Receives a change. If it throws, rejects or takes longer than 25 s, it is called again: after 1 s, then after twice as long each
 * time, up to an hour. Later changes of the same relationship wait.
 */
export type OnChange = (change: Change) => void | Promise<void>;

/** Lease: how long one process owns a message before another one tries, in milliseconds. */
const LEASE = 30_000;
/** The time limit of `onchange`, in milliseconds: less than the lease. */
const PATIENCE = 25_000;
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 3_600_000;
/** Milliseconds added to a timer, which can fire early, before a message is due. */
const MARGIN = 20;
/** The number of relationships delivered concurrently, so that a slow one does not block the others. */
const WORKERS = 8;

export interface Outbox {
  /** Makes the message that goes into the store together with its record; `undefined` without `onchange`. */
  messageFor(entry: Entry, claims: Claims, status: Status): Delivery | undefined;
  /** Tries each due message once, then resolves. Never rejects. */
  deliver(): Promise<void>;
  /** Schedules a delivery soon, and retries of failed messages later. */
  wake(): void;
  /** Ends the attempts under way, and begins no more. The messages that are left stay in the store. */
  close(): Promise<void>;
}

const messageOf = ({ iss, record }: Entry, claims: Claims, status: Status): Delivery => {
  const id = crypto.randomUUID();
  const now = new Date();
  const change: Change = {
    id,
    iss,
    act: claims.act,
    side: sideOf(claims),
    status,
    occurredAt: now.toISOString(),
    // The store fills in the number.
    sequence: 0,
    ...(record !== null && { record }),
  };
  return { id, due: now.getTime(), attempts: 0, body: writeJson(change) };
};

/** Reads a message. Messages that version 0.1.0 stored have no `occurredAt`: their record's time stands in for it. */
const changeOf = ({ body, due }: Delivery): Change => {
  const change = JSON.parse(body) as Change;
  const iat = change.record === undefined ? undefined : readClaims(change.record)?.iat;
  return { ...change, occurredAt: change.occurredAt ?? new Date(iat === undefined ? due : iat * 1_000).toISOString() };
};

/** Tries each message once. After one is delivered, the next of its relationship is due. */
const tryAll = async (store: Store, attempt: (message: Delivery) => Promise<void>): Promise<void> => {
  const tried = new Set<string>();
  let queue = [...(await store.due(Date.now()))];
  const work = async (): Promise<void> => {
    for (;;) {
      if (queue.length === 0) queue = (await store.due(Date.now())).filter(({ id }) => !tried.has(id));
      const next = queue.shift();
      if (!next) return;
      if (tried.has(next.id)) continue;
      tried.add(next.id);
      await attempt(next);
    }
  };
  await Promise.all(Array.from({ length: Math.min(WORKERS, queue.length) }, work));
};

/** Makes the function that tries a message once, unless another process has it. */
const attemptWith =
  (store: Store, onchange: OnChange | undefined, report: Report, watch: Pick<Watch, 'delivery'>) =>
  async (message: Delivery): Promise<void> => {
    if (!(await store.postpone(message, Date.now() + LEASE))) return;
    const begun = performance.now();
    const note = (outcome: DeliveryEvent['outcome']): void =>
      watch.delivery({ outcome, milliseconds: performance.now() - begun });
    const late = (): Error => new Error(`The option onchange of createVendor took longer than ${PATIENCE} ms.`);
    try {
      await inTime(() => onchange?.(changeOf(message)), PATIENCE, late);
      await store.finish(message.id);
      note('delivered');
    } catch (error) {
      note('failed');
      report(error);
      // Each try counts twice in `attempts`: when it begins and when it fails.
      const wait = Math.min(FIRST_WAIT * 2 ** (message.attempts / 2), LONGEST_WAIT);
      await store.postpone({ ...message, attempts: message.attempts + 1 }, Date.now() + wait);
    }
  };

export const createOutbox = (
  store: Store,
  onchange: OnChange | undefined,
  report: Report,
  watch: Pick<Watch, 'delivery'>,
): Outbox => {
  const attempt = attemptWith(store, onchange, report, watch);
  const underWay = new Set<Promise<void>>();
  let isClosed = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const schedule = (wait: number): void => {
    clearTimeout(timer);
    if (isClosed) return;
    timer = setTimeout(() => void deliver(), wait);
    // In Node the timer does not keep the process alive: the message is in the store.
    (timer as { unref?: () => void }).unref?.();
  };

  const deliverDue = async (): Promise<void> => {
    try {
      await tryAll(store, async (message) => (isClosed ? undefined : attempt(message)));
      // Look again later: for messages that failed, and those leased by a process that may have stopped.
      const [next] = await store.due(Date.now() + LONGEST_WAIT);
      if (next) schedule(Math.max(next.due - Date.now(), 0) + MARGIN);
    } catch (error) {
      report(error);
      schedule(LEASE);
    }
  };

  const deliver = async (): Promise<void> => {
    if (!onchange || isClosed) return;
    const delivering = deliverDue();
    underWay.add(delivering);
    await delivering;
    underWay.delete(delivering);
  };

  return {
    messageFor: (...given) => (onchange ? messageOf(...given) : undefined),
    deliver,
    wake: () => onchange && schedule(0),
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await Promise.all(underWay);
    },
  };
};
