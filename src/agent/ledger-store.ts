/**
 * Stores a ledger's relationships, each with its head, and their records, and locks them per vendor. All windows of one agent share store
 * and locks.
 *
 * @module
 */
import { eachOf } from '../contract/pages.js';
import { readClaims } from '../contract/record.js';
import type { Before } from '../contract/rules.js';
import { RecordError } from '../records/errors.js';
import { openDatabase, settled, written } from './database.js';
import { upgradeFrom } from './ledger-upgrade.js';
import { type Change, statusOf, type StoredRecord, type StoredRelationship } from './relationship.js';

export interface LedgerStore {
  /** Reads everything at one moment. */
  all(): Promise<readonly { relationship: StoredRelationship; records: readonly string[] }[]>;
  /** Lists relationships by `iss`. @param after the `iss` before the first one */
  relationships(after: string | undefined, limit: number): Promise<readonly StoredRelationship[]>;
  /** Lists records in the order of the chain. @param after the place before the first one */
  records(iss: string, after: StoredRecord['at'] | undefined, limit: number): Promise<readonly StoredRecord[]>;
  find(iss: string): Promise<StoredRelationship | undefined>;
  /** @throws RecordError `not_related` if there is none */
  get(iss: string): Promise<StoredRelationship>;
  /** Finds the relationship with a vendor that has not ended. */
  current(vendor: string): Promise<StoredRelationship | undefined>;
  /** Finds a record by its hash. */
  record(iss: string, hash: string): Promise<StoredRecord | undefined>;
  /** Reads what the rules need to know of some earlier records. @param hashes of those that they look up */
  before(iss: string, hashes: Iterable<string>): Promise<Before>;
  /** Writes all or none. Call it only in a turn with their vendors, and derive the values from what was read in that turn. */
  put(...changes: readonly Change[]): Promise<void>;
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

/** Lists all relationships by `iss`, page by page. @param begin the `iss` before the first one */
export const relationshipsIn = (store: LedgerStore, begin?: string, most?: number): AsyncGenerator<StoredRelationship> =>
  eachOf((after, limit) => store.relationships(after?.iss ?? begin, limit), most);

/** Lists the records that a relationship had when it was read, page by page. @param begin the place before the first one */
export async function* recordsOf(
  store: LedgerStore,
  { iss, head }: StoredRelationship,
  begin?: StoredRecord['at'],
  most = head ? head.counts.customer + head.counts.vendor : 0,
): AsyncGenerator<string> {
  const all = eachOf<StoredRecord>((after, limit) => store.records(iss, after?.at ?? begin, limit), most);
  for await (const { record } of all) yield record;
}

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
  const find = (iss: string): Promise<StoredRelationship | undefined> =>
    settled(storeOf(RELATIONSHIPS).get(iss) as IDBRequest<StoredRelationship | undefined>);
  const record = (iss: string, hash: string): Promise<StoredRecord | undefined> =>
    settled(storeOf(RECORDS).index('hash').get([iss, hash]) as IDBRequest<StoredRecord | undefined>);
  return {
    async all() {
      const transaction = database.transaction([RELATIONSHIPS, RECORDS]);
      const [relationships, records] = await Promise.all([
        settled(transaction.objectStore(RELATIONSHIPS).getAll() as IDBRequest<StoredRelationship[]>),
        settled(transaction.objectStore(RECORDS).getAll() as IDBRequest<StoredRecord[]>),
      ]);
      const byIss = new Map(relationships.map((relationship) => [relationship.iss, { relationship, records: [] as string[] }]));
      for (const one of records) byIss.get(one.iss)?.records.push(one.record);
      return [...byIss.values()];
    },
    relationships: (after = '', limit) =>
      settled(storeOf(RELATIONSHIPS).getAll(IDBKeyRange.lowerBound(after, true), limit) as IDBRequest<StoredRelationship[]>),
    records: (iss, after, limit) => settled(storeOf(RECORDS).getAll(rangeOf(iss, after), limit) as IDBRequest<StoredRecord[]>),
    find,
    async get(iss) {
      const kept = await find(iss);
      if (!kept) throw new RecordError('not_related');
      return kept;
    },
    async current(vendor) {
      const all = await settled(storeOf(RELATIONSHIPS).index('vendor').getAll(vendor) as IDBRequest<StoredRelationship[]>);
      return all.find((kept) => statusOf(kept) !== 'ended');
    },
    record,
    async before(iss, hashes) {
      const claims = new Map<string, ReturnType<typeof readClaims>>();
      const revoked = new Set<string>();
      for (const hash of hashes) {
        const known = await record(iss, hash);
        if (known) claims.set(hash, readClaims(known.record));
        if (known && (await settled(storeOf(RECORDS).index('revokes').count([iss, hash])))) revoked.add(hash);
      }
      return { claimsOf: (hash) => claims.get(hash) ?? undefined, isRevoked: (hash) => revoked.has(hash) };
    },
  };
};

/** @param name of the database and the locks */
export const openStore = async (name: string): Promise<LedgerStore> => {
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
