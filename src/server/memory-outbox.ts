import { DueQueue } from './due-queue.js';
import { type DeadLetter, type Delivery, type Message, type OutboxStore, withNumber } from './outbox-store.js';
import type { Step } from './store.js';

type Kept = Omit<Message, 'due'>;

/** The messages of a relationship that wait, by their places from `head` to `tail`. */
class Line {
  number = 0;
  head = 1;
  tail = 0;
  due: number | undefined;
  attempts = 0;
  readonly #messages = new Map<number, Kept>();

  constructor(readonly iss: string) {}

  get first(): Kept | undefined {
    return this.#messages.get(this.head);
  }
  push(message: Kept): void {
    this.#messages.set(++this.tail, message);
  }
  isFirst({ place, attempts }: Delivery): boolean {
    return this.head === place && this.attempts === attempts;
  }
  /** Removes the first message. */
  shift(): void {
    this.#messages.delete(this.head++);
    this.attempts = 0;
    this.due = undefined;
  }
  clear(): void {
    while (this.first) this.shift();
  }
}

/** The lines of all relationships, in the order in which they are due. */
class Lines {
  readonly #lines = new Map<string, Line>();
  readonly #queue = new DueQueue<Line>();

  get first(): Line | undefined {
    return this.#queue.first();
  }
  of(iss: string): Line {
    const line = this.#lines.get(iss) ?? new Line(iss);
    this.#lines.set(iss, line);
    return line;
  }
  /** Makes a line due, or due at another time. */
  postpone(line: Line, due: number): void {
    this.#queue.add(line, due);
  }
  /** Makes a line due that has messages and is not. */
  begin(line: Line, due: number): void {
    if (line.first && line.due === undefined) this.postpone(line, due);
  }
  /** Goes on to the next message of a line, if none has done so. */
  advance({ iss, place }: Delivery, due: number): void {
    const line = this.of(iss);
    if (line.head !== place) return;
    line.shift();
    this.begin(line, due);
  }
  /** Takes the lines that are due: until they are postponed, they are not. */
  take(now: number, limit: number): Line[] {
    const taken: Line[] = [];
    for (let line = this.first; line && taken.length < limit && (line.due ?? now) <= now; line = this.first) {
      line.due = undefined;
      taken.push(line);
    }
    return taken;
  }
}

/** Makes the outbox of a store in memory. */
export const createMemoryOutbox = (): OutboxStore & { send(iss: string, step: Step): void } => {
  const lines = new Lines();
  const dead = new Map<string, DeadLetter>();
  return {
    send(iss, { messages = [], isAlone = false }) {
      if (messages.length === 0 && !isAlone) return;
      const line = lines.of(iss);
      if (isAlone) line.clear();
      for (const [id, letter] of isAlone ? dead : []) if (letter.iss === iss) dead.delete(id);
      for (const { id, kind, body, due } of messages) {
        line.push({ id, kind, body: kind === 'change' ? withNumber(body, ++line.number) : body });
        lines.begin(line, due);
      }
    },
    claim({ now, until, limit }) {
      const leased = lines.take(now, limit).flatMap((line): Delivery[] => {
        const { iss, head: place, first } = line;
        lines.postpone(line, until);
        return first ? [{ ...first, iss, place, attempts: ++line.attempts }] : [];
      });
      return Promise.resolve(leased);
    },
    next: () => Promise.resolve(lines.first?.due),
    finish(message, due) {
      dead.delete(message.id);
      lines.advance(message, due);
      return Promise.resolve();
    },
    postpone(message, due) {
      const line = lines.of(message.iss);
      if (line.isFirst(message)) lines.postpone(line, due);
      return Promise.resolve();
    },
    bury(message, why, due) {
      const { place, ...letter } = message;
      if (!lines.of(letter.iss).isFirst(message)) return Promise.resolve();
      dead.set(letter.id, { ...letter, why });
      lines.advance({ ...letter, place }, due);
      return Promise.resolve();
    },
    dead({ after = '', limit = Infinity } = {}) {
      const letters = [...dead.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
      return Promise.resolve(letters.filter(({ id }) => id > after).slice(0, limit));
    },
    revive(id, due) {
      const letter = dead.get(id);
      if (!letter) return Promise.resolve(false);
      dead.delete(id);
      const line = lines.of(letter.iss);
      line.push({ id, kind: letter.kind, body: letter.body });
      lines.begin(line, due);
      return Promise.resolve(true);
    },
  };
};
