import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { STATUSES } from '../../src/contract/statuses.js';
import { APPEARANCES, SIZES } from '../../src/elements/options.js';
import { badge, type BadgeArgs } from '../support/elements.js';

/** All options of a badge. */
export default {
  title: 'Elements/rel-badge/Options',
  component: 'rel-badge',
} satisfies Meta<BadgeArgs>;

type Story = StoryObj<BadgeArgs>;

export const Statuses: Story = {
  render: () => html`<div class="list">${STATUSES.map((status) => html`<code>${status}</code>${badge({ status })}`)}</div>`,
};

/** `medium` is as large as the text around it. */
export const Sizes: Story = {
  render: (args) => html`<div class="row">${SIZES.map((size) => badge({ ...args, size }))}</div>`,
};

export const Appearances: Story = {
  render: (args) => html`<div class="row">${APPEARANCES.map((appearance) => badge({ ...args, appearance }))}</div>`,
};

/** The badge grows with the text around it. */
export const InText: Story = {
  render: (args) => html`<p style="font-size: 1.75rem">You and Acme Coffee: ${badge({ ...args, status: 'related' })}</p>`,
};
