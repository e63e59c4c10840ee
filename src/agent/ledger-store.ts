/**
 * The store of a ledger: relationships, each with its key and its head, and their records.
 *
 * @module
 */
import type { Change, StoredRecord, StoredRelationship } from './relationship.js';

/**
 * Stores what a ledger keeps. Calls may run at the same time, from several windows or processes. A store is an object of functions that
 * need no `this`. It keeps every value as it was given, byte for byte; keys that it writes to a disk it encrypts.
 */
export interface LedgerStore {
  /** Reads everything as of one moment: the relationships by `iss`, the records of each in the order of the chain. */
  all(): Promise<{ readonly relationships: readonly StoredRelationship[]; readonly records: readonly StoredRecord[] }>;
  /** Lists relationships by `iss`, in the order of its characters. @param after the `iss` before the first one; default: none */
  relationships(after: string | undefined, limit: number): Promise<readonly StoredRelationship[]>;
  /**
   * Lists records of a relationship by `at`: numbers first, then texts.
   *
   * @param after the `at` before the first one; default: none
   */
  records(iss: string, after: StoredRecord['at'] | undefined, limit: number): Promise<readonly StoredRecord[]>;
  find(iss: string): Promise<StoredRelationship | undefined>;
  /** Lists the relationships with a vendor, ended ones too. @param vendor its origin */
  withVendor(vendor: string): Promise<readonly StoredRelationship[]>;
  /** Finds a record of a relationship by its hash. */
  record(iss: string, hash: string): Promise<StoredRecord | undefined>;
  /** Returns whether a record of the relationship has this hash as `revokes`. */
  isRevoked(iss: string, hash: string): Promise<boolean>;
  /**
   * Writes all changes in one step, or none: each relationship in place of the earlier one, and the added records. The ledger calls it
   * only in a turn with their vendors, and derives the values from what it read in that turn.
   *
   * @throws Error if nothing is written, also if another one has taken over the turn meanwhile
   */
  put(...changes: readonly Change[]): Promise<void>;
  /** Deletes a relationship and its records in one step. The ledger calls it only in a turn with its vendor. */
  delete(iss: string): Promise<void>;
  /**
   * Runs the steps for each vendor one after the other, in all windows and processes: each reads what the one before has written. A
   * step waits for vendors, so that it can take minutes. If its window is closed or its process killed, its turn ends.
   *
   * @param vendors the origins whose turns the step needs. Two steps that need the same ones do not wait for each other forever
   */
  inTurn<T>(vendors: readonly string[], step: () => Promise<T>): Promise<T>;
}
