import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { STATUSES } from '../../src/contract/statuses.js';
import { APPEARANCES, SIZES } from '../../src/elements/options.js';
import { button, type ButtonArgs } from '../support/elements.js';

/** All options of a button. */
export default {
  title: 'Elements/rel-button/Options',
  component: 'rel-button',
} satisfies Meta<ButtonArgs>;

type Story = StoryObj<ButtonArgs>;

/** The box has one width in every status, so nothing moves. */
export const Statuses: Story = {
  render: (args) =>
    html`<div class="list">${STATUSES.map((status) => html`<code>${status}</code>${button({ ...args, status })}`)}</div>`,
};

export const Sizes: Story = {
  render: (args) => html`<div class="row">${SIZES.map((size) => button({ ...args, size }))}</div>`,
};

/** `sign` shows the magnets alone; its label is still its name for assistive technology. */
export const Appearances: Story = {
  render: (args) => html`<div class="row">${APPEARANCES.map((appearance) => button({ ...args, appearance }))}</div>`,
};

/** Every status in every size. */
export const StatusesBySize: Story = {
  render: (args) =>
    html`<div class="grid">${SIZES.map((size) => html`<div>${STATUSES.map((status) => button({ ...args, size, status }))}</div>`)}</div>`,
};

/** A long label wraps and is never cut. */
export const LongLabel: Story = {
  args: { label: 'In einer Geschäftsbeziehungsvereinbarung auf Augenhöhe mit der Kaffeerösterei Speicherstadt verbunden sein' },
  render: (args) => html`<div class="narrow">${button(args)}</div>`,
};

/** One line of CSS: `rel-button { display: block }`. */
export const FullWidth: Story = {
  render: (args) => html`<div class="full">${button(args)}</div>`,
};

export const Disabled: Story = {
  args: { disabled: true },
  render: (args) => html`<div class="row">${APPEARANCES.map((appearance) => button({ ...args, appearance }))}</div>`,
};
