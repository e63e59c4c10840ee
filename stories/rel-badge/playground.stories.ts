import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { badge, type BadgeArgs } from '../support/elements.js';

/** The badge with every control. */
export default {
  title: 'Elements/rel-badge',
  component: 'rel-badge',
  render: badge,
} satisfies Meta<BadgeArgs>;

export const Playground: StoryObj<BadgeArgs> = { args: { status: 'related', size: 'medium', appearance: 'plain' } };
