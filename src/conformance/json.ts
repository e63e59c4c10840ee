/** JSON texts as the contract has them. It shares no code with `records/`: a fault there is not repeated here. */

/** The deepest nesting that a reader takes (contract, C-6). */
const MAX_LEVELS = 8;
const TEXTS = /"[^"\\]*(?:\\.[^"\\]*)*"/g;

const levelsOf = (text: string): number => {
  let [level, most] = [0, 0];
  for (const [sign] of text.replace(TEXTS, '').matchAll(/[[\]{}]/g)) {
    level += '[{'.includes(sign) ? 1 : -1;
    most = Math.max(most, level);
  }
  return most;
};

/** Counts the members of all objects in a value. */
const membersOf = (value: unknown): number => {
  if (typeof value !== 'object' || !value) return 0;
  const inner = Object.values(value);
  return inner.reduce<number>((sum, one) => sum + membersOf(one), Array.isArray(value) ? 0 : inner.length);
};

/** Returns why a client cannot read the bytes of an answer (contract, C-5 and C-6); `undefined` if it can. */
export const faultOfBytes = (bytes: Uint8Array): string | undefined => {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return 'it is no UTF-8';
  }
  if (text.startsWith('\ufeff')) return 'it has a byte order mark';
  return levelsOf(text) > MAX_LEVELS ? `it nests deeper than ${MAX_LEVELS} levels` : undefined;
};

/** Returns why a reader refuses the JSON text of a record, or of a part of it (contract, C-6 and C-7); `undefined` if it takes it. */
export const faultOfRecord = (text: string): string | undefined => {
  if (levelsOf(text) > MAX_LEVELS) return `it nests deeper than ${MAX_LEVELS} levels`;
  const written = text.replace(TEXTS, '').split(':').length - 1;
  return written > membersOf(JSON.parse(text)) ? 'it has a member twice' : undefined;
};
