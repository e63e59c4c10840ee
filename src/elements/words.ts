import { isServer, type ReactiveElement } from 'lit';
import { MAX_LANG } from '../contract/fields.js';
import { en, type Words } from '../locales/en.js';
import { leaveOut } from './attributes.js';
import { isServerRendered } from './server-rendering.js';

/** The languages that the page has, the last added first. */
let languages: readonly Words[] = [en];
/** The elements that are in a document, which show the words of a language that is added or set later. */
const shown = new Set<ReactiveElement>();
const updateAll = (): void => shown.forEach((element) => element.requestUpdate());

/** Adds a language; `lang` is what it is found by. */
export const addWords = (words: Words): void => {
  if (languages.includes(words)) return;
  languages = [words, ...languages];
  updateAll();
};

/** BCP 47, of the nearest element with a `lang`, else of the visitor's browser. */
export const langOf = (element: Element): string => {
  for (let scope: Element | null | undefined = element; scope;) {
    const found: Element | null = scope.closest('[lang]');
    // Not by a member of it: a form has its controls as members.
    const lang = found && Element.prototype.getAttribute.call(found, 'lang');
    if (lang && lang.length <= MAX_LANG) return lang;
    if (lang) leaveOut(found, 'lang', lang, `${MAX_LANG} characters at most`);
    scope = found?.parentElement ?? (scope.getRootNode() as ShadowRoot).host;
  }
  return globalThis.navigator?.language;
};

/** The words for where an element stands: of its language, or of English. */
export const wordsFor = (element: ReactiveElement): Words => {
  const lang = `${isServerRendered(element) ? element.getAttribute('lang') : langOf(element)}-`.toLowerCase();
  return languages.find((words) => lang.startsWith(`${words.lang}-`.toLowerCase())) ?? en;
};

let isObserving = false;

/** Keeps an element in the language of the page, while it is in a document. */
export const follow = (element: ReactiveElement): void => {
  if (isServer) return;
  shown.add(element);
  if (isServerRendered(element)) void element.updateComplete.then(() => element.requestUpdate());
  if (isObserving) return;
  isObserving = true;
  new MutationObserver(updateAll).observe(document, { attributeFilter: ['lang'], subtree: true });
};
export const unfollow = (element: ReactiveElement): void => void shown.delete(element);
