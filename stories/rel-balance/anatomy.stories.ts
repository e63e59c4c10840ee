import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { anatomy } from '../support/anatomy-page.js';

export default {
  title: 'Elements/rel-balance/Anatomy',
  tags: ['!autodocs'],
  parameters: { controls: { disable: true } },
} satisfies Meta;

export const Anatomy: StoryObj = {
  render: () =>
    anatomy(
      'rel-balance',
      html`<rel-balance initiated="3 2" shared="2 2" stored="6 6" style="flex: none; width: 26em; --rel-size: 5em"></rel-balance>`,
    ),
};
