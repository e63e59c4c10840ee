/**
 * Keeps the acts that wait for the person. Each is used once, and ends after a while.
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import { UsageError } from '../../cli/command.js';
import type { Shown } from '../in-words.js';
import { LOCKED } from './passphrase-lock.js';
import type { Permission } from './permissions.js';
import { makeSecret } from './secrets.js';

/** The outcome of an act at one vendor. Texts of a vendor are as it sent them. */
export interface Result {
  readonly vendor: string;
  readonly answer?: string;
  readonly agreement?: string | undefined;
  readonly code?: string | undefined;
  readonly error?: string;
}

/** The outcome of a press of the person, or of a permission. */
export interface Outcome {
  /** Tells it to the person. */
  readonly text: string;
  readonly results: readonly Result[];
  /** The act that the vendor suggests instead, which needs a press of its own. */
  readonly next?: Act;
}

/** An act that the person can sign. */
export interface Act {
  readonly shown: Shown;
  /**
   * Signs and sends it. Only a press of the person calls it, or a permission that they made.
   *
   * @param tell hears of the outcome so far, where several vendors answer one after the other
   */
  perform(tell: (outcome: Outcome) => void): Promise<Outcome>;
}

type State = 'waiting for the person' | 'being sent' | 'sent' | 'declined' | 'failed' | 'expired';

export interface Prepared {
  /** Names it to the assistant. It opens nothing. */
  readonly id: string;
  /** The path of its page. */
  readonly secret: string;
  /** Shows that a form comes from its page. */
  readonly token: string;
  /** The time of its end, in milliseconds since 1970. */
  readonly until: number;
  readonly act: Act;
  /** `true` if the assistant was told the address of the page: a press needs the passphrase then. */
  isTold: boolean;
  state: State;
  /** The permission under which it is signed without a press. */
  permission?: Permission;
  /** Runs once it is decided. */
  ondecided?: () => void;
  outcome?: Outcome;
  /** The act that the vendor suggested instead. */
  next?: Prepared;
}

/** The time in which the person can press, in milliseconds. */
export const LIFE = 600_000;
const MAX_WAITING = 20;
/** How many are remembered, so that the assistant can ask what became of them. */
const MAX_KEPT = 200;

export class PreparedActs {
  readonly #bySecret = new Map<string, Prepared>();
  readonly #now: () => number;
  #isLocked = false;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** @throws UsageError if too many wait, or after `lock` */
  add(act: Act): Prepared {
    if (this.#isLocked) throw new UsageError(LOCKED);
    const all = [...this.#bySecret.values()];
    for (const one of all) this.#expire(one);
    if (all.filter(({ state }) => state === 'waiting for the person').length >= MAX_WAITING)
      throw new UsageError(`${MAX_WAITING} acts wait for the person already. Let them decide on those first.`);
    const oldest = all.find(({ state }) => state !== 'waiting for the person' && state !== 'being sent');
    if (all.length >= MAX_KEPT && oldest) this.#bySecret.delete(oldest.secret);
    const own = { id: randomUUID(), secret: makeSecret(), token: makeSecret(), until: this.#now() + LIFE };
    const prepared: Prepared = { ...own, act, isTold: false, state: 'waiting for the person' };
    this.#bySecret.set(prepared.secret, prepared);
    return prepared;
  }

  withSecret(secret: string): Prepared | undefined {
    return this.#expire(this.#bySecret.get(secret));
  }

  withId(id: string): Prepared | undefined {
    return this.#expire([...this.#bySecret.values()].find((one) => one.id === id));
  }

  /** Ends all acts that wait, and takes no other one. */
  lock(): void {
    this.#isLocked = true;
    for (const one of this.#bySecret.values()) this.decline(one);
  }

  decline(prepared: Prepared): void {
    if (this.#expire(prepared)?.state !== 'waiting for the person') return;
    prepared.state = 'declined';
    prepared.ondecided?.();
  }

  /** Signs and sends an act that still waits. Another call for the same act does nothing. */
  async accept(prepared: Prepared): Promise<void> {
    if (this.#expire(prepared)?.state !== 'waiting for the person') return;
    prepared.state = 'being sent';
    try {
      const outcome = await prepared.act.perform((soFar) => (prepared.outcome = soFar));
      prepared.outcome = outcome;
      prepared.state = 'sent';
      if (outcome.next) prepared.next = Object.assign(this.add(outcome.next), { isTold: prepared.isTold });
    } catch (error) {
      const { message } = error as Error;
      prepared.outcome ??= {
        text: message,
        results: prepared.act.shown.to.map(({ origin }) => ({ vendor: origin, error: message })),
      };
      if (prepared.state === 'being sent') prepared.state = 'failed';
    }
    prepared.ondecided?.();
  }

  #expire<T extends Prepared | undefined>(prepared: T): T {
    if (prepared?.state === 'waiting for the person' && prepared.until <= this.#now()) prepared.state = 'expired';
    return prepared;
  }
}
