import type { Erasure, Reply } from '../contract/replies.js';

/** A signed act as a vendor stores it. */
export interface Entry {
  /** The customer's key thumbprint. With the vendor's origin it names the relationship. */
  readonly iss: string;
  /** The record's `jti`, used once in a relationship. */
  readonly jti: string;
  /** The hash of this record: the `prev` of the next one. */
  readonly hash: string;
  /** Its place in the line: the hash of the previous record, `''` for the first, `null` for a leave or an open proposal. */
  readonly place: string | null;
  /** The record as it was received, byte for byte; the vendor's own records as they were signed. */
  readonly received: string;
  /** The JSON text of the record that both sides hold; `null` while nothing is agreed. */
  readonly record: string | null;
  /** The answer to the customer, without the record. */
  readonly answer: Omit<Reply, 'record'> & { readonly erasure?: Erasure };
  /** The id of the passkey that a `relate` names; missing in any other entry. */
  readonly credential?: string;
}

/** A message in the outbox: a change that is not yet delivered to the vendor's own systems. */
export interface Delivery {
  readonly id: string;
  /** The time to deliver it, in milliseconds since 1970. */
  readonly due: number;
  /** The number of times it was postponed. */
  readonly attempts: number;
  /** A `Change` as JSON text, with `"sequence":0` until it is in a store. */
  readonly body: string;
}

/** The placeholder in a new message's body that the store replaces by the number. */
const UNNUMBERED = '"sequence":0';
/** Returns whether a message takes a number among the changes of its relationship. */
export const isNumbered = ({ body }: Delivery): boolean => body.includes(UNNUMBERED);
export const withNumber = (message: Delivery, sequence: number): Delivery => ({
  ...message,
  body: message.body.replace(UNNUMBERED, `"sequence":${sequence}`),
});

/**
 * Stores a vendor's records, their used `jti`s, and the outbox. Each call must be atomic, also with concurrent processes and if the
 * machine stops during it.
 */
export interface Store {
  /** The entries of a relationship, oldest first. */
  read(iss: string): Promise<readonly Entry[]>;
  /** All entries, oldest first. */
  list(): Promise<readonly Entry[]>;
  /**
   * Finds the relationship of a passkey: the first one with an entry of that `credential` that has a record or is pending.
   *
   * @returns its `iss`; `undefined` if there is none, or it was erased
   */
  find(credential: string): Promise<string | undefined>;
  /**
   * Adds an entry, and a message with it. In a message's body `"sequence":0` becomes the next number of this relationship: 1, 2,
   * 3 …
   *
   * @param isAlone `true` erases all other entries of the relationship in the same step. Default: `false`
   * @returns `false`, without a change, if its `jti` is used or its place is taken in that relationship
   */
  add(entry: Entry, message?: Delivery, isAlone?: boolean): Promise<boolean>;
  /**
   * Replaces the pending entry with the same `jti`, and adds a message as `add` does.
   *
   * @returns `false`, without a change, if none is pending or its place is taken
   */
  decide(entry: Entry, message?: Delivery): Promise<boolean>;
  /**
   * Lists the due messages, in order of their due time. It looks only at the lowest number of each relationship: if that message is not
   * due, those after it wait too.
   *
   * @param now in milliseconds since 1970
   */
  due(now: number): Promise<readonly Delivery[]>;
  /**
   * Counts one more attempt and postpones the message.
   *
   * @param due the next time, in milliseconds since 1970
   * @returns `false`, without a change, if its `attempts` differ: another process holds the lease
   */
  postpone(message: Delivery, due: number): Promise<boolean>;
  /** Deletes a delivered message. */
  finish(id: string): Promise<void>;
}

interface Waiting {
  readonly message: Delivery;
  readonly iss: string;
  /** Its number; `undefined` for a message outside the order. */
  readonly sequence: number | undefined;
}

/**
 * Makes a store in memory, for tests and first steps. Its records are lost when the process ends.
 *
 * @example
 * const store = createMemoryStore();
 * const vendor = createVendor({ origin, name, accepts, key, store });
 */
export const createMemoryStore = (): Store => {
  let entries: readonly Entry[] = [];
  const outbox = new Map<string, Waiting>();
  const numbers = new Map<string, number>();
  const isFree = ({ iss, jti, place }: Entry): boolean =>
    !entries.some((one) => one.iss === iss && (one.jti === jti || (place !== null && one.place === place)));
  const send = (iss: string, message?: Delivery): void => {
    if (!message) return;
    if (!isNumbered(message)) return void outbox.set(message.id, { message, iss, sequence: undefined });
    const sequence = (numbers.get(iss) ?? 0) + 1;
    numbers.set(iss, sequence);
    outbox.set(message.id, { message: withNumber(message, sequence), iss, sequence });
  };
  /** Finds the lowest waiting number of each relationship. */
  const heads = (): Map<string, number> => {
    const lowest = new Map<string, number>();
    for (const { iss, sequence = Infinity } of outbox.values()) lowest.set(iss, Math.min(sequence, lowest.get(iss) ?? Infinity));
    return lowest;
  };
  return {
    read: (iss) => Promise.resolve(entries.filter((entry) => entry.iss === iss)),
    list: () => Promise.resolve(entries),
    find: (id) =>
      Promise.resolve(entries.find((one) => one.credential === id && (one.record !== null || one.answer.pending))?.iss),
    add(entry, message, isAlone = false) {
      if (!isFree(entry)) return Promise.resolve(false);
      entries = [...entries.filter(({ iss }) => !isAlone || iss !== entry.iss), entry];
      send(entry.iss, message);
      return Promise.resolve(true);
    },
    decide(entry, message) {
      const pending = entries.find(({ iss, jti, answer }) => iss === entry.iss && jti === entry.jti && answer.pending);
      const isTaken = entries.some(({ iss, place }) => iss === entry.iss && place !== null && place === entry.place);
      if (!pending || isTaken) return Promise.resolve(false);
      entries = entries.map((one) => (one === pending ? entry : one));
      send(entry.iss, message);
      return Promise.resolve(true);
    },
    due(now) {
      const first = heads();
      const next = [...outbox.values()].filter(({ iss, sequence }) => sequence === undefined || sequence === first.get(iss));
      const due = next.map(({ message }) => message).filter((message) => message.due <= now);
      return Promise.resolve(due.sort((a, b) => a.due - b.due));
    },
    postpone({ id, attempts }, due) {
      const waiting = outbox.get(id);
      if (waiting?.message.attempts !== attempts) return Promise.resolve(false);
      outbox.set(id, { ...waiting, message: { ...waiting.message, due, attempts: attempts + 1 } });
      return Promise.resolve(true);
    },
    finish: (id) => Promise.resolve(void outbox.delete(id)),
  };
};
