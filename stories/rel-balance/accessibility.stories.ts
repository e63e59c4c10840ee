import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { balance } from '../support/elements.js';

export default {
  title: 'Elements/rel-balance/Accessibility',
  tags: ['!autodocs'],
  parameters: { controls: { disable: true } },
} satisfies Meta;

export const Accessibility: StoryObj = {
  render: () => html`<article class="prose" lang="en" dir="ltr">
    <h1>rel-balance for everybody</h1>
    ${balance({ initiated: '3 2', shared: '2 2', stored: '6 6' })}
    <h2>Read</h2>
    <ul>
      <li>It is a table with a caption, two columns and three rows. Each number has the side and the row as its headers.</li>
      <li>Sign and bars are hidden from assistive technology: the words and numbers say all that they show.</li>
      <li>It takes no focus and announces nothing.</li>
    </ul>
    <h2>Seen</h2>
    <ul>
      <li>Side and length say what the bars show, so that it can be read in one colour, and in print.</li>
      <li>The customer is left and the vendor right, as in the sign, in either text direction.</li>
      <li>It is as large as the text around it, and grows with it.</li>
      <li>It compares nothing: no colour, word or number says that one side does more than the other should.</li>
    </ul>
  </article>`,
};
