import { type CSSResult, type LitElement, unsafeCSS } from 'lit';

/** A style sheet without interpolations; lit's own `css` carries what checks those. */
export const css = ({ raw: [text] }: TemplateStringsArray): CSSResult => unsafeCSS(text);

/** Gives an element its style sheets in a document that it has come to: those it had belong to the one that it came from. */
export const restyle = ({ constructor, ownerDocument, shadowRoot }: LitElement): void => {
  const Sheet = ownerDocument.defaultView?.CSSStyleSheet;
  if (!Sheet || !shadowRoot) return;
  const sheet = new Sheet();
  sheet.replaceSync((constructor as typeof LitElement).elementStyles.map((styles) => (styles as CSSResult).cssText).join(''));
  shadowRoot.adoptedStyleSheets = [sheet];
};
