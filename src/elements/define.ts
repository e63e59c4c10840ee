/** Registers an element, unless its name is taken: another copy of this library may have come first. Does nothing on a server. */
export const define = (tag: string, element: CustomElementConstructor): void => {
  if (globalThis.customElements && !customElements.get(tag)) customElements.define(tag, element);
};
