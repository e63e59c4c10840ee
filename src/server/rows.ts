import { writeJson } from '../contract/write-json.js';
import type { Entry } from './store.js';

const parse = (json: string): unknown => {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
};

/** An entry as a row of a table. */
export interface Row extends Omit<Entry, 'answer' | 'credential'> {
  readonly answer: string;
  readonly credential: string | null;
}

/** Reads a row. An `answer` that is not JSON becomes `null`: the vendor leaves such an entry out and reports it. */
export const entryOf = ({ iss, jti, hash, place, received, record, answer, credential }: Row): Entry => ({
  iss,
  jti,
  hash,
  place,
  received,
  record,
  answer: parse(answer) as Entry['answer'],
  ...(credential !== null && { credential }),
});

/** The column `answer` of an entry that awaits a decision. */
export const PENDING = writeJson({ pending: true });

/** Finds a relationship by its credential. A proposal that was refused does not count. */
export const findSql = (credential: string, pending: string): string =>
  `SELECT iss FROM relbutton_records WHERE credential = ${credential} AND (record IS NOT NULL OR answer = ${pending}) ORDER BY seq LIMIT 1`;
/** An index only of the few entries with a credential. */
export const CREDENTIAL_INDEX =
  'CREATE INDEX IF NOT EXISTS relbutton_records_credential ON relbutton_records (credential) WHERE credential IS NOT NULL';
