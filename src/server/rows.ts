import type { Entry } from './store.js';

/** An entry as a row of a table. */
export interface Row extends Omit<Entry, 'answer'> {
  readonly answer: string;
}

export const entryOf = ({ iss, jti, hash, place, received, record, answer }: Row): Entry => ({
  iss,
  jti,
  hash,
  place,
  received,
  record,
  answer: JSON.parse(answer) as Entry['answer'],
});

/** The answer of an entry that awaits a decision, as it stands in its row. */
export const PENDING = JSON.stringify({ pending: true });
