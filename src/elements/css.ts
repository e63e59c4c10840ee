import { type CSSResult, type LitElement, unsafeCSS } from 'lit';

/** Makes a style sheet without interpolations, and so without the code of lit's `css` that checks those. */
export const css = ({ raw: [text] }: TemplateStringsArray): CSSResult => unsafeCSS(text);

/** Remakes the style sheets of an element that moved to another document, since constructed sheets belong to one document. */
export const restyle = ({ constructor, ownerDocument, shadowRoot }: LitElement): void => {
  const Sheet = ownerDocument.defaultView?.CSSStyleSheet;
  if (!Sheet || !shadowRoot) return;
  const sheet = new Sheet();
  sheet.replaceSync((constructor as typeof LitElement).elementStyles.map((styles) => (styles as CSSResult).cssText).join(''));
  shadowRoot.adoptedStyleSheets = [sheet];
};
