/**
 * Writes a text into an element, unless it is there already, or was written before. Not lit: it goes on writing to text nodes that
 * translators and extensions have replaced.
 *
 * @param before the text that was written before
 */
export const writeText = (element: Element, text: string, before: string | undefined): void => {
  if (text !== before && text !== element.textContent)
    // The comments are lit's: its development build refuses to render without them.
    element.replaceChildren(...[...element.childNodes].filter(({ nodeType }) => nodeType === 8), text);
};
