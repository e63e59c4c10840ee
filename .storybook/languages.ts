import { words as ar } from '../src/locales/ar.js';
import { words as de } from '../src/locales/de.js';
import { en, type Words } from '../src/locales/en.js';
import { words as es } from '../src/locales/es.js';
import { words as fr } from '../src/locales/fr.js';
import { words as ja } from '../src/locales/ja.js';
import { words as pt } from '../src/locales/pt.js';
import { words as zh } from '../src/locales/zh.js';
import { words as pseudo } from './pseudo.js';

const WORDS: readonly Words[] = [en, de, fr, es, pt, ar, ja, zh];
const RIGHT_TO_LEFT: readonly string[] = ['ar'];

/** The languages of the toolbar, as BCP 47 tags with their own names. */
export const LANGUAGES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(WORDS.map(({ lang }) => [lang, new Intl.DisplayNames(lang, { type: 'language' }).of(lang) ?? lang])),
  [pseudo.lang]: 'Pseudo',
};

export const isRightToLeft = (language: string): boolean => RIGHT_TO_LEFT.includes(language);

/** Returns the words of a language of the toolbar. */
export const wordsOf = (language: string): Words => [...WORDS, pseudo].find(({ lang }) => lang === language) ?? en;
