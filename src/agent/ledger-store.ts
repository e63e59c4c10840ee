/**
 * Stores a ledger's relationships, and locks them per vendor. All windows of one agent share store and locks.
 *
 * @module
 */
import { RecordError } from '../records/errors.js';
import { openCollection } from './database.js';
import { relationshipOf, type StoredRelationship } from './relationship.js';

export interface LedgerStore {
  all(): Promise<readonly StoredRelationship[]>;
  find(iss: string): Promise<StoredRelationship | undefined>;
  /** @throws RecordError `not_related` if there is none */
  get(iss: string): Promise<StoredRelationship>;
  /** Finds the relationship with a vendor that has not ended. */
  current(vendor: string): Promise<StoredRelationship | undefined>;
  /** Writes all or none. Call it only in a turn with their vendors, and derive the values from what was read in that turn. */
  put(...relationships: readonly StoredRelationship[]): Promise<void>;
  /** Deletes a relationship. Call it only in a turn with its vendor. */
  delete(iss: string): Promise<void>;
  /**
   * Runs the steps for each vendor one after the other, across windows: each reads what the one before has written. If a window
   * closes, the browser ends its turn.
   *
   * @param vendors the origins whose turns the step needs
   */
  inTurn<T>(vendors: readonly string[], step: () => Promise<T>): Promise<T>;
}

/** @param name of the database and the locks */
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
      // Take locks in one order, so that two steps that need the same two cannot deadlock.
      const ordered = [...new Set(vendors)].sort();
      const take = ordered.reduceRight(
        (next, vendor) => () => globalThis.navigator.locks.request(`${name} ${vendor}`, next),
        step as () => Promise<unknown>,
      );
      return take() as ReturnType<typeof step>;
    },
  };
};
