import type { Words } from './en.js';

/** Gives a language to the elements, whenever the page comes to have them; on a server to nobody. */
export const add = (words: Words): Words => {
  for (const tag of ['rel-button', 'rel-badge']) {
    const defined = globalThis.customElements?.whenDefined(tag);
    void defined?.then((element) => (element as { addWords?: (words: Words) => void } | undefined)?.addWords?.(words));
  }
  return words;
};
