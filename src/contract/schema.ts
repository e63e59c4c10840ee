import { type Field, type Reader, type Shape } from './fields.js';
import { FROM_AGENT, FROM_HOST } from './messages.js';

const schemaOf = (field: Field): object => {
  if (field instanceof RegExp) return { type: 'string', pattern: field.source };
  if (typeof field === 'function') return 'shape' in field.schema ? objectSchema(field.schema.shape as Shape) : field.schema;
  return typeof field === 'object' ? { type: 'array', items: schemaOf(field[0]), maxItems: 32 } : { const: field };
};

const objectSchema = (shape: Shape): object => ({
  type: 'object',
  properties: Object.fromEntries(Object.entries(shape).map(([key, field]) => [key.replace('?', ''), schemaOf(field)])),
  required: Object.keys(shape).filter((key) => !key.endsWith('?')),
});

/** The JSON Schema (2020-12) of each message's text by its type, for whoever writes one. */
export const messageSchemas = (): Readonly<Record<string, object>> =>
  Object.fromEntries(
    Object.entries<Reader<object>>({ ...FROM_HOST, ...FROM_AGENT }).map(([type, row]) => [
      type,
      {
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        title: `rel-message ${type}`,
        ...objectSchema({ type: new RegExp(`^${type}$`), ...(row.schema as { shape: Shape }).shape }),
      },
    ]),
  );
