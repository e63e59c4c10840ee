import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { RelStatusChangeEvent } from '../../src/elements/events.js';
import { type Status, STATUSES } from '../../src/contract/statuses.js';
import { badge, type BadgeArgs } from '../support/elements.js';

/** A badge shows a status. It starts nothing. */
export default {
  title: 'Elements/rel-badge/Behaviours',
  component: 'rel-badge',
  tags: ['!autodocs'],
} satisfies Meta<BadgeArgs>;

type Story = StoryObj<BadgeArgs>;

/** The badge shows the status from the vendor's server, until a button of the page shows another one. Choose the button's status. */
export const FollowsTheButton: Story = {
  args: { status: 'offered' },
  render: (args) => {
    const change = (status: Status) => (): boolean => document.dispatchEvent(new RelStatusChangeEvent(status, 'offered'));
    return html`<p>${badge(args)}</p>
      <div class="row">${STATUSES.map((status) => html`<button class="key" @click=${change(status)}>${status}</button>`)}</div>`;
  },
};
