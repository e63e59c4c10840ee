/**
 * Takes over what version 0.1.0 stored: each relationship was one value, with all its records.
 *
 * @module
 */
import type { JSONWebKeySet } from 'jose';
import { linkOf } from '../contract/chain.js';
import { settled, written } from './database.js';
import { type Change, extend, type StoredRelationship } from './relationship.js';
import { nameOf, vendorKidOf } from './vendor-keys.js';

/** The object store of version 0.1.0. It is left empty. */
const VALUES = 'values';

/** A relationship as version 0.1.0 stored it, its records in the order of the chain. */
interface EarlierRelationship extends Pick<StoredRelationship, 'vendor' | 'name' | 'iss' | 'keys' | 'proposed' | 'isDoubtful'> {
  readonly jwks: JSONWebKeySet;
  readonly records: readonly string[];
}

const upgraded = async ({ records, ...kept }: EarlierRelationship): Promise<Change> => {
  const links = await Promise.all(records.map(async (record) => ({ ...(await linkOf(record)), record })));
  // Which key signed a record was not stored: keep each that one of them names.
  const kids = new Set(records.map(vendorKidOf));
  const signers = kept.jwks.keys.filter(({ kid }) => kids.has(kid)).map(nameOf);
  return extend({ ...kept, signers, length: 0 }, links);
};

/**
 * Moves what version 0.1.0 stored, one relationship at a time, in the turn of its vendor. Where a window closes meanwhile, the next one
 * goes on.
 *
 * @param to `write` writes a change into a transaction with these `stores`
 */
export const upgradeFrom = async (
  database: IDBDatabase,
  to: {
    readonly inTurn: (vendors: readonly string[], step: () => Promise<void>) => Promise<void>;
    readonly write: (transaction: IDBTransaction, change: Change) => void;
    readonly stores: readonly string[];
  },
): Promise<void> => {
  if (!database.objectStoreNames.contains(VALUES)) return;
  const find = (iss: IDBValidKey): Promise<EarlierRelationship | undefined> =>
    settled(database.transaction(VALUES).objectStore(VALUES).get(iss) as IDBRequest<EarlierRelationship | undefined>);
  for (const iss of await settled(database.transaction(VALUES).objectStore(VALUES).getAllKeys())) {
    const { vendor = '' } = (await find(iss)) ?? {};
    await to.inTurn([vendor], async () => {
      // Another window may have been faster.
      const kept = await find(iss);
      if (!kept) return;
      const change = await upgraded(kept);
      const transaction = database.transaction([VALUES, ...to.stores], 'readwrite');
      to.write(transaction, change);
      transaction.objectStore(VALUES).delete(iss);
      await written(transaction);
    });
  }
};
