import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { balance, type BalanceArgs, VENDOR } from '../support/elements.js';

/** The balance with every control. */
export default {
  title: 'Elements/rel-balance',
  component: 'rel-balance',
  render: balance,
} satisfies Meta<BalanceArgs>;

export const Playground: StoryObj<BalanceArgs> = {
  args: { vendorName: VENDOR, initiated: '3 2', shared: '2 2', stored: '6 6' },
};
