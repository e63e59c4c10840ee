/**
 * What a value in a message, a reply or a record may be. A value's TypeScript type (`Value`), the function that checks and
 * copies it (`copy`) and its JSON Schema (`schema.ts`) all come from its field.
 *
 * @module
 */
import { exec, hasOwn, isArray, isInteger, jsonParse, keys, normalize } from './captured.js';

/** Text that matches, `T` being what can match. */
export interface Pattern<T extends string = string> extends RegExp {
  readonly matched?: T;
}
/** What returns the copy of a value, or `undefined` where it is not of its form; with its JSON Schema. */
export interface Reader<T> {
  (value: unknown): T | undefined;
  readonly schema: object;
}
/** A constant is its own field, a list of at most 32 texts or numbers an array of its item. */
export type Field = Pattern | Reader<unknown> | Shape | number | true | readonly [Field];
/** The fields of an object by key; a key that ends in `?` is optional. */
export interface Shape {
  readonly [key: string]: Field;
}

type Optional<K> = K extends `${infer N}?` ? N : never;
/** The TypeScript type of what a field holds. */
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

/** @param max in UTF-16 units */
export const text = (max: number): Pattern => new RegExp(`^[\\s\\S]{0,${max}}$`);
export const oneOf = <const T extends string>(values: readonly T[]): Pattern<T> => new RegExp(`^(${values.join('|')})$`);
const reader = <T>(read: (value: unknown) => T | undefined, schema: object): Reader<T> => Object.assign(read, { schema });

/** A whole number from 0. */
export const integer = /* @__PURE__ */ reader(
  (value) => (isInteger(value) && (value as number) >= 0 ? (value as number) : undefined),
  {
    type: 'integer',
    minimum: 0,
  },
);

/** Runs of characters that are no control, format (bidi and zero-width among them), line-separating or lone surrogate ones. */
const SHOWABLE = /[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu;

/**
 * Text that a person is shown: NFC, and only of showable characters.
 *
 * @param maxLength in characters, when cleaned
 */
export const plainText = (maxLength: number): Reader<string> => {
  const fitting = new RegExp(`^.{0,${maxLength}}$`, 'u');
  return reader(
    (value) => {
      let shown = '';
      if (typeof value !== 'string') return undefined;
      for (let run; (run = exec(SHOWABLE, value));) shown += run[0];
      shown = normalize(shown, 'NFC');
      return exec(fitting, shown) ? shown : undefined;
    },
    { type: 'string', maxLength },
  );
};

/** What shows: no blank, no control character, and none that has no shape, as fillers, joiners and selectors have none. */
const SHAPE = /[^\s\p{Cc}\p{DI}\u2800]/u;
/** Whether a person sees anything of a text. */
export const isVisible = (value: string): boolean => exec(SHAPE, value) !== null;

export const uuid: Pattern = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
/** A known act, or a vendor's own in reverse-DNS form as `com.example.loyalty`; at most 128 UTF-16 units. */
export const act: Pattern = /^(?=.{1,128}$)[a-z][a-z\d-]*(\.[a-z\d-]+)*$/;
/** An agreement of the roster. Ids that a later roster adds have the same form. */
export const agreement: Pattern = /^[A-Z\d-]{1,64}$/;
/** At most so many UTF-16 units has a record's text. */
export const MAX_RECORD = 16_384;
/** A record's JWS as JSON text: carried, never rewritten, so that both sides keep the same bytes. */
export const record = text(MAX_RECORD);

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null && !isArray(value);

const OPTIONAL = /^(.+)\?$/;

const copyField = (field: Field, value: unknown): unknown => {
  if (typeof field === 'function') return field(value);
  let fits: unknown = value === field;
  if (isArray(field)) {
    fits = isArray(value) && value.length <= 32;
    for (let i = 0; fits && i < (value as unknown[]).length; i++)
      fits = copyField(field[0] as Field, (value as unknown[])[i]) !== undefined;
  } else if (field instanceof RegExp) fits = typeof value === 'string' && exec(field, value);
  else if (isObject(field)) return copy(field as Shape, value);
  // A parsed array holds its items and nothing else: once these are checked it is its own copy.
  return fits ? value : undefined;
};

/**
 * Copies the known keys of what `readJson` read into an object without a prototype.
 *
 * @returns `undefined` where a required key fails. An optional one that fails is left out, but for `record` and `agreement`,
 * which fail the whole (contract, section 4).
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
 * Reads the JSON text of an object that came from elsewhere.
 *
 * @param max in UTF-16 units
 * @returns the object as parsed, at most 8 levels deep, to be copied by a field; `undefined` for anything else
 */
export const readJson = (json: unknown, max: number): object | undefined => {
  try {
    const value: unknown = typeof json === 'string' && json.length <= max && jsonParse(json);
    return isObject(value) && isWithin(8, value) ? value : undefined;
  } catch {
    return undefined;
  }
};
