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

/** Makes the outbox of a store in memory. */
export const createMemoryOutbox = (): OutboxStore & { send(iss: string, step: Step): void } => {
  const lines = new Map<string, Line>();
  const queue = new DueQueue<Line>();
  const dead = new Map<string, DeadLetter>();
  const lineOf = (iss: string): Line => {
    const line = lines.get(iss) ?? new Line(iss);
    lines.set(iss, line);
    return line;
  };
  const wait = (line: Line, due: number): void => {
    if (line.first && line.due === undefined) queue.add(line, due);
  };
  const advance = ({ iss, place }: Delivery, due: number): void => {
    const line = lineOf(iss);
    if (line.head !== place) return;
    line.shift();
    wait(line, due);
  };
  return {
    send(iss, { messages = [], isAlone = false }) {
      if (messages.length === 0 && !isAlone) return;
      const line = lineOf(iss);
      if (isAlone) line.clear();
      for (const [id, letter] of isAlone ? dead : []) if (letter.iss === iss) dead.delete(id);
      for (const { id, kind, body, due } of messages) {
        line.push({ id, kind, body: kind === 'change' ? withNumber(body, ++line.number) : body });
        wait(line, due);
      }
    },
    claim({ now, until, limit }) {
      const claimed: Line[] = [];
      for (let line = queue.first(); line && claimed.length < limit && (line.due ?? now) <= now; line = queue.first()) {
        line.due = undefined;
        claimed.push(line);
      }
      const leased = claimed.flatMap((line): Delivery[] => {
        const { iss, head: place, first } = line;
        queue.add(line, until);
        return first ? [{ ...first, iss, place, attempts: ++line.attempts }] : [];
      });
      return Promise.resolve(leased);
    },
    next: () => Promise.resolve(queue.first()?.due),
    finish(message, due) {
      dead.delete(message.id);
      advance(message, due);
      return Promise.resolve();
    },
    postpone(message, due) {
      const line = lineOf(message.iss);
      if (line.isFirst(message)) queue.add(line, due);
      return Promise.resolve();
    },
    bury(message, why, due) {
      const { place, ...letter } = message;
      if (!lineOf(letter.iss).isFirst(message)) return Promise.resolve();
      dead.set(letter.id, { ...letter, why });
      advance({ ...letter, place }, due);
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
      const line = lineOf(letter.iss);
      line.push({ id, kind: letter.kind, body: letter.body });
      wait(line, due);
      return Promise.resolve(true);
    },
  };
};
