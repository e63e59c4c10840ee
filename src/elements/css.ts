import { type CSSResult, unsafeCSS } from 'lit';

/** A style sheet without interpolations; lit's own `css` carries what checks those. */
export const css = ({ raw: [text] }: TemplateStringsArray): CSSResult => unsafeCSS(text);
