/**
 * Delivers changes to the vendor's own systems, and does the jobs of the vendor. They stay in the store until they are done, and so
 * survive a stop of the machine after a record is stored.
 *
 * @module
 */
import { type Claims, readClaims, sideOf } from '../contract/record.js';
import type { Erasure } from '../contract/replies.js';
import type { Status } from '../contract/statuses.js';
import { writeJson } from '../contract/write-json.js';
import { createDeliveryLoop, type DeliveryLoop } from './delivery-loop.js';
import { type Erase, eraseWith } from './erase.js';
import type { Delivery, Message } from './outbox-store.js';
import type { Report } from './report.js';
import { isErasing } from './state.js';
import type { Entry, Store } from './store.js';
import type { Watch } from './watch.js';

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
  /**
   * The number of the change within its relationship, from 1. Changes are delivered in this order. A number that never comes is that of
   * a dead letter, or of a change that was erased.
   */
  readonly sequence: number;
  /** The record that both sides hold; missing while it awaits a decision. */
  readonly record?: string;
  /**
   * What became of the customer's data, after a `leave` with `erase`. `{pending: true}` comes with the leave; then comes a second change
   * of the same record, with the outcome.
   */
  readonly erasure?: Erasure;
}
/**
 * Receives a change. If it throws, rejects or takes longer than 25 s, it is called again: after 1 s, then after twice as long each
 * time, up to an hour. Later changes of the same relationship wait. After `tries` calls the change is a dead letter, and the later ones
 * go on: see `Vendor.undelivered`.
 */
export type OnChange = (change: Change) => void | Promise<void>;

export interface Outbox extends DeliveryLoop {
  /**
   * Makes the messages that go into the store together with a record: its change, and a job if its data is to be erased; none without
   * the options for them.
   */
  messagesFor(entry: Entry, claims: Claims, status: Status): readonly Message[];
}

interface OutboxOptions {
  readonly onchange: OnChange | undefined;
  readonly erase: Erase;
  readonly tries: number;
  readonly concurrency: number;
}

/** Reads a message. Messages that version 0.1.0 stored have no `occurredAt`: their record's time stands in for it. */
export const changeOf = ({ body }: Pick<Delivery, 'body'>): Change => {
  const change = JSON.parse(body) as Change;
  const iat = change.record === undefined ? undefined : readClaims(change.record)?.iat;
  return { ...change, occurredAt: change.occurredAt ?? new Date(iat === undefined ? 0 : iat * 1_000).toISOString() };
};

export const createOutbox = (
  store: Store,
  { onchange, erase, tries, concurrency }: OutboxOptions,
  report: Report,
  watch: Pick<Watch, 'delivery'>,
): Outbox => {
  const messagesFor = (entry: Entry, claims: Claims, status: Status): readonly Message[] => {
    const { iss, jti, record, answer } = entry;
    const now = new Date();
    const due = now.getTime();
    const change: Change = {
      id: crypto.randomUUID(),
      iss,
      act: claims.act,
      side: sideOf(claims),
      status,
      occurredAt: now.toISOString(),
      // The store fills in the number.
      sequence: 0,
      ...(record !== null && { record }),
      ...(answer.erasure && { erasure: answer.erasure }),
    };
    return [
      ...(onchange ? [{ id: change.id, kind: 'change', due, body: writeJson(change) } as const] : []),
      ...(isErasing(entry) ? [{ id: crypto.randomUUID(), kind: 'erase', due, body: jti } as const] : []),
    ];
  };
  const tell = async (message: Delivery): Promise<void> => {
    if (!onchange) throw new Error(`The change ${message.id} waits, but createVendor has no option onchange.`);
    await onchange(changeOf(message));
  };
  const doErase = eraseWith({ store, erase, messagesFor });
  const work = (message: Delivery): Promise<void> => (message.kind === 'change' ? tell(message) : doErase(message));
  const loop = createDeliveryLoop({ store, work, tries, concurrency, report, watch });
  if (onchange || erase) return { messagesFor, ...loop };
  return { messagesFor, deliver: () => Promise.resolve(), wake: () => undefined, close: () => Promise.resolve() };
};
