import type { Words } from './en.js';

/** Adds a language to the elements, as soon as they are defined. On a server it does nothing. @returns the words */
export const add = (words: Words): Words => {
  for (const tag of ['rel-button', 'rel-badge', 'rel-balance']) {
    const defined = globalThis.customElements?.whenDefined(tag);
    void defined?.then((element) => (element as { addWords?: (words: Words) => void } | undefined)?.addWords?.(words));
  }
  return words;
};
