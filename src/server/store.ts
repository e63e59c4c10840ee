import type { Erasure, Reply } from '../contract/replies.js';

/** What a vendor keeps of one signed act. */
export interface Entry {
  /** The customer's key thumbprint: with the vendor's origin, the relationship. */
  readonly iss: string;
  /** The record's number, used up with it. */
  readonly jti: string;
  /** The hash by which the next record of the relationship names this one. */
  readonly hash: string;
  /**
   * The place it takes in the line: the hash of the record before it, `''` for the first. `null` for what takes none: a leave,
   * and a proposal that is not accepted.
   */
  readonly place: string | null;
  /** What came in, byte for byte; the record itself where the vendor says it. */
  readonly received: string;
  /** The JWS's JSON text that both sides hold; `null` while nothing is agreed. */
  readonly record: string | null;
  /** What the customer was told beside the record. */
  readonly answer: Omit<Reply, 'record'> & { readonly erasure?: Erasure };
}

/** A change that the vendor's own systems have yet to hear of. */
export interface Delivery {
  readonly id: string;
  /** When it is to be delivered, in milliseconds since 1970. */
  readonly due: number;
  /** How often that was tried. */
  readonly attempts: number;
  /** A `Change` as JSON text. */
  readonly body: string;
}

/**
 * Where a vendor keeps its records, the numbers they used up, and what is to be delivered. Each call is one step: done whole, or
 * not at all, whatever else goes on and wherever the machine stops.
 */
export interface Store {
  /** The entries of a relationship, oldest first. */
  read(iss: string): Promise<readonly Entry[]>;
  /** All entries, oldest first. */
  list(): Promise<readonly Entry[]>;
  /**
   * Adds an entry, and a message with it.
   *
   * @param isAlone whether all that is there of the relationship is erased in the same step
   * @returns `false`, and nothing is changed, where its number was used or its place is taken in that relationship
   */
  add(entry: Entry, message?: Delivery, isAlone?: boolean): Promise<boolean>;
  /**
   * Puts an entry in the place of the pending one with its number, and adds a message with it.
   *
   * @returns `false`, and nothing is changed, where none is pending or its place is taken
   */
  decide(entry: Entry, message?: Delivery): Promise<boolean>;
  /** What is to be delivered by a time, in milliseconds since 1970; what is due first comes first. */
  due(now: number): Promise<readonly Delivery[]>;
  /**
   * Counts one more attempt and puts it off.
   *
   * @param due the next time, in milliseconds since 1970
   * @returns whether it was as given; otherwise somebody else delivers it
   */
  postpone(message: Delivery, due: number): Promise<boolean>;
  /** Forgets a message that was delivered. */
  finish(id: string): Promise<void>;
}

/** Keeps everything for as long as the process runs. */
export const createMemoryStore = (): Store => {
  let entries: readonly Entry[] = [];
  const messages = new Map<string, Delivery>();
  const isFree = ({ iss, jti, place }: Entry): boolean =>
    !entries.some((one) => one.iss === iss && (one.jti === jti || (place !== null && one.place === place)));
  const send = (message?: Delivery): void => void (message && messages.set(message.id, message));
  return {
    read: (iss) => Promise.resolve(entries.filter((entry) => entry.iss === iss)),
    list: () => Promise.resolve(entries),
    add(entry, message, isAlone = false) {
      if (!isFree(entry)) return Promise.resolve(false);
      entries = [...entries.filter(({ iss }) => !isAlone || iss !== entry.iss), entry];
      send(message);
      return Promise.resolve(true);
    },
    decide(entry, message) {
      const pending = entries.find(({ iss, jti, answer }) => iss === entry.iss && jti === entry.jti && answer.pending);
      const isTaken = entries.some(({ iss, place }) => iss === entry.iss && place !== null && place === entry.place);
      if (!pending || isTaken) return Promise.resolve(false);
      entries = entries.map((one) => (one === pending ? entry : one));
      send(message);
      return Promise.resolve(true);
    },
    due: (now) => Promise.resolve([...messages.values()].filter(({ due }) => due <= now).sort((a, b) => a.due - b.due)),
    postpone({ id, attempts }, due) {
      const message = messages.get(id);
      if (message?.attempts !== attempts) return Promise.resolve(false);
      messages.set(id, { ...message, due, attempts: attempts + 1 });
      return Promise.resolve(true);
    },
    finish: (id) => Promise.resolve(void messages.delete(id)),
  };
};
