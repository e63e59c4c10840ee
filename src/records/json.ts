import { RecordError } from './errors.js';

const MAX_DEPTH = 8;
/** The tokens of JSON text that give its structure. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]:]/g;

/**
 * Reads the JSON text of an object, at most 8 levels deep and with no key twice (RFC 7493, section 2.3): parsers differ on which
 * of two equal keys they keep.
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
  // In valid JSON a string before a colon is a key of the innermost object.
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
