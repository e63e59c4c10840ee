/** Fake timers for the page: time passes only when a test says so. */
export class Clock {
  readonly #real = { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout };
  readonly #due = new Map<number, { at: number; run: () => void }>();
  #now = 0;
  #last = 0;

  constructor() {
    globalThis.setTimeout = ((run: () => void, wait = 0) => {
      this.#due.set(++this.#last, { at: this.#now + wait, run });
      return this.#last;
    }) as typeof setTimeout;
    globalThis.clearTimeout = (id) => void this.#due.delete(id as number);
  }

  /** Lets time pass, and runs the due timers in order. */
  pass(milliseconds: number): void {
    const until = this.#now + milliseconds;
    for (;;) {
      const [next] = [...this.#due].filter(([, { at }]) => at <= until).sort(([, a], [, b]) => a.at - b.at);
      if (!next) break;
      const [id, { at, run }] = next;
      this.#due.delete(id);
      this.#now = at;
      run();
    }
    this.#now = until;
  }

  restore(): void {
    Object.assign(globalThis, this.#real);
  }
}
