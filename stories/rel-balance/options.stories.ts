import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { balance, type BalanceArgs, VENDOR } from '../support/elements.js';

/** All options of a balance. */
export default {
  title: 'Elements/rel-balance/Options',
  component: 'rel-balance',
  args: { initiated: '3 2', shared: '2 2', stored: '6 6' },
  render: balance,
} satisfies Meta<BalanceArgs>;

type Story = StoryObj<BalanceArgs>;

/** Without a name, the vendor's column has the word for it. */
export const WithoutName: Story = {};

export const WithName: Story = { args: { vendorName: VENDOR } };

/** The bar of the largest number takes all the room, and the others their part of it. */
export const LargeNumbers: Story = { args: { initiated: '128 7', shared: '64 1', stored: '1300 1300' } };

/** A row that no attribute gives says so. */
export const Unknown: Story = { args: { initiated: '0 0', shared: '', stored: '0 0' } };

/** The balance fits a narrow column: names wrap, and bars get shorter. */
export const Narrow: Story = {
  args: { vendorName: 'Möllendorff Kaffee und Tee', initiated: '12 9', shared: '20 7', stored: '31 31' },
  render: (args) => html`<div class="narrow">${balance(args)}</div>`,
};

/** The balance has the size of the text around it. */
export const InText: Story = { render: (args) => html`<div style="font-size: 1.5rem">${balance(args)}</div>` };
