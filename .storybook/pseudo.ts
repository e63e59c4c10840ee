import { add } from '../src/locales/add.js';
import { en, type Words } from '../src/locales/en.js';

const PLAIN = 'ACEGIKLNORSTUYZaceghiklnorstuyz';
const ACCENTED = 'ÅÇÉĞÎĶĻÑÖŔŠŢÛÝŽåçéğĥîķļñöŕšţûýž';

/** Accented, and half as long again, as a translation may be; what is filled in stays. */
const exaggerate = (text: string): string => {
  const accented = text.replace(/\{\d\}|./gu, (part) => ACCENTED[PLAIN.indexOf(part)] ?? part);
  return `[${accented} ${'·'.repeat(Math.ceil(text.length / 2))}]`;
};

const pseudo = <T>(value: T): T => {
  if (typeof value === 'string') return exaggerate(value) as T;
  return Object.fromEntries(Object.entries(value as object).map(([key, inner]: [string, unknown]) => [key, pseudo(inner)])) as T;
};

/** English as it is not: whatever stays plain on the screen is no word of a language module (`en-XA` by CLDR's custom). */
export const words: Words = add({ ...pseudo(en), lang: 'en-XA' });
