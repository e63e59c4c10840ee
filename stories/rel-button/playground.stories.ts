import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { ACCEPTS, button, type ButtonArgs, VENDOR } from '../support/elements.js';

/** The button with every control. */
export default {
  title: 'Elements/rel-button',
  component: 'rel-button',
  render: button,
} satisfies Meta<ButtonArgs>;

export const Playground: StoryObj<ButtonArgs> = {
  args: { vendorName: VENDOR, accepts: ACCEPTS, acts: ['relate'], status: 'offered', size: 'medium', appearance: 'solid' },
};
