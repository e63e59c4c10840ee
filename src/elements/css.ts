import { type CSSResult, type LitElement, unsafeCSS } from 'lit';

/** Makes a style sheet without interpolations, and so without the code of lit's `css` that checks those. */
export const css = ({ raw: [text] }: TemplateStringsArray): CSSResult => unsafeCSS(text);

/** Joins style sheets to one: each that an element adopts takes time whenever one is mounted. */
export const join = (...styles: CSSResult[]): CSSResult => unsafeCSS(styles.join(''));

/** Remakes the style sheets of an element that moved to another document, since constructed sheets belong to one document. */
export const restyle = ({ constructor, ownerDocument, shadowRoot }: LitElement): void => {
  const Sheet = ownerDocument.defaultView?.CSSStyleSheet;
  if (!Sheet || !shadowRoot) return;
  const sheet = new Sheet();
  sheet.replaceSync(((constructor as typeof LitElement).elementStyles as CSSResult[]).join(''));
  shadowRoot.adoptedStyleSheets = [sheet];
};
