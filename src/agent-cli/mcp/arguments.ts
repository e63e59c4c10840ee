/**
 * The arguments of the tools: their JSON Schemas, and the check of what an assistant sends.
 *
 * @module
 */
import { vendorLine } from '../../agent/vendor-text.js';
import { UsageError } from '../../cli/command.js';

export interface Property {
  readonly type: 'string' | 'boolean' | 'integer' | 'array' | 'object';
  readonly description: string;
  readonly items?: { readonly type: 'string' };
  readonly maxItems?: number;
  /** In UTF-16 units. Default: 4,100 */
  readonly maxLength?: number;
  readonly properties?: Readonly<Record<string, { readonly type: 'string'; readonly description: string }>>;
  readonly required?: readonly string[];
}
export type Properties = Readonly<Record<string, Property>>;

export type Given = Readonly<Record<string, unknown>>;

/** The longest text that an argument can have, in UTF-16 units. */
const MAX_TEXT = 4_100;

export const string = (description: string): Property => ({ type: 'string', description });

const FITS: Readonly<Record<Property['type'], (value: unknown, property: Property) => boolean>> = {
  string: (value, { maxLength = MAX_TEXT }) => typeof value === 'string' && value.length <= maxLength,
  boolean: (value) => typeof value === 'boolean',
  integer: (value) => Number.isSafeInteger(value) && (value as number) > 0,
  array: (value, { maxItems = 0 }) =>
    Array.isArray(value) && value.length > 0 && value.length <= maxItems && value.every((item) => typeof item === 'string'),
  object: (value, { properties = {} }) =>
    typeof value === 'object' &&
    value !== null &&
    Object.entries(value).every(([key, item]) => Object.hasOwn(properties, key) && typeof item === 'string'),
};

/**
 * Checks arguments. An unknown one is refused, not ignored: an assistant learns that no argument stands for the person's yes.
 *
 * @throws UsageError that names the argument
 */
export const checkArguments = (given: Given, properties: Properties, required: readonly string[]): void => {
  const takes = Object.keys(properties).join(', ') || 'no arguments';
  for (const key of required)
    if (!Object.hasOwn(given, key)) throw new UsageError(`The argument "${key}" is missing: the tool takes ${takes}.`);
  for (const [key, value] of Object.entries(given)) {
    const property = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (!property)
      throw new UsageError(`There is no such argument as "${vendorLine(key).slice(0, 100)}": the tool takes ${takes}.`);
    if (!FITS[property.type](value, property))
      throw new UsageError(`The argument "${key}" does not fit: ${property.description}.`);
  }
};
