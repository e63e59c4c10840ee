import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { en, fill } from '../../src/locales/en.js';
import { button, VENDOR } from '../support/elements.js';
import { code, table } from '../support/table.js';

export default {
  title: 'Elements/rel-button/Accessibility',
  tags: ['!autodocs'],
  parameters: { controls: { disable: true } },
} satisfies Meta;

const KEYS = [
  [html`<kbd>Tab</kbd>`, 'To the button; in its open panel, to the next row.'],
  ['Arrows', 'Choose the terms, or the act.'],
  [
    html`<kbd>Enter</kbd>, <kbd>Space</kbd>`,
    'Presses the button: the panel opens with the focus on the first of what can be chosen or pressed.',
  ],
  [html`<kbd>Escape</kbd>`, 'Closes the panel, and ends what was begun. The focus goes back to the button.'],
  [
    html`<kbd>Ctrl</kbd> or <kbd>⌘</kbd> with a click, middle click`,
    "Opens the vendor's link in a new tab, as with any link. Nothing is begun, nothing ended.",
  ],
];

const NAMES = [
  [
    'The button',
    'button',
    `“${fill(en.relate, VENDOR)}”: its label, also where only the sign is shown.`,
    `“${en.status.offered}”: the status in a word.`,
  ],
  ['The panel', 'dialog', `“${fill(en.relate, VENDOR)}”`, ''],
  ['A row', 'button or link', 'Its text. Agents are listed in a random order.', ''],
  ['The link to a text', 'link', '“text:” and the agreement in plain words.', ''],
  ['The sign', 'hidden', 'It says nothing that the name and the description do not.', ''],
];

/** Announcements are polite, made once, and only for a reason. */
const announcements = Object.entries(en.said).map(([when, words]) => [code(when), `“${fill(words, VENDOR, en.agent)}”`]);

export const Accessibility: StoryObj = {
  render: () => html`<article class="prose" lang="en" dir="ltr">
    <h1>rel-button for everybody</h1>
    <p>A native button. Keyboard, switch, voice and screen reader can do all that a pointer can.</p>
    <div class="row">${button()} ${button({ appearance: 'sign' })} ${button({ disabled: true })}</div>
    <h2>Keys</h2>
    ${table(['Key', 'What it does'], KEYS)}
    <h2>Names</h2>
    ${table(['What', 'Role', 'Name', 'Description'], NAMES)}
    <h2>Announcements</h2>
    <p>
      One polite live region, ${code('role="status"')}, is there from the first press on. It says where a flow stands and what came
      of it, and never who the visitor's agent is before the visitor has chosen it.
    </p>
    ${table(['State or outcome', 'What is said'], announcements)}
    <h2>Seen</h2>
    <ul>
      <li>Statuses differ in shape, gap and words, never in colour alone.</li>
      <li>The ring of the focus stands off the button, in a colour with at least 3:1 to the page.</li>
      <li>The smallest button is 32 CSS px high; the target is never under 24 by 24.</li>
      <li>Long labels wrap at any text size; nothing is cut at 320 px.</li>
      <li>In forced colours the sign is drawn in the system's own.</li>
    </ul>
    <h2>Time</h2>
    <p>Nothing runs out on a person. An agent that stays silent is said to after 2 seconds, and can be waited for.</p>
  </article>`,
};
