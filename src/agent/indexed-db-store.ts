/**
 * Stores a ledger in IndexedDB, and gives out its turns by Web Locks. All windows of one agent share both.
 *
 * @module
 */
import { openDatabase, settled, written } from './database.js';
import type { LedgerStore } from './ledger-store.js';
import { upgradeFrom } from './ledger-upgrade.js';
import type { Change, StoredRecord, StoredRelationship } from './relationship.js';

/** The object stores. */
const RELATIONSHIPS = 'relationships';
const RECORDS = 'records';

const makeStores = (database: IDBDatabase): void => {
  database.createObjectStore(RELATIONSHIPS, { keyPath: 'iss' }).createIndex('vendor', 'vendor');
  const records = database.createObjectStore(RECORDS, { keyPath: ['iss', 'at'] });
  records.createIndex('hash', ['iss', 'hash'], { unique: true });
  records.createIndex('revokes', ['iss', 'revokes']);
};

/** The records of a relationship, after a place. An array is after every number and text (Indexed Database API, "Keys"). */
const rangeOf = (iss: string, after?: StoredRecord['at']): IDBKeyRange =>
  after === undefined ? IDBKeyRange.bound([iss], [iss, []]) : IDBKeyRange.bound([iss, after], [iss, []], true);

/** Writes into a transaction. */
const write = (transaction: IDBTransaction, { relationship, added = [] }: Change): void => {
  transaction.objectStore(RELATIONSHIPS).put(relationship);
  for (const record of added) transaction.objectStore(RECORDS).put(record);
};

const readingFrom = (database: IDBDatabase): Omit<LedgerStore, 'put' | 'delete' | 'inTurn'> => {
  const storeOf = (name: string): IDBObjectStore => database.transaction(name).objectStore(name);
  return {
    async all() {
      const transaction = database.transaction([RELATIONSHIPS, RECORDS]);
      const [relationships, records] = await Promise.all([
        settled(transaction.objectStore(RELATIONSHIPS).getAll() as IDBRequest<StoredRelationship[]>),
        settled(transaction.objectStore(RECORDS).getAll() as IDBRequest<StoredRecord[]>),
      ]);
      return { relationships, records };
    },
    relationships: (after = '', limit) =>
      settled(storeOf(RELATIONSHIPS).getAll(IDBKeyRange.lowerBound(after, true), limit) as IDBRequest<StoredRelationship[]>),
    records: (iss, after, limit) => settled(storeOf(RECORDS).getAll(rangeOf(iss, after), limit) as IDBRequest<StoredRecord[]>),
    find: (iss) => settled(storeOf(RELATIONSHIPS).get(iss) as IDBRequest<StoredRelationship | undefined>),
    withVendor: (vendor) => settled(storeOf(RELATIONSHIPS).index('vendor').getAll(vendor) as IDBRequest<StoredRelationship[]>),
    record: (iss, hash) => settled(storeOf(RECORDS).index('hash').get([iss, hash]) as IDBRequest<StoredRecord | undefined>),
    isRevoked: async (iss, hash) => (await settled(storeOf(RECORDS).index('revokes').count([iss, hash]))) > 0,
  };
};

/** Opens a database as a store. @param name of the database and the locks */
export const openIndexedDb = async (name: string): Promise<LedgerStore> => {
  const inTurn: LedgerStore['inTurn'] = (vendors, step) => {
    // Take locks in one order, so that two steps that need the same two cannot deadlock.
    const ordered = [...new Set(vendors)].sort();
    const take = ordered.reduceRight(
      (next, vendor) => () => globalThis.navigator.locks.request(`${name} ${vendor}`, next),
      step as () => Promise<unknown>,
    );
    return take() as ReturnType<typeof step>;
  };
  const database = await openDatabase(name, 2, makeStores);
  await upgradeFrom(database, { inTurn, write, stores: [RELATIONSHIPS, RECORDS] });
  return {
    ...readingFrom(database),
    inTurn,
    put(...changes) {
      const transaction = database.transaction([RELATIONSHIPS, RECORDS], 'readwrite');
      for (const change of changes) write(transaction, change);
      return written(transaction);
    },
    delete(iss) {
      const transaction = database.transaction([RELATIONSHIPS, RECORDS], 'readwrite');
      transaction.objectStore(RELATIONSHIPS).delete(iss);
      transaction.objectStore(RECORDS).delete(rangeOf(iss));
      return written(transaction);
    },
  };
};
