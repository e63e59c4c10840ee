import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { STATUSES } from '../../src/contract/statuses.js';
import { badge, type BadgeArgs } from '../support/elements.js';

/** Everything that can be chosen about a badge. */
export default {
  title: 'Elements/rel-badge/Options',
  component: 'rel-badge',
} satisfies Meta<BadgeArgs>;

type Story = StoryObj<BadgeArgs>;

export const Statuses: Story = {
  render: () => html`<div class="list">${STATUSES.map((status) => html`<code>${status}</code>${badge({ status })}`)}</div>`,
};

/** It is as large as the text around it. */
export const Sizes: Story = {
  render: (args) =>
    html`<div class="row">${[0.875, 1, 1.25, 1.75].map((size) => html`<span style="font-size: ${size}rem">${badge(args)}</span>`)}</div>`,
};
