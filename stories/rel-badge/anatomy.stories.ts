import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { anatomy } from '../support/anatomy-page.js';
import { html } from 'lit';

export default {
  title: 'Elements/rel-badge/Anatomy',
  tags: ['!autodocs'],
  parameters: { controls: { disable: true } },
} satisfies Meta;

export const Anatomy: StoryObj = {
  render: () => anatomy('rel-badge', html`<rel-badge status="asked" style="font-size: 2rem; min-width: 0"></rel-badge>`),
};
