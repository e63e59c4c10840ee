import { VERSION } from '../version.js';
import { warn } from './warn.js';

/** Registers an element, unless its name is taken: another copy of this library may have come first. Does nothing without a registry. */
export const define = (tag: string, element: CustomElementConstructor): void => {
  const taken = globalThis.customElements?.get(tag);
  if (!taken) globalThis.customElements?.define(tag, element);
  else if (taken !== element) warn(`the page has another copy of it, and ${VERSION} comes too late`);
};
