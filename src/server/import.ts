import type { JSONWebKeySet } from 'jose';
import { ChainError, type ChainFault } from '../contract/chain.js';
import { type Claims, sideOf, vendorOf } from '../contract/record.js';
import { isBeginning, isKept, reFault, reOf } from '../contract/rules.js';
import { writeJson } from '../contract/write-json.js';
import { RecordError } from '../records/errors.js';
import { hashOf, parseJws } from '../records/jws.js';
import { verifyRecord } from '../records/verify.js';
import { beforeIn, entryFor } from './entry.js';
import { stateAfter } from './state.js';
import type { Entry, Looked, State, Store } from './store.js';

/** The number of records that are checked before they are added. */
const BATCH = 256;

interface Read {
  readonly claims: Claims;
  readonly entry: Entry;
}

/** Checks the signatures of a record. @throws RecordError */
const read = async (record: string, origin: string, jwks: JSONWebKeySet): Promise<Read> => {
  const claims = await verifyRecord(record, jwks);
  if (vendorOf(claims) !== origin) throw new RecordError('wrong_audience');
  const jws = parseJws(record);
  const { payload, signatures } = jws;
  // The customer sent it without the vendor's signature.
  const received = sideOf(claims) === 'customer' ? writeJson({ payload, signatures: signatures.slice(0, 1) }) : record;
  const place = claims.act === 'leave' ? null : (claims.prev ?? '');
  return { claims, entry: { ...entryFor(received, claims, await hashOf(jws)), record, place } };
};

/** Sorts the records of a batch, relationship by relationship: each after the one that it follows, where that is in the batch too. */
const inOrder = (records: readonly Read[]): Read[] => {
  const following = new Map<string, Read[]>();
  const hashes = new Set(records.map(({ entry }) => entry.hash));
  const ordered: Read[] = [];
  for (const one of records) {
    const { place, iss } = one.entry;
    const before = place !== null && hashes.has(place) ? place : `${iss} ${place === null ? 'leave' : 'line'}`;
    following.set(before, [...(following.get(before) ?? []), one]);
  }
  const take = (from: string): void => {
    for (let next = following.get(from) ?? []; next.length > 0;) {
      ordered.push(...next);
      next = next.flatMap(({ entry }) => following.get(entry.hash) ?? []);
    }
  };
  for (const iss of new Set(records.map(({ entry }) => entry.iss))) for (const part of ['line', 'leave']) take(`${iss} ${part}`);
  return ordered;
};

interface Planned {
  readonly entry: Entry;
  readonly state: State;
}

/** Checks that the records of a batch continue the chains in a store. @returns those that are new, in order */
const plan = async (records: readonly Read[], store: Store): Promise<Planned[]> => {
  const planned: Planned[] = [];
  const states = new Map<string, State>();
  const known = new Map<string, Read>();
  const faultOf = async ({ claims, entry }: Read, { head }: State, looked: Looked): Promise<ChainFault | undefined> => {
    const { iss, place } = entry;
    const inBatch = (hash: string): Read | undefined => (known.get(hash)?.entry.iss === iss ? known.get(hash) : undefined);
    if (!isKept(claims)) return 'wrong_side';
    if (place === null) return undefined;
    if (place === '' && !isBeginning(claims)) return 'no_beginning';
    if (place !== (head?.last ?? '')) {
      const isThere =
        place === '' || inBatch(place) !== undefined || (await store.look({ iss, re: place })).answered !== undefined;
      return isThere ? 'forked' : 'missing';
    }
    const before = beforeIn(looked);
    const isRevoked = (hash: string): boolean =>
      before.isRevoked(hash) || planned.some((one) => one.entry.iss === iss && one.entry.revokes === hash);
    return reFault(claims, { claimsOf: (hash) => inBatch(hash)?.claims ?? before.claimsOf(hash), isRevoked });
  };
  for (const one of inOrder(records)) {
    const { claims, entry } = one;
    const { iss, jti, hash } = entry;
    const looked = await store.look({ iss, jti, re: reOf(claims) });
    if (looked.entry?.hash === hash || known.has(hash)) continue;
    if (looked.entry) throw new RecordError('jti_reused');
    const state = states.get(iss) ?? looked.state;
    const fault = await faultOf(one, state, looked);
    if (fault) throw new ChainError(fault, hash);
    const after = stateAfter(state, entry, claims);
    states.set(iss, after);
    known.set(hash, one);
    planned.push({ entry, state: after });
  }
  return planned;
};

/**
 * Adds records to a store, batch by batch: it checks all of a batch before it adds one.
 *
 * @param records their JSON texts, those of one relationship oldest first
 * @param origin the vendor's origin
 * @param jwks its public keys, former ones included
 * @returns the number of new records
 * @throws RecordError or ChainError if one is not valid
 */
export const importRecords = async (
  records: AsyncIterable<string>,
  store: Store,
  origin: string,
  jwks: JSONWebKeySet,
): Promise<number> => {
  let added = 0;
  let batch: Read[] = [];
  const flush = async (): Promise<void> => {
    for (const { entry, state } of await plan(batch, store)) {
      // Another process added a record meanwhile: the file can be imported again.
      if (!(await store.add(entry, { state }))) throw new RecordError('broken_chain');
      added++;
    }
    batch = [];
  };
  for await (const record of records) {
    batch.push(await read(record, origin, jwks));
    if (batch.length === BATCH) await flush();
  }
  await flush();
  return added;
};
