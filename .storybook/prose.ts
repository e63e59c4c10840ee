import { html, type TemplateResult } from 'lit';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';

/** A text of the project, whatever language the toolbar has for the elements. @param text trusted: HTML made at build time */
export const prose = (text: string): TemplateResult =>
  html`<article class="prose" lang="en" dir="ltr">${unsafeHTML(text)}</article>`;
