import { hasOwn, keys } from './captured.js';
import { agreement, copy, plainText, readJson, record, type Shape, text, type Value } from './fields.js';
import { MAX_TEXT } from './messages.js';

/** The four replies to a record (contract, "Negotiation"): the status each has over HTTP, and its fields. */
const REPLIES = /* @__PURE__ */ (() =>
  ({
    record: { status: /^200$/, fields: { record } },
    counter: { status: /^200$/, fields: { counter: agreement } },
    pending: { status: /^202$/, fields: { pending: true } },
    refused: { status: /^4\d\d$/, fields: { refused: true, code: text(64), message: plainText(500) } },
  }) as const)();
type Kind = keyof typeof REPLIES;
type Fields = { [K in Kind]: Value<(typeof REPLIES)[K]['fields']> };
type AnyField = KeysOfEach<Fields[Kind]>;
type KeysOfEach<T> = T extends unknown ? keyof T : never;

/**
 * A vendor's reply to a record: a countersigned `record`; the `counter`, one other agreement; `pending`; or `refused`, with a `code`
 * and a `message` for the person.
 */
export type Reply = { [K in Kind]: Fields[K] & Partial<Record<Exclude<AnyField, keyof Fields[K]>, undefined>> }[Kind];

/**
 * Reads a reply.
 *
 * @param json the reply's text
 * @param status over HTTP; left out where the vendor's own code answers
 * @returns `undefined` where it is none of the four, more than one of them, or has another status
 */
export const parseReply = (json: string, status?: number): Reply | undefined => {
  const input = readJson(json, MAX_TEXT) ?? {};
  const [kind, other] = (keys(REPLIES) as Kind[]).filter((key) => hasOwn(input, key));
  if (!kind || other || (status && !REPLIES[kind].status.test(`${status}`))) return undefined;
  return copy<Shape>(REPLIES[kind].fields, input) as Reply | undefined;
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
