import { html, type TemplateResult } from 'lit';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';

/** Renders a document in English, whatever language the toolbar sets. @param text trusted HTML, made at build time */
export const prose = (text: string): TemplateResult =>
  html`<article class="prose" lang="en" dir="ltr">${unsafeHTML(text)}</article>`;
