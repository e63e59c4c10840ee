import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, type TemplateResult } from 'lit';
import { STATUSES } from '../src/contract/statuses.js';
import { badge, button } from './support/elements.js';

export default {
  title: 'Start',
  tags: ['!autodocs'],
  parameters: { controls: { disable: true } },
} satisfies Meta;

/** A link to another page of Storybook. */
const way = (id: string, heading: string, text: string): TemplateResult => html`<li>
  <a href="./?path=/story/${id}" target="_top">${heading}</a>
  <p>${text}</p>
</li>`;

export const Start: StoryObj = {
  globals: { theme: 'default' },
  render: () => html`<article class="start" lang="en" dir="ltr">
    <header>
      <h1>Relate on equal terms.</h1>
      <p>
        Two magnets that face each other: the customer's on the left, the vendor's on the right. A button by which both can say
        that they are willing, and a badge that shows where they stand. The record is kept by both, and either can leave.
      </p>
      <div class="row">${button({ size: 'large' })} ${badge()}</div>
    </header>
    <ul class="signs" aria-label="Every status">
      ${STATUSES.map((status) => html`<li>${badge({ status })}</li>`)}
    </ul>
    <ul class="ways">
      ${way('use-embed-builder--embed-builder', 'Put it in your page', 'Two tags and one element, built from a form, with their hashes.')}
      ${way('docs-embedding--page', 'Paste it', 'Plain HTML, WordPress, Shopify, Squarespace: ready to paste.')}
      ${way('docs-start--page', 'From nothing to a record', 'A button in two steps, a verified record in your database in five.')}
      ${way('design-themes--quiet', 'Make it yours', 'Six brands made of tokens alone, each in light and dark.')}
      ${way('elements-rel-button-behaviours--whole-flow', 'See it work', 'Press, choose, agree: both sides of one flow, side by side.')}
      ${way('design-themes--matrix', 'See all of it', 'Every status by size by appearance.')}
      ${way('elements-rel-button-anatomy--anatomy', 'Take it apart', 'Parts, tokens and states, on a picture.')}
      ${way('docs-support--page', 'Where it works', 'Browsers, servers, and what a new version may change.')}
      ${way('elements-rel-button-accessibility--accessibility', 'For everybody', 'Keys, names, and what is announced.')}
    </ul>
    <footer>
      <p>It asks nothing of anybody before it is pressed: no request, no storage, no account. No one company's.</p>
    </footer>
  </article>`,
};
