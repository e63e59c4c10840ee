import { english } from '../src/elements/rel-balance/english.js';
import { add } from '../src/locales/add.js';
import { en, type Words } from '../src/locales/en.js';

const PLAIN = 'ACEGIKLNORSTUYZaceghiklnorstuyz';
const ACCENTED = 'ÅÇÉĞÎĶĻÑÖŔŠŢÛÝŽåçéğĥîķļñöŕšţûýž';

/** Accents a text and makes it half as long again, as a translation may be. Placeholders stay. */
const exaggerate = (text: string): string => {
  const accented = text.replace(/\{\d\}|./gu, (part) => ACCENTED[PLAIN.indexOf(part)] ?? part);
  return `[${accented} ${'·'.repeat(Math.ceil(text.length / 2))}]`;
};

const pseudo = <T>(value: T): T => {
  if (typeof value === 'string') return exaggerate(value) as T;
  if (Array.isArray(value)) return value.map(pseudo) as T;
  return Object.fromEntries(Object.entries(value as object).map(([key, inner]: [string, unknown]) => [key, pseudo(inner)])) as T;
};

/** A pseudo-locale (`en-XA`, as in CLDR): text that stays plain on the screen does not come from a language module. */
export const words: Words = add({ ...pseudo({ ...en, balance: english }), lang: 'en-XA' });
