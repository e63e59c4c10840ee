/** Registers an element of the stories, unless it is: stories load anew while they are worked on. */
export const define = (tag: string, element: CustomElementConstructor): void => {
  if (!customElements.get(tag)) customElements.define(tag, element);
};
