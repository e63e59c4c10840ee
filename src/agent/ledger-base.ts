/**
 * The store of a ledger and its way to vendors, for the steps of an act.
 *
 * @module
 */
import { eachOf } from '../contract/pages.js';
import { readClaims } from '../contract/record.js';
import type { Before } from '../contract/rules.js';
import { RecordError } from '../records/errors.js';
import type { LedgerStore } from './ledger-store.js';
import { statusOf, type StoredRecord, type StoredRelationship } from './relationship.js';
import type { Fetch } from './vendor-client.js';

export interface LedgerBase extends LedgerStore {
  /** Reaches vendors. */
  readonly fetch: Fetch;
  /** @throws RecordError `not_related` if there is none */
  get(iss: string): Promise<StoredRelationship>;
  /** Finds the relationship with a vendor that has not ended. */
  current(vendor: string): Promise<StoredRelationship | undefined>;
  /** Reads what the rules need to know of some earlier records. @param hashes of those that they look up */
  before(iss: string, hashes: Iterable<string>): Promise<Before>;
}

export const baseOn = (store: LedgerStore, fetch: Fetch): LedgerBase => ({
  ...store,
  fetch,
  async get(iss) {
    const kept = await store.find(iss);
    if (!kept) throw new RecordError('not_related');
    return kept;
  },
  async current(vendor) {
    return (await store.withVendor(vendor)).find((kept) => statusOf(kept) !== 'ended');
  },
  async before(iss, hashes) {
    const claims = new Map<string, ReturnType<typeof readClaims>>();
    const revoked = new Set<string>();
    for (const hash of hashes) {
      const known = await store.record(iss, hash);
      if (known) claims.set(hash, readClaims(known.record));
      if (known && (await store.isRevoked(iss, hash))) revoked.add(hash);
    }
    return { claimsOf: (hash) => claims.get(hash) ?? undefined, isRevoked: (hash) => revoked.has(hash) };
  },
});

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
