/**
 * The fields of messages, replies and records. A field defines which values are valid: from it come their TypeScript type (`Value`),
 * the function that checks and copies them (`copy`) and their JSON Schema (`build/schemas.ts`).
 *
 * @module
 */
import { exec, hasOwn, isArray, isInteger, jsonParse, keys, normalize } from './captured.js';

/** A string that matches; `T` is the type of the strings that can. */
export interface Pattern<T extends string = string> extends RegExp {
  readonly matched?: T;
}
/** A function that copies a valid value and returns `undefined` for any other. */
export interface Reader<T> {
  (value: unknown): T | undefined;
  /** Of a string, in characters. */
  readonly maxLength?: number;
}
/** The maximum length of a language tag (BCP 47), in UTF-16 units. */
export const MAX_LANG = 64;
/** The maximum number of items in a list. */
export const MAX_LIST = 32;
/** The field of a value. A constant is its own field; `[field]` is an array of at most 32 strings or numbers. */
export type Field = Pattern | Reader<unknown> | Shape | number | true | readonly [Field];
/** The fields of an object by key; a key that ends in `?` is optional. */
export interface Shape {
  readonly [key: string]: Field;
}

type Optional<K> = K extends `${infer N}?` ? N : never;
/** The TypeScript type of a field's values. */
export type Value<F> = F extends number | true
  ? F
  : F extends Pattern<infer T>
    ? T
    : F extends Reader<infer T>
      ? T
      : F extends readonly [infer I]
        ? Value<I>[]
        : { [K in keyof F as K extends `${string}?` ? never : K]: Value<F[K]> } & {
            [K in keyof F as Optional<K>]?: Value<F[K]> | undefined;
          };

/** Any string. @param max in UTF-16 units */
export const text = (max: number): Pattern => new RegExp(`^[\\s\\S]{0,${max}}$`);
/** One of some strings. */
export const oneOf = <const T extends string>(values: readonly T[]): Pattern<T> => new RegExp(`^(${values.join('|')})$`);

/** An integer of at least 0. */
export const integer: Reader<number> = (value) => (isInteger(value) && (value as number) >= 0 ? (value as number) : undefined);

/** Matches runs of characters without control, format (bidi and zero-width too), line-separating and lone surrogate ones. */
const SHOWABLE = /[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu;

/**
 * A string to show to a person. It is copied in NFC, without characters that do not show.
 *
 * @param maxLength in characters, after that
 */
export const plainText = (maxLength: number): Reader<string> => {
  const fitting = new RegExp(`^.{0,${maxLength}}$`, 'u');
  const read = (value: unknown): string | undefined => {
    let shown = '';
    if (typeof value !== 'string') return undefined;
    for (let run; (run = exec(SHOWABLE, value));) shown += run[0];
    shown = normalize(shown, 'NFC');
    return exec(fitting, shown) ? shown : undefined;
  };
  return Object.assign(read, { maxLength });
};

/** A character that shows: no blank, no control character, and none without a shape, such as fillers, joiners and selectors. */
const SHAPE = /[^\s\p{Cc}\p{DI}\u2800]/u;
/** Returns whether a text has a visible character. */
export const isVisible = (value: string): boolean => exec(SHAPE, value) !== null;

/** A UUID of version 4, in lower case (RFC 9562). */
export const uuid: Pattern = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
/** SHA-256 in base64url: the hash of a payload, or the thumbprint of a key (RFC 7638). */
export const HASH: Pattern = /^[\w-]{43}$/;
/** The id of a passkey's credential: base64url. */
export const CREDENTIAL: Pattern = /^[\w-]{1,1400}$/;
/** An act: a known one, or a vendor's own in reverse-DNS form such as `com.example.loyalty`. At most 128 UTF-16 units. */
export const act: Pattern = /^(?=.{1,128}$)[a-z][a-z\d-]*(\.[a-z\d-]+)*$/;
/** The id of an agreement. A later roster can add ids of the same form. */
export const agreement: Pattern = /^[A-Z\d-]{1,64}$/;
/** The maximum length of a record that is sent, in UTF-16 units. */
export const MAX_RECORD = 16_384;
/** The maximum length of a record that is read back: no kept record is longer, the vendor's signature included. */
export const MAX_KEPT_RECORD = 2 * MAX_RECORD;
/** A record: the JSON text of a JWS. It is never rewritten, so that both sides keep the same bytes. */
export const record = text(MAX_RECORD);

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null && !isArray(value);

const OPTIONAL = /^(.+)\?$/;

const copyField = (field: Field, value: unknown): unknown => {
  if (typeof field === 'function') return field(value);
  let fits: unknown = value === field;
  if (isArray(field)) {
    fits = isArray(value) && value.length <= MAX_LIST;
    for (let i = 0; fits && i < (value as unknown[]).length; i++)
      fits = copyField(field[0] as Field, (value as unknown[])[i]) !== undefined;
  } else if (field instanceof RegExp) fits = typeof value === 'string' && exec(field, value);
  else if (isObject(field)) return copy(field as Shape, value);
  // A parsed array holds nothing but its items, so once they are checked it needs no copy.
  return fits ? value : undefined;
};

/**
 * Copies the known keys of an object that `readJson` read into an object without a prototype (contract, "Messages").
 *
 * @returns `undefined` if a required key is missing or invalid. An invalid optional key is left out, except for `record` and
 * `agreement`, for which the result is `undefined` too.
 */
export const copy = <S extends Shape>(shape: S, value: unknown): Value<S> | undefined => {
  if (!isObject(value)) return undefined;
  const copied = { __proto__: null } as unknown as Record<string, unknown>;
  const names = keys(shape);
  for (let i = 0; i < names.length; i++) {
    const key = names[i] as string;
    const optional = exec(OPTIONAL, key);
    const name = optional ? (optional[1] as string) : key;
    const field = shape[key] as Field;
    const isThere = hasOwn(value, name);
    const item = isThere ? copyField(field, (value as Record<string, unknown>)[name]) : undefined;
    if (item !== undefined) copied[name] = item;
    else if (!optional || (isThere && (field === record || field === agreement))) return undefined;
  }
  return copied as Value<S>;
};

const isWithin = (depth: number, value: unknown): boolean => {
  if (typeof value !== 'object' || value === null) return true;
  const names = keys(value);
  for (let i = 0; i < names.length; i++) {
    if (!isWithin(depth - 1, (value as Record<string, unknown>)[names[i] as string])) return false;
  }
  return depth > 0;
};

/**
 * Parses the JSON text of an object that is not to be trusted.
 *
 * @param json any value
 * @param max the maximum length of the text, in UTF-16 units
 * @returns the parsed object, for `copy`; `undefined` if it is none, or deeper than 8 levels (contract, "Messages")
 */
export const readJson = (json: unknown, max: number): object | undefined => {
  try {
    const value: unknown = typeof json === 'string' && json.length <= max && jsonParse(json);
    return isObject(value) && isWithin(8, value) ? value : undefined;
  } catch {
    return undefined;
  }
};
