import { writeJson } from '../contract/write-json.js';
import { NOTHING, openIn, stateOf, statusIn } from './state.js';
import type { Entry, Looked, State, StoredRelationship } from './store.js';

const parse = (json: string): unknown => {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
};

/** An entry as a row of a table. */
export interface Row extends Omit<Entry, 'answer' | 'credential' | 'revokes'> {
  readonly answer: string;
  readonly credential: string | null;
  readonly revokes: string | null;
}
/** A row of `relbutton_heads`; `pg` returns a bigint as text. */
interface HeadRow {
  readonly iss: string;
  readonly version: number | string | null;
  readonly state: string | null;
}
/** A row with an entry beside other columns: `jti` is `null` if there is none. */
type WithEntry = { readonly [K in keyof Row]: Row[K] | null };
export type LookRow = HeadRow & WithEntry & { readonly answered: string | null; readonly revoked: number | boolean };
export type RelationshipRow = HeadRow & WithEntry;

/** Reads a row. An `answer` that is not JSON becomes `null`: the vendor leaves such an entry out and reports it. */
export const entryOf = ({ iss, jti, hash, place, received, record, answer, credential, revokes }: Row): Entry => ({
  iss,
  jti,
  hash,
  place,
  received,
  record,
  answer: parse(answer) as Entry['answer'],
  ...(credential !== null && { credential }),
  ...(revokes !== null && { revokes }),
});
const entryIn = (row: WithEntry): Entry | undefined => (row.jti === null ? undefined : entryOf(row as Row));

/** Reads a state. Its version is a column, by which it is compared. */
const stateIn = ({ version, state }: HeadRow): State =>
  state === null ? NOTHING : { ...(JSON.parse(state) as Omit<State, 'version'>), version: Number(version) };

/** Returns the columns of a state: `[version, status, open, state]`. */
export const stateColumns = (state: State): [number, string, string | null, string] => {
  const { version, ...rest } = state;
  return [version, statusIn(state), openIn(state) ?? null, writeJson(rest)];
};

/** Returns the columns of an entry, in the order of `ENTRY`. */
export const entryColumns = (entry: Entry): (string | null)[] => {
  const { iss, jti, hash, place, received, record, answer, credential = null, revokes = null } = entry;
  return [iss, jti, hash, place, received, record, writeJson(answer), credential, revokes];
};

export const lookedOf = (row: LookRow): Looked => ({
  state: stateIn(row),
  entry: entryIn(row),
  answered: row.answered ?? undefined,
  // MySQL may give a number as text.
  isRevoked: Number(row.revoked) > 0,
});
export const relationshipOf = (row: RelationshipRow): StoredRelationship => ({
  iss: row.iss,
  state: stateIn(row),
  open: entryIn(row),
});

/** Returns the columns of the state that the entries of a relationship make, if it has none yet. */
export const madeState = (iss: string, rows: readonly Row[]): ReturnType<typeof stateColumns> =>
  stateColumns(stateOf(iss, rows.map(entryOf), 1, () => undefined));

/** The column `answer` of an entry that awaits a decision. */
export const PENDING = writeJson({ pending: true });
/** What the column `answer` is while an entry can be decided: see `awaits`. */
export const AWAITS = [PENDING, writeJson({ erasure: { pending: true } })] as const;
