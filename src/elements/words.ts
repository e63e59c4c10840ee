import { isServer, type ReactiveElement } from 'lit';
import { MAX_LANG } from '../contract/fields.js';
import type { Status } from '../contract/statuses.js';
import { getAttribute } from '../handoff/captured-dom.js';
import { en, statusWords, type Words } from '../locales/en.js';
import { leaveOut } from './attributes.js';
import { isServerRendered } from './server-rendering.js';

/** The languages that the page has added to English, the last one first. */
let languages: readonly Words[] = [];
/** The connected elements, to be updated when a language is added or a `lang` changes. */
const shown = new Set<ReactiveElement>();
const updateAll = (): void => shown.forEach((element) => element.requestUpdate());

/** Adds a language, which is found by its `lang`. */
export const addWords = (words: Words): void => {
  if (languages.includes(words)) return;
  languages = [words, ...languages];
  updateAll();
};

/** Returns the language (BCP 47) of the nearest element with a `lang`, else of the visitor's browser. */
export const langOf = (element: Element): string => {
  for (let scope: Element | null | undefined = element; scope;) {
    const found: Element | null = scope.closest('[lang]');
    // Not `found.getAttribute`: in a form, a control of that name shadows it.
    const lang = found && getAttribute(found, 'lang');
    if (lang && lang.length <= MAX_LANG) return lang;
    if (lang) leaveOut(found, 'lang', lang, `${MAX_LANG} characters at most`);
    scope = found?.parentElement ?? (scope.getRootNode() as ShadowRoot).host;
  }
  return globalThis.navigator?.language;
};

/** Returns the words in the language of an element; `undefined` if the page has not added it. */
export const addedFor = (element: ReactiveElement): Words | undefined => {
  if (!languages[0]) return undefined;
  const lang = `${isServerRendered(element) ? element.getAttribute('lang') : langOf(element)}-`.toLowerCase();
  return languages.find((words) => lang.startsWith(`${words.lang}-`.toLowerCase()));
};

/** Returns the words for an element: in its language if added, else in English. */
export const wordsFor = (element: ReactiveElement): Words => addedFor(element) ?? en;

/** Returns the word for a status. Not by `wordsFor`: the badge has none of the button's words. */
export const statusWord = (element: ReactiveElement, status: Status): string =>
  (addedFor(element)?.status ?? statusWords)[status];

let isObserving = false;

/** Updates an element when its language changes, until `unfollow`. */
export const follow = (element: ReactiveElement): void => {
  if (isServer) return;
  shown.add(element);
  if (isServerRendered(element)) void element.updateComplete.then(() => element.requestUpdate());
  if (isObserving) return;
  isObserving = true;
  new MutationObserver(updateAll).observe(document, { attributeFilter: ['lang'], subtree: true });
};
export const unfollow = (element: ReactiveElement): void => void shown.delete(element);
