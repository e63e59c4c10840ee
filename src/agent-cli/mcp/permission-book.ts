/**
 * Keeps the standing permissions in the ledger's file, sealed by its key: only a program that has the passphrase can make one.
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import type { SealedValues } from '../../agent/ledger-file/index.js';
import { writeJson } from '../../contract/write-json.js';
import { UsageError } from '../../cli/command.js';
import type { Shown } from '../in-words.js';
import { covers, isOpen, type Permission } from './permissions.js';

/** How many are kept. The oldest of those that have ended make room. */
const MAX_KEPT = 50;
/** How many needs are kept of each. */
const MAX_USES = 100;

export class PermissionBook {
  readonly #sealed: SealedValues;
  readonly #now: () => number;

  constructor(sealed: SealedValues, now: () => number = Date.now) {
    this.#sealed = sealed;
    this.#now = now;
  }

  /** Lists all, the latest first. */
  all(): readonly Permission[] {
    return this.#sealed
      .all()
      .map((value) => JSON.parse(value) as Permission)
      .sort((a, b) => b.made - a.made);
  }

  isOpen(permission: Permission): boolean {
    return isOpen(permission, this.#now());
  }

  /** Keeps a permission that the person has made. @throws UsageError if there are too many */
  add(made: Omit<Permission, 'id'>): void {
    const all = this.all();
    const ended = all.findLast((one) => !this.isOpen(one));
    if (all.length >= MAX_KEPT && !ended)
      throw new UsageError(`There are ${MAX_KEPT} permissions already. End one of them first.`);
    if (all.length >= MAX_KEPT && ended) this.#sealed.change(ended.id, () => undefined);
    this.#change(randomUUID(), () => ({ id: '', ...made }));
  }

  /** Ends a permission. @returns whether there is one of that name */
  revoke(id: string): boolean {
    const isKnown = this.all().some((one) => one.id === id);
    if (isKnown) this.#change(id, (one) => one && { revoked: this.#now(), ...one });
    return isKnown;
  }

  /** Finds a permission that covers an act, and writes the use down. @returns `undefined` if the person has to be asked */
  use({ to, ...shown }: Shown): Permission | undefined {
    const now = this.#now();
    let found: Permission | undefined;
    for (const { id } of this.all())
      this.#change(id, (one) => {
        if (!one) return undefined;
        const seen = { ...one, seen: Math.max(one.seen, now) };
        if (found || !covers(one, { to, ...shown }, now)) return seen;
        const use = { at: now, need: shown.body as Permission['uses'][number]['need'], vendors: to.map(({ origin }) => origin) };
        found = { ...seen, uses: [...one.uses, use].slice(-MAX_USES) };
        return found;
      });
    return found;
  }

  #change(id: string, change: (one: Permission | undefined) => Permission | undefined): void {
    this.#sealed.change(id, (value) => {
      const next = change(value === undefined ? undefined : (JSON.parse(value) as Permission));
      return next && writeJson({ ...next, id });
    });
  }
}
