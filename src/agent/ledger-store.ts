/**
 * Where a ledger keeps its relationships, and the turns that its steps take: two windows of one agent share both.
 *
 * @module
 */
import { RecordError } from '../records/errors.js';
import { openCollection } from './database.js';
import { relationshipOf, type StoredRelationship } from './relationship.js';

export interface LedgerStore {
  all(): Promise<readonly StoredRelationship[]>;
  find(iss: string): Promise<StoredRelationship | undefined>;
  /** @throws RecordError `not_related` where there is none */
  get(iss: string): Promise<StoredRelationship>;
  /** The relationship with a vendor that has not ended. */
  current(vendor: string): Promise<StoredRelationship | undefined>;
  /** Writes all or none. Only in a turn with their vendors: what is written has to follow from what was read in that turn. */
  put(...relationships: readonly StoredRelationship[]): Promise<void>;
  /** Only in a turn with its vendor. */
  delete(iss: string): Promise<void>;
  /**
   * Runs one step after the other for each vendor, in all windows: each reads what the one before has written. The browser ends
   * the turn of a window that closes.
   *
   * @param vendors whose turns the step needs, by origin
   */
  inTurn<T>(vendors: readonly string[], step: () => Promise<T>): Promise<T>;
}

/** @param name of the database, and of the locks */
export const openStore = async (name: string): Promise<LedgerStore> => {
  const { all, get: find, put, delete: remove } = await openCollection<StoredRelationship>(name, 'iss');
  return {
    all,
    find,
    async get(iss) {
      const kept = await find(iss);
      if (!kept) throw new RecordError('not_related');
      return kept;
    },
    async current(vendor) {
      for (const kept of await all()) if (kept.vendor === vendor && (await relationshipOf(kept)).status !== 'ended') return kept;
      return undefined;
    },
    put,
    delete: remove,
    inTurn(vendors, step) {
      // In one order for all: two steps that need two turns each would else wait for each other.
      const ordered = [...new Set(vendors)].sort();
      const take = ordered.reduceRight(
        (next, vendor) => () => globalThis.navigator.locks.request(`${name} ${vendor}`, next),
        step as () => Promise<unknown>,
      );
      return take() as ReturnType<typeof step>;
    },
  };
};
