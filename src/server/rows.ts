import type { Entry } from './store.js';

const parse = (json: string): unknown => {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
};

/** An entry as a row of a table. */
export interface Row extends Omit<Entry, 'answer'> {
  readonly answer: string;
}

/** Reads a row. An `answer` that is no JSON becomes `null`: the vendor leaves such an entry out and reports it. */
export const entryOf = ({ iss, jti, hash, place, received, record, answer }: Row): Entry => ({
  iss,
  jti,
  hash,
  place,
  received,
  record,
  answer: parse(answer) as Entry['answer'],
});

/** The column `answer` of an entry that awaits a decision. */
export const PENDING = JSON.stringify({ pending: true });
