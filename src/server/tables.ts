/**
 * The tables of all SQL stores, each written once: a database gives the names of its types and what it adds.
 *
 * `relbutton_records` has the entries in the order in which they came, `relbutton_heads` the state of each relationship in the order in
 * which they began: one with a lower `seq` is committed first, so that a cursor passes over none. `relbutton_outbox` has the messages, and `relbutton_lines` a row for each relationship with messages: the places of
 * the first and the last one that wait, and when the first is due. All that changes a line changes this row, so that one lock orders
 * it, and one index finds what is due.
 *
 * @module
 */

/** How a database writes the types of columns. */
export interface Types {
  /** A whole number of 64 bits that grows with each row. */
  readonly serial: string;
  /** A whole number of 64 bits. */
  readonly whole: string;
  /** A text by which rows are found: an index holds all of it. It is compared by its bytes. */
  readonly key: string;
  /** A text of any length, returned byte for byte. */
  readonly text: string;
}

/** The columns of an entry, in the order of `entryColumns`. */
export const ENTRY = 'iss, jti, hash, place, received, record, answer, credential, revokes';
/** The columns of a relationship, in the order of its `iss` and `stateColumns`. */
export const RELATIONSHIP = 'iss, version, status, open, state';

/** @param keys the other keys and columns, among them the key of (iss, jti) */
export const recordsTable = ({ serial, key, text }: Types, keys: string): string => `relbutton_records (
  seq ${serial},
  iss ${key} NOT NULL,
  jti ${key} NOT NULL,
  hash ${key} NOT NULL,
  place ${key},
  received ${text} NOT NULL,
  record ${text},
  answer ${text} NOT NULL,
  credential ${text},
  revokes ${key},
  UNIQUE (iss, place),
  ${keys}
)`;

/** @param keys the other keys and columns, among them the key of iss */
export const headsTable = ({ serial, whole, key, text }: Types, keys: string): string => `relbutton_heads (
  seq ${serial},
  iss ${key} NOT NULL,
  version ${whole} NOT NULL,
  status ${key} NOT NULL,
  open ${key},
  state ${text},
  ${keys}
)`;

/** @param keys other keys, each with a comma before it */
export const linesTable = ({ whole, key }: Types, keys = ''): string => `relbutton_lines (
  iss ${key} PRIMARY KEY,
  number ${whole} NOT NULL,
  head ${whole} NOT NULL,
  tail ${whole} NOT NULL,
  due ${whole},
  attempts ${whole} NOT NULL${keys}
)`;

/** @param keys other keys, each with a comma before it */
export const outboxTable = ({ whole, key, text }: Types, keys = ''): string => `relbutton_outbox (
  id ${key} PRIMARY KEY,
  iss ${key} NOT NULL,
  place ${whole},
  kind ${key} NOT NULL,
  body ${text} NOT NULL,
  attempts ${whole} NOT NULL,
  why ${text},
  UNIQUE (iss, place)${keys}
)`;
