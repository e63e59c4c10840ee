import { type Field, integer, type Shape } from '../contract/fields.js';
import { FROM_AGENT, FROM_HOST } from '../contract/messages.js';

const fieldSchema = (field: Field): object => {
  if (field instanceof RegExp) return { type: 'string', pattern: field.source };
  if (field === integer) return { type: 'integer', minimum: 0 };
  if (typeof field === 'function') return { type: 'string', maxLength: field.maxLength };
  if (Array.isArray(field)) return { type: 'array', items: fieldSchema(field[0] as Field), maxItems: 32 };
  return typeof field === 'object' ? objectSchema(field as Shape) : { const: field };
};

const objectSchema = (shape: Shape): object => ({
  type: 'object',
  properties: Object.fromEntries(Object.entries(shape).map(([key, field]) => [key.replace('?', ''), fieldSchema(field)])),
  required: Object.keys(shape).filter((key) => !key.endsWith('?')),
});

/** Returns the JSON Schema (2020-12) of each message, by type (contract, "Messages"). */
export const messageSchemas = (): Readonly<Record<string, object>> =>
  Object.fromEntries(
    Object.entries<Shape>({ ...FROM_HOST, ...FROM_AGENT }).map(([type, shape]) => [
      type,
      {
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        title: `rel-message ${type}`,
        ...objectSchema({ type: new RegExp(`^${type}$`), ...shape }),
      },
    ]),
  );
