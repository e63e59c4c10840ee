import { type Act, ACTS } from '../contract/acts.js';
import { BODIES, type BodyFault } from '../contract/bodies.js';
import { type Field, integer, type Shape } from '../contract/fields.js';
import { FROM_AGENT, FROM_HOST } from '../contract/messages.js';
import { RFC_3339 } from '../contract/times.js';

/** A text without control characters and overrides, of more than blanks: without `\p`, which not every validator has. */
const READABLE = /^(?=[\s\S]*\S)[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]*$/;
/** The patterns of what a reader checks, by the code of refusal. */
const PATTERNS: Partial<Record<BodyFault, RegExp>> = { unreadable_text: READABLE, invalid_time: RFC_3339 };

const stringSchema = (field: Field & { code?: BodyFault; maxLength?: number }): object => {
  const { code, maxLength } = field;
  const all = [...(field instanceof RegExp ? [field] : []), ...(code && PATTERNS[code] ? [PATTERNS[code]] : [])];
  const [first, ...others] = all.map(({ source }) => ({ pattern: source }));
  return { type: 'string', maxLength, ...first, ...(others[0] && { allOf: others }) };
};

const fieldSchema = (field: Field): object => {
  if (field === integer) return { type: 'integer', minimum: 0 };
  if (field instanceof RegExp || typeof field === 'function') return stringSchema(field);
  if (Array.isArray(field)) return { type: 'array', items: fieldSchema(field[0] as Field), maxItems: 32 };
  return typeof field === 'object' ? objectSchema(field as Shape) : { const: field };
};

const objectSchema = (shape: Shape): object => ({
  type: 'object',
  properties: Object.fromEntries(Object.entries(shape).map(([key, field]) => [key.replace('?', ''), fieldSchema(field)])),
  required: Object.keys(shape).filter((key) => !key.endsWith('?')),
});

const schemaOf = (title: string, shape: Shape): object => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title,
  ...objectSchema(shape),
});

/** Returns the JSON Schema (2020-12) of each message, by type (contract, "Messages"). */
export const messageSchemas = (): Readonly<Record<string, object>> =>
  Object.fromEntries(
    Object.entries<Shape>({ ...FROM_HOST, ...FROM_AGENT }).map(([type, shape]) => [
      type,
      schemaOf(`rel-message ${type}`, { type: new RegExp(`^${type}$`), ...shape }),
    ]),
  );

/**
 * Returns the JSON Schema (2020-12) of each act's body, by act (contract, "Records"). A schema counts characters where the contract counts
 * UTF-16 units, and takes days that no calendar has, lone surrogates, and characters without a shape.
 */
export const bodySchemas = (): Readonly<Record<Act, object>> =>
  Object.fromEntries(ACTS.map((act) => [act, schemaOf(`body of ${act}`, BODIES[act])])) as Record<Act, object>;
