import type { JSONWebKeySet } from 'jose';
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

/** Checks that an entry is of its record, and the record's signatures. */
const isProved = async (entry: Entry, jwks: JSONWebKeySet): Promise<boolean> => {
  const claims = claimsIn(entry);
  if (!claims || claims.jti !== entry.jti) return false;
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
 * Proves a store: every signature, every chain, and that the state of each relationship follows from its records. It reads one
 * relationship at a time, beside a vendor at work.
 *
 * @param jwks the vendor's public keys, former ones included
 * @param options `mend`: `true` makes the wrong states again from the records; `onfault` receives an `UnreadableEntryError` or a
 * `StateError` for each fault. Default: nothing is mended, and faults are only counted
 * @example
 * const { faults } = await verifyStore(store, jwks, { onfault: (error) => console.error(error.message) });
 * if (faults > 0) await verifyStore(store, jwks, { mend: true });
 */
export const verifyStore = async (
  store: Store,
  jwks: JSONWebKeySet,
  { mend = false, onfault = () => undefined }: { readonly mend?: boolean; readonly onfault?: (error: Error) => void } = {},
): Promise<Verified> => {
  const found = { relationships: 0, records: 0, faults: 0, mended: 0 };
  const fault = (error: Error): void => {
    found.faults++;
    onfault(error);
  };
  /** @returns `false` if the relationship has changed meanwhile */
  const verify = async (iss: string): Promise<boolean> => {
    const { state } = await store.look({ iss });
    const entries: Entry[] = [];
    const wrong: Error[] = [];
    const blame = (jti: string, cause?: unknown): void => void wrong.push(new UnreadableEntryError(iss, jti, { cause }));
    const all = eachOf<Entry>((after, limit) => store.read(iss, { after: after?.hash, limit }));
    for await (const entry of all) {
      if (await isProved(entry, jwks)) entries.push(entry);
      else blame(entry.jti);
    }
    const made = stateOf(iss, entries, state.version + 1, (_, jti, cause) => blame(jti, cause));
    const isWrong = essenceOf(made) !== essenceOf(state);
    if (isWrong) wrong.push(new StateError(iss));
    const isMended = isWrong && mend && (await store.mend(iss, made));
    if (!isMended && (await store.look({ iss })).state.version !== state.version) return false;
    wrong.forEach(fault);
    found.relationships++;
    found.records += entries.filter(({ record }) => record !== null).length;
    if (isMended) found.mended++;
    return true;
  };
  const every = eachOf<StoredRelationship>((after, limit) => store.relationships({ after: after?.iss, limit }));
  for await (const { iss } of every) while (!(await verify(iss)));
  return found;
};
