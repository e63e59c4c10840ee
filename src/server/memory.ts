import { createMemoryOutbox } from './memory-outbox.js';
import { awaits, NOTHING, openIn, statusIn } from './state.js';
import type { Entry, State, Step, Store, StoredRelationship } from './store.js';

/** The entries of a relationship, in their order, and by the ways in which they are looked up. */
class Shelf {
  state: State = NOTHING;
  readonly #byJti = new Map<string, Entry>();
  readonly #byHash = new Map<string, string>();
  readonly #places = new Set<string>();
  readonly #revoked = new Set<string>();

  constructor(readonly index: number) {}

  get entries(): Entry[] {
    return [...this.#byJti.values()];
  }
  get(jti: string | undefined): Entry | undefined {
    return jti === undefined ? undefined : this.#byJti.get(jti);
  }
  recordOf(hash: string | undefined): string | undefined {
    return (hash === undefined ? undefined : this.get(this.#byHash.get(hash)))?.record ?? undefined;
  }
  isRevoked(hash: string | undefined): boolean {
    return hash !== undefined && this.#revoked.has(hash);
  }
  isFree({ place }: Entry): boolean {
    return place === null || !this.#places.has(place);
  }
  put(entry: Entry): void {
    this.#byJti.set(entry.jti, entry);
    this.#byHash.set(entry.hash, entry.jti);
    if (entry.place !== null) this.#places.add(entry.place);
    if (entry.revokes !== undefined) this.#revoked.add(entry.revokes);
  }
  clear(): void {
    for (const all of [this.#byJti, this.#byHash, this.#places, this.#revoked]) all.clear();
  }
}

/** The shelves of all relationships, in the order in which they began. */
class Room {
  readonly #shelves = new Map<string, Shelf>();
  readonly #order: string[] = [];

  /** Returns the shelf of a relationship, or a new one, which `take` puts up. */
  get(iss: string): Shelf {
    return this.#shelves.get(iss) ?? new Shelf(this.#order.length);
  }
  take(iss: string, shelf: Shelf, state: State): void {
    shelf.state = state;
    if (shelf.index !== this.#order.length) return;
    this.#shelves.set(iss, shelf);
    this.#order.push(iss);
  }
  /** Returns the shelves from one on. Default: all. */
  *from(iss: string | undefined): Generator<[iss: string, shelf: Shelf]> {
    const start = (iss !== undefined && this.#shelves.get(iss)?.index) || 0;
    for (let i = start; i < this.#order.length; i++) {
      const next = this.#order[i] as string;
      yield [next, this.get(next)];
    }
  }
}

type Reading = Pick<Store, 'look' | 'read' | 'list' | 'relationships' | 'find'>;
const readingIn = (room: Room): Reading => ({
  look({ iss, jti, re }) {
    const shelf = room.get(iss);
    const { state } = shelf;
    const entry = shelf.get(jti ?? openIn(state));
    return Promise.resolve({ state, entry, answered: shelf.recordOf(re), isRevoked: shelf.isRevoked(re) });
  },
  read(iss, { after, limit = Infinity, isLeave = false } = {}) {
    const { entries } = room.get(iss);
    const rest = entries.slice(entries.findIndex(({ hash }) => hash === after) + 1);
    const wanted = isLeave ? rest.filter(({ place, record }) => place === null && record !== null) : rest;
    return Promise.resolve(wanted.slice(0, limit));
  },
  list({ after, limit = Infinity } = {}) {
    const found: Entry[] = [];
    for (const [iss, { entries }] of room.from(after?.iss)) {
      const start = iss === after?.iss ? entries.findIndex(({ hash }) => hash === after.hash) + 1 : 0;
      found.push(...entries.slice(start, start + limit - found.length));
      if (found.length >= limit) break;
    }
    return Promise.resolve(found);
  },
  relationships({ after, limit = Infinity, status, isOpen = false } = {}) {
    const found: StoredRelationship[] = [];
    for (const [iss, shelf] of room.from(after)) {
      const { state } = shelf;
      const open = shelf.get(openIn(state));
      const isWanted = iss !== after && (status === undefined || statusIn(state) === status) && (open || !isOpen);
      if (found.length >= limit) break;
      if (isWanted) found.push({ iss, state, open });
    }
    return Promise.resolve(found);
  },
  find(credential) {
    const isFound = (one: Entry): boolean => one.credential === credential && (one.record !== null || !!one.answer.pending);
    for (const [iss, { entries }] of room.from(undefined)) if (entries.some(isFound)) return Promise.resolve(iss);
    return Promise.resolve(undefined);
  },
});

/**
 * Makes a store in memory, for tests and first steps. Its records are lost when the process ends.
 *
 * @example
 * const store = createMemoryStore();
 * const vendor = createVendor({ origin, name, accepts, key, store });
 */
export const createMemoryStore = (): Store => {
  const room = new Room();
  const { send, ...outbox } = createMemoryOutbox();
  const isNext = (shelf: Shelf, state: State): boolean => shelf.state.version === state.version - 1;
  const put = (shelf: Shelf, entry: Entry, step: Step): Promise<true> => {
    if (step.isAlone) shelf.clear();
    shelf.put(entry);
    room.take(entry.iss, shelf, step.state);
    send(entry.iss, step);
    return Promise.resolve(true);
  };
  return {
    ...outbox,
    ...readingIn(room),
    add(entry, step) {
      const shelf = room.get(entry.iss);
      const isTaken = shelf.get(entry.jti) !== undefined || !shelf.isFree(entry);
      if (isTaken || !isNext(shelf, step.state)) return Promise.resolve(false);
      return put(shelf, entry, step);
    },
    decide(entry, step) {
      const shelf = room.get(entry.iss);
      const before = shelf.get(entry.jti);
      if (!before || !awaits(before) || !shelf.isFree(entry) || !isNext(shelf, step.state)) return Promise.resolve(false);
      return put(shelf, entry, step);
    },
    mend(iss, state) {
      const shelf = room.get(iss);
      if (!isNext(shelf, state)) return Promise.resolve(false);
      room.take(iss, shelf, state);
      return Promise.resolve(true);
    },
  };
};
