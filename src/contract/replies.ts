import { agreement, copy, plainText, readJson, record, text, type Value } from './fields.js';
import { MAX_TEXT } from './messages.js';

/** Everything that a vendor's endpoint, or `respondWith`, may say to a record (contract, section 8, step 2). */
const REPLY = {
  'record?': record,
  'counter?': agreement,
  'pending?': true,
  'refused?': true,
  'code?': text(64),
  'message?': plainText(500),
} as const;
/** One of four: a countersigned `record`; a `counter`; `pending`; or `refused`, with a `code` and a `message` for the person. */
export type Reply = Value<typeof REPLY>;

/** What goes together: the keys of a reply, and the HTTP status where there is one. */
const IN_ORDER = /^((record|counter):(200)?|pending:(202)?|refused,code,message:(4\d\d)?)$/;

/**
 * Reads a reply.
 *
 * @param status as the endpoint sent it; not given where the vendor's own code answers
 * @returns `undefined` for anything that is not one of the four, or came with another status
 */
export const parseReply = (json: string, status: number | '' = ''): Reply | undefined => {
  const reply = copy(REPLY, readJson(json, MAX_TEXT)) ?? {};
  return IN_ORDER.test(`${Object.keys(reply)}:${status}`) ? reply : undefined;
};

const ERASED = { erased: true } as const;
const KEPT = /* @__PURE__ */ (() => ({ kept: plainText(500), why: plainText(500), until: plainText(100) }) as const)();
/** What became of erasing at the end: all gone, or what is kept, why and until when, in words for the customer. */
export type Erasure = Value<typeof ERASED> | Value<typeof KEPT>;

/** Reads an `Erasure`. @returns `undefined` for any other form */
export const readErasure = (value: unknown): Erasure | undefined => copy(ERASED, value) ?? copy(KEPT, value);

/**
 * Reads what a vendor answers, beside the record, to a leave that asks to erase (contract, section 7).
 *
 * @returns `undefined` where it says nothing of it
 */
export const parseErasure = (json: string): Erasure | undefined => {
  const { erasure } = (readJson(json, MAX_TEXT) ?? {}) as { erasure?: unknown };
  return readErasure(erasure);
};

/** In UTF-16 units, of what answers `export` or `sync`: these come to an agent, never to a page. */
export const MAX_RECORDS_TEXT = 4_194_304;

/**
 * Reads what a vendor answers to `sync` or `export`: `{records, data?}`.
 *
 * @returns the records' JSON texts, unchecked; `undefined` where it is no such answer
 */
export const parseRecords = (json: string): readonly string[] | undefined => {
  const { records } = (readJson(json, MAX_RECORDS_TEXT) ?? {}) as { records?: unknown };
  return Array.isArray(records) && records.every((one) => typeof one === 'string') ? records : undefined;
};
