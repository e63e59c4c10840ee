import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import '../support/story-life.js';
import { VENDOR } from '../support/elements.js';

/** A relationship lives by what the two say to each other. Nobody owns it: both hold the same records, and either can end it. */
export default { title: 'Relationships', tags: ['!autodocs'] } satisfies Meta;

/** Ten steps, one a press: both ledgers side by side, equal to the byte, and the balance over time. */
export const Life: StoryObj = {
  name: 'A life in ten steps',
  render: () => html`<story-life name=${VENDOR}></story-life>`,
};
