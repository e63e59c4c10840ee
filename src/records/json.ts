import { RecordError } from './errors.js';

const MAX_DEPTH = 8;
/** The tokens of JSON text that matter to its structure. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]:]/g;

/**
 * Reads the JSON text of an object whose meaning two parties have to agree on: no key twice (RFC 7493, section 2.3), since
 * readers differ on which one counts, and at most 8 levels.
 *
 * @throws RecordError `malformed`, `too_deep`, `duplicate_key`
 */
export const readStrict = (text: string): Record<string, unknown> => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new RecordError('malformed', { cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new RecordError('malformed');
  // The text is JSON, so a string before a colon is a key, of the innermost object.
  const open: Set<string>[] = [];
  let last = '';
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === ':') {
      const keys = open.at(-1) as Set<string>;
      const key = JSON.parse(last) as string;
      if (keys.has(key)) throw new RecordError('duplicate_key');
      keys.add(key);
    } else if (token === '{' || token === '[') {
      if (open.push(new Set()) > MAX_DEPTH) throw new RecordError('too_deep');
    } else if (token === '}' || token === ']') open.pop();
    last = token;
  }
  return value as Record<string, unknown>;
};
