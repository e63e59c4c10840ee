import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { STATUSES } from '../../src/contract/statuses.js';
import { en } from '../../src/locales/en.js';
import { badge } from '../support/elements.js';
import { code, table } from '../support/table.js';

export default {
  title: 'Elements/rel-badge/Accessibility',
  tags: ['!autodocs'],
  parameters: { controls: { disable: true } },
} satisfies Meta;

export const Accessibility: StoryObj = {
  render: () => html`<article class="prose" lang="en" dir="ltr">
    <h1>rel-badge for everybody</h1>
    <p>Text with a picture beside it. It has no role, takes no focus and announces nothing: the button says what changes.</p>
    ${table(
      ['Status', 'Badge', 'What is read'],
      STATUSES.map((status) => [code(status), badge({ status }), `“${en.status[status]}”`]),
    )}
    <h2>Seen</h2>
    <ul>
      <li>The word is always there; the sign only repeats it, and is hidden from assistive technology.</li>
      <li>It is as large as the text around it, and grows with it.</li>
      <li>Its box has one width in every status, so that nothing beside it moves.</li>
    </ul>
  </article>`,
};
