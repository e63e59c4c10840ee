/**
 * Looks at the passphrases that are typed in the window. Waits grow after each wrong one, and the fifth locks the agent until it is
 * started again: somebody is guessing.
 *
 * @module
 */
import { isSame } from './secrets.js';

/** The time after each wrong passphrase in which no other one is looked at, in milliseconds. */
const WAITS = [1_000, 2_000, 4_000, 8_000];

export const LOCKED =
  'Five wrong passphrases were typed, so this agent is locked: nothing is prepared or signed. Start it again.';

export class PassphraseLock {
  readonly #passphrase: string;
  readonly #ticks: () => number;
  #wrong = 0;
  #next = 0;
  /** Runs once the agent is locked. */
  onlock: () => void = () => undefined;

  /** @param ticks milliseconds of a clock that nobody sets */
  constructor(passphrase: string, ticks: () => number) {
    this.#passphrase = passphrase;
    this.#ticks = ticks;
  }

  get isLocked(): boolean {
    return this.#wrong > WAITS.length;
  }

  /** Looks at a passphrase. A right one ends the waits. @returns what is wrong; `undefined` if it is right */
  faultOf(given: string | null): string | undefined {
    if (this.isLocked) return LOCKED;
    if (!given) return 'Type the passphrase of your ledger.';
    const wait = this.#next - this.#ticks();
    if (wait > 0) return `Wait ${Math.ceil(wait / 1_000)} s after a wrong passphrase, and type it again.`;
    if (isSame(given, this.#passphrase)) {
      this.#wrong = 0;
      return undefined;
    }
    this.#next = this.#ticks() + (WAITS[this.#wrong++] ?? 0);
    if (!this.isLocked) return 'This is not the passphrase of your ledger.';
    this.onlock();
    return LOCKED;
  }
}
