import { hasOwn, keys } from './captured.js';
import { agreement, copy, plainText, readJson, record, type Shape, text, type Value } from './fields.js';
import { MAX_TEXT } from './messages.js';

const ERASED = { erased: true } as const;
const KEPT = /* @__PURE__ */ (() => ({ kept: plainText(500), why: plainText(500), until: plainText(100) }) as const)();
const PENDING = { pending: true } as const;
/** The result of erasing: all erased, or what the vendor keeps, why and until when, in words for the customer. */
export type Erased = Value<typeof ERASED> | Value<typeof KEPT>;
/** The answer to a request to erase: its result, or `pending: true` while the vendor still erases. */
export type Erasure = Erased | Value<typeof PENDING>;

/** Reads an `Erased`. @returns `undefined` for any other form */
export const readErased = (value: unknown): Erased | undefined => copy(ERASED, value) ?? copy(KEPT, value);
/** Reads an `Erasure`. @returns `undefined` for any other form */
export const readErasure = (value: unknown): Erasure | undefined => readErased(value) ?? copy(PENDING, value);

/** The four replies to a record (contract, "Negotiation"): the status each has over HTTP, and its fields. */
const REPLIES = /* @__PURE__ */ (() =>
  ({
    record: { status: /^200$/, fields: { record, 'erasure?': readErasure } },
    counter: { status: /^200$/, fields: { counter: agreement } },
    pending: { status: /^202$/, fields: PENDING },
    refused: { status: /^4\d\d$/, fields: { refused: true, code: text(64), message: plainText(500) } },
  }) as const)();
type Kind = keyof typeof REPLIES;
type Fields = { [K in Kind]: Value<(typeof REPLIES)[K]['fields']> };
type AnyField = KeysOfEach<Fields[Kind]>;
type KeysOfEach<T> = T extends unknown ? keyof T : never;

/**
 * A vendor's reply to a record (contract, "Negotiation"), exactly one of: `record`, signed by both sides, with `erasure` after a `leave`
 * that asks for it; `counter`, the id of one
 * other agreement; `pending: true`; or `refused: true`, with a `code` and a `message` for the person.
 */
export type Reply = { [K in Kind]: Fields[K] & Partial<Record<Exclude<AnyField, keyof Fields[K]>, undefined>> }[Kind];
/** A reply as the page reads it for a passkey: a `Reply`, or the answer to an `export`, whose JSON text is `data`. */
export type PageReply = (Reply | Partial<Record<AnyField, undefined>>) & { data?: string };

/**
 * Parses a vendor's reply.
 *
 * @param json the reply's text
 * @param status the HTTP status; none if the vendor's own code answers in the page
 * @returns `undefined` if it is not exactly one of the four replies, or does not have the status of that one
 */
export const parseReply = (json: string, status?: number): Reply | undefined => {
  const input = readJson(json, MAX_TEXT) ?? {};
  const [kind, other] = (keys(REPLIES) as Kind[]).filter((key) => hasOwn(input, key));
  if (!kind || other || (status && !REPLIES[kind].status.test(`${status}`))) return undefined;
  return copy<Shape>(REPLIES[kind].fields, input) as Reply | undefined;
};

/**
 * Parses a vendor's reply to a record of a passkey.
 *
 * @param isExport `true` if the record asks for an export, which is answered by records
 * @returns `undefined` if it is no reply to such a record
 */
export const parsePageReply = (json: string, status: number | undefined, isExport: boolean): PageReply | undefined => {
  const isData = isExport && (status ?? 200) === 200 && parseRecords(json);
  // Without a prototype: a page's `Object.prototype.then` would make it a promise of the page's.
  if (isData) return { __proto__: null, data: json } as PageReply;
  return parseReply(json, status);
};

/** The maximum length of a reply to `export` or `sync`, in UTF-16 units. */
export const MAX_RECORDS_TEXT = 4_194_304;

/** A vendor's reply to `sync` or `export`. Only `records` is checked to be JSON texts; nothing else is checked. */
export interface RecordsReply {
  readonly records: readonly string[];
  readonly more?: unknown;
  readonly erasure?: unknown;
  readonly data?: unknown;
}

/**
 * Parses a vendor's reply to `sync` or `export`, `{records, data?, more?, erasure?}` (contract, "Records").
 *
 * @returns `undefined` if it is no such reply
 */
export const parseRecords = (json: string): RecordsReply | undefined => {
  const reply = readJson(json, MAX_RECORDS_TEXT) as RecordsReply | undefined;
  return Array.isArray(reply?.records) && reply.records.every((one) => typeof one === 'string') ? reply : undefined;
};
