/**
 * Reads the fields of a JSON object that a person wrote, and says all that is wrong with it.
 *
 * @module
 */
import { writeJson } from '../contract/write-json.js';
import { didYouMean } from './nearest.js';
import { shownLine } from './shown.js';

export interface Field<T = unknown> {
  /** Says what to write. It stands after the name of the field and its value. */
  readonly hint: string;
  readonly isNeeded?: boolean;
  /** Its value is not shown. */
  readonly isSecret?: boolean;
  /** @returns `undefined` if it is no such value */
  read(value: unknown): T | undefined;
}
/** A field that is an object. */
interface Group<F extends Fields = Fields> {
  readonly hint: string;
  readonly fields: F;
}
export interface Fields {
  readonly [name: string]: Field | Group;
}
type Needed<F extends Fields> = { [K in keyof F]: F[K] extends { isNeeded: true } ? K : never }[keyof F];
type ValueOf<F> = F extends Field<infer T> ? T : F extends Group<infer G> ? Values<G> : never;
/** The values of the fields. */
export type Values<F extends Fields> = {
  readonly [K in Needed<F>]: ValueOf<F[K]>;
} & { readonly [K in Exclude<keyof F, Needed<F>>]?: ValueOf<F[K]> };

/** A value that is the name of a variable of the environment. */
const VARIABLE = /^\$([A-Za-z_]\w*)$/;

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Says in a sentence what is wrong with a field. It shows no secret, nor an object, which may hold one. */
const faultOf = (path: string, written: unknown, { hint, isSecret = false }: Partial<Field>): string => {
  if (written === undefined) return `${path} is missing. ${hint}`;
  const [, variable] = (typeof written === 'string' && VARIABLE.exec(written)) || [];
  if (variable !== undefined && !process.env[variable])
    return `${path} names the variable ${variable}, which is not set. ${hint}`;
  const isShown = !isSecret && !isObject(written);
  return `${path} ${isShown ? `is ${shownLine(writeJson(written))}` : 'has another form'}. ${hint}`;
};

/** Returns whether a text in place of these fields may be one of their secrets. */
const hasSecret = (fields: Fields): boolean =>
  Object.values(fields).some((field) => ('fields' in field ? hasSecret(field.fields) : field.isSecret === true));

/**
 * Reads an object. A text `$NAME` stands for the variable NAME of the environment.
 *
 * @param faults gets a sentence for each fault
 * @param above the path of the object, such as `mail.`
 * @returns the values that are right: all of them if there are no faults
 */
export const readFields = <F extends Fields>(fields: F, given: object, faults: string[], above = ''): Values<F> => {
  const values: Record<string, unknown> = {};
  for (const name of Object.keys(given))
    if (!Object.hasOwn(fields, name))
      faults.push(`There is no field ${above}${shownLine(name)}.${didYouMean(name, Object.keys(fields))}`);
  for (const [name, field] of Object.entries(fields)) {
    const path = above + name;
    const written: unknown = Object.hasOwn(given, name) ? given[name as keyof typeof given] : undefined;
    if ('fields' in field) {
      if (isObject(written)) values[name] = readFields(field.fields, written, faults, `${path}.`);
      else if (written !== undefined)
        faults.push(faultOf(path, written, { hint: field.hint, isSecret: hasSecret(field.fields) }));
      continue;
    }
    if (written === undefined && !field.isNeeded) continue;
    const [, variable] = (typeof written === 'string' && VARIABLE.exec(written)) || [];
    const value = field.read(variable === undefined ? written : process.env[variable]);
    if (value === undefined) faults.push(faultOf(path, written, field));
    else values[name] = value;
  }
  return values as Values<F>;
};
