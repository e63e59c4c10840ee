/**
 * Stores a ledger in an SQLite file.
 *
 * @module
 */
import type Database from 'libsql';
import { exportJWK, type JWK } from 'jose';
import { writeJson } from '../../contract/write-json.js';
import { importPair } from '../file.js';
import type { LedgerStore } from '../ledger-store.js';
import type { Change, StoredRecord, StoredRelationship } from '../relationship.js';
import { openFile, type Opening } from './database.js';
import type { Seal } from './locked-keys.js';
import { type SealedValues, sealedIn } from './sealed-values.js';
import { turnsIn } from './turns.js';

interface RelationshipRow {
  readonly iss: string;
  readonly vendor: string;
  /** The relationship without its key, as JSON. */
  readonly kept: string;
  /** The private JWK, sealed. */
  readonly key: string | null;
}
type RecordRow = Omit<StoredRecord, 'revokes'> & { readonly revokes: string | null };

const relationshipOf = async ({ iss, kept, key }: RelationshipRow, seal: Seal): Promise<StoredRelationship> => {
  const relationship = JSON.parse(kept) as StoredRelationship;
  return key ? { ...relationship, keys: await importPair(JSON.parse(seal.open(key, iss)) as JWK) } : relationship;
};
const recordOf = ({ revokes, ...record }: RecordRow): StoredRecord => ({ ...record, ...(revokes !== null && { revokes }) });

const RELATIONSHIPS = 'SELECT iss, vendor, kept, key FROM relationships';
const RECORDS = 'SELECT iss, at, hash, record, revokes FROM records';
const PUT = `
  INSERT INTO relationships (iss, vendor, kept, key) VALUES (?, ?, ?, ?)
  ON CONFLICT (iss) DO UPDATE SET vendor = excluded.vendor, kept = excluded.kept, key = excluded.key`;
// A second record in one place fails here, and with it the whole step.
const ADD = 'INSERT INTO records (iss, at, hash, record, revokes) VALUES (?, ?, ?, ?, ?)';

type Prepare = (sql: string) => Database.Statement;
const readingFrom = (
  database: Database.Database,
  prepare: Prepare,
  seal: Seal,
): Omit<LedgerStore, 'put' | 'delete' | 'inTurn'> => {
  const relationships = (sql: string, ...values: unknown[]): Promise<StoredRelationship[]> =>
    Promise.all((prepare(sql).all(...values) as RelationshipRow[]).map((row) => relationshipOf(row, seal)));
  const records = (sql: string, ...values: unknown[]): StoredRecord[] =>
    (prepare(sql).all(...values) as RecordRow[]).map(recordOf);
  return {
    async all() {
      let read: [Promise<StoredRelationship[]>, StoredRecord[]] | undefined;
      const work = (): void =>
        void (read = [relationships(`${RELATIONSHIPS} ORDER BY iss`), records(`${RECORDS} ORDER BY iss, at`)]);
      database.transaction(work)();
      const [all, texts] = read as NonNullable<typeof read>;
      return { relationships: await all, records: texts };
    },
    relationships: (after = '', limit) => relationships(`${RELATIONSHIPS} WHERE iss > ? ORDER BY iss LIMIT ?`, after, limit),
    records: (iss, after = -1, limit) =>
      Promise.resolve(records(`${RECORDS} WHERE iss = ? AND at > ? ORDER BY at LIMIT ?`, iss, after, limit)),
    find: async (iss) => (await relationships(`${RELATIONSHIPS} WHERE iss = ?`, iss))[0],
    withVendor: (vendor) => relationships(`${RELATIONSHIPS} WHERE vendor = ? ORDER BY iss`, vendor),
    record: (iss, hash) => Promise.resolve(records(`${RECORDS} WHERE iss = ? AND hash = ?`, iss, hash)[0]),
    isRevoked: (iss, hash) =>
      Promise.resolve(prepare('SELECT 1 FROM records WHERE iss = ? AND revokes = ? LIMIT 1').all(iss, hash).length > 0),
  };
};

/** The values of a row, made before the transaction: that cannot wait. */
const valuesOf = async ({ relationship: { keys, ...kept } }: Change, seal: Seal): Promise<unknown[]> => {
  const key = keys ? seal.close(writeJson(await exportJWK(keys.privateKey)), kept.iss) : null;
  return [kept.iss, kept.vendor, writeJson(kept), key];
};

/** Opens a file as a store. See `openFile`. */
export const openFileStore = async (
  path: string,
  passphrase: string,
  opening?: Opening,
): Promise<LedgerStore & { readonly sealed: SealedValues; close(): void }> => {
  const { database, seal } = await openFile(path, passphrase, opening);
  const prepared = new Map<string, Database.Statement>();
  const prepare: Prepare = (sql) => {
    const statement = prepared.get(sql) ?? database.prepare(sql);
    prepared.set(sql, statement);
    return statement;
  };
  const turns = turnsIn(database, prepare);
  return {
    ...readingFrom(database, prepare, seal),
    inTurn: turns.inTurn,
    sealed: sealedIn(database, prepare, seal),
    async put(...changes) {
      const rows = await Promise.all(changes.map((change) => valuesOf(change, seal)));
      const work = (): void => {
        for (const [i, { relationship, added = [] }] of changes.entries()) {
          turns.check(relationship.vendor);
          prepare(PUT).run(...(rows[i] as unknown[]));
          for (const { iss, at, hash, record, revokes = null } of added) prepare(ADD).run(iss, at, hash, record, revokes);
        }
      };
      database.transaction(work).immediate();
    },
    delete(iss) {
      const work = (): void => {
        const [row] = prepare(`${RELATIONSHIPS} WHERE iss = ?`).all(iss) as RelationshipRow[];
        if (!row) return;
        turns.check(row.vendor);
        for (const table of ['records', 'relationships']) prepare(`DELETE FROM ${table} WHERE iss = ?`).run(iss);
      };
      database.transaction(work).immediate();
      return Promise.resolve();
    },
    close: () => void database.close(),
  };
};
