/** What the tests of a store are made of. */
import { toBase64url } from '../../contract/base64url.js';
import type { Message } from '../outbox-store.js';
import type { Entry, Store } from '../store.js';

/** A store under test, and a new relationship in it. */
export interface Tested {
  readonly store: Store;
  /** The same store as another process or connection has it; `store` itself if there is none. */
  readonly again: Store;
  /** Of a relationship that is not stored yet. */
  readonly iss: string;
}
/** Tests by name. A name begins with the method of `Store` whose promise it tests. */
export type Cases = Readonly<Record<string, (tested: Tested) => Promise<void>>>;

/** Makes a key of base64url characters, as thumbprints, hashes and `jti`s are. @param bytes 32 make 43 characters */
export const newKey = (bytes = 32): string => toBase64url(crypto.getRandomValues(new Uint8Array(bytes)));
/** Makes a UUID, as messages have: `crypto.randomUUID` is missing in pages without TLS. */
export const newId = (): string => {
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5');
};

/** Makes an entry that both sides hold, outside the line. */
export const entryOf = (iss: string, changes: Partial<Entry> = {}): Entry => ({
  iss,
  jti: newKey(16),
  hash: newKey(),
  place: null,
  received: `{"received":"${newKey()}"}`,
  record: `{"record":"${newKey()}"}`,
  answer: {},
  ...changes,
});
/** Makes an entry that awaits a decision. */
export const pendingOf = (iss: string, changes: Partial<Entry> = {}): Entry =>
  entryOf(iss, { record: null, answer: { pending: true }, ...changes });
/** Makes a change, due from a time on. The tests' times are in January 1970, or at most `BEFORE_VENDORS`. */
export const changeOf = (due = 1, changes: Partial<Message> = {}): Message => ({
  id: newId(),
  kind: 'change',
  due,
  body: '{"a":1,"sequence":0}',
  ...changes,
});

/** A time of 2004, over 2^40 milliseconds: no vendor has a message that was due before. */
export const BEFORE_VENDORS = 1_100_000_000_000;
