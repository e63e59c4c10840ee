import type { JSONWebKeySet } from 'jose';
import { vendorOf } from '../contract/record.js';
import { writeJson } from '../contract/write-json.js';
import { hashOf, parseJws } from '../records/jws.js';
import { verifyRecord } from '../records/verify.js';
import { eachOf } from './pages.js';
import { UnreadableEntryError } from './report.js';
import { claimsIn, pendingIn, stateOf } from './state.js';
import type { Entry, State, Store, StoredRelationship } from './store.js';

/** A relationship whose state does not follow from its records. */
export class StateError extends Error {
  constructor(readonly iss: string) {
    super(`The state of the relationship ${iss} does not follow from its records.`);
    this.name = 'StateError';
  }
}

/** The numbers of what `verifyStore` read. */
export interface Verified {
  readonly relationships: number;
  readonly records: number;
  /** The number of entries that cannot be proved and of states that did not follow from their records. */
  readonly faults: number;
  /** The number of states that were made again. */
  readonly mended: number;
}

/** Options of `verifyStore`. */
export interface VerifyOptions {
  /** The vendor's origin: a record of another vendor is a fault. Default: that of each record. */
  readonly origin?: string;
  /** `true` makes a wrong state again from the records, if all of them are proved. Default: `false`. */
  readonly mend?: boolean;
  /** Receives an `UnreadableEntryError` or a `StateError` for each fault. Default: faults are only counted. */
  readonly onfault?: (error: Error) => void;
  /** Receives the numbers so far after each relationship. */
  readonly onprogress?: (found: Verified) => void;
}

/** The number of relationships that are read at once. */
const AT_ONCE = 4;

/** Checks that an entry is of its record and of this vendor, and the record's signatures. */
const isProved = async (entry: Entry, jwks: JSONWebKeySet, origin: string | undefined): Promise<boolean> => {
  const claims = claimsIn(entry);
  if (!claims || claims.jti !== entry.jti || vendorOf(claims) !== (origin ?? vendorOf(claims))) return false;
  try {
    if (entry.record !== null) await verifyRecord(entry.record, jwks);
    const place = entry.record === null || claims.act === 'leave' ? null : (claims.prev ?? '');
    const isSame = parseJws(entry.received).payload === parseJws(entry.record ?? entry.received).payload;
    return isSame && place === entry.place && (await hashOf(parseJws(entry.received))) === entry.hash;
  } catch {
    return false;
  }
};

/** Returns what counts of a state: proposals that were answered count for ten minutes only. */
const essenceOf = (state: State): string => {
  const { since, held, counts, ...head } = state.head ?? {};
  const sides = [held?.customer, held?.vendor, counts?.customer, counts?.vendor];
  const { status, first, last, agreement, agreed } = head as Partial<NonNullable<State['head']>>;
  return writeJson([since, ...sides, status, first, last, agreement, agreed, state.credential, pendingIn(state)?.jti]);
};

/**
 * Proves a store: every signature, every chain, and that the state of each relationship follows from its records. It reads a few
 * relationships at a time, beside a vendor at work.
 *
 * @param jwks the vendor's public keys, former ones included
 * @example
 * const { faults } = await verifyStore(store, jwks, { onfault: (error) => console.error(error.message) });
 * if (faults > 0) await verifyStore(store, jwks, { mend: true });
 */
export const verifyStore = async (
  store: Store,
  jwks: JSONWebKeySet,
  { origin, mend = false, onfault, onprogress }: VerifyOptions = {},
): Promise<Verified> => {
  const found = { relationships: 0, records: 0, faults: 0, mended: 0 };
  /** @returns the state that the relationship has meanwhile, if another one */
  const verify = async (iss: string, state: State): Promise<State | undefined> => {
    const entries: Entry[] = [];
    const wrong: Error[] = [];
    const blame = (jti: string, cause?: unknown): void => void wrong.push(new UnreadableEntryError(iss, jti, { cause }));
    const all = eachOf<Entry>((after, limit) => store.read(iss, { after: after?.hash, limit }));
    for await (const entry of all) {
      if (await isProved(entry, jwks, origin)) entries.push(entry);
      else blame(entry.jti);
    }
    const made = stateOf(iss, entries, state.version + 1, (_, jti, cause) => blame(jti, cause));
    // A state that is made without a record that cannot be proved would take the relationship back.
    const canMend = mend && wrong.length === 0;
    const isWrong = essenceOf(made) !== essenceOf(state);
    if (isWrong) wrong.push(new StateError(iss));
    const isMended = canMend && isWrong && (await store.mend(iss, made));
    const now = isMended ? state : (await store.look({ iss })).state;
    if (now.version !== state.version) return now;
    found.faults += wrong.length;
    found.relationships++;
    found.records += entries.filter(({ record }) => record !== null).length;
    if (isMended) found.mended++;
    if (onfault) wrong.forEach((error) => onfault(error));
    onprogress?.(found);
    return undefined;
  };
  const every = eachOf<StoredRelationship>((after, limit) => store.relationships({ after: after?.iss, limit }));
  const work = async (): Promise<void> => {
    for await (const { iss, state } of every) for (let now: State | undefined = state; now;) now = await verify(iss, now);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return found;
};
