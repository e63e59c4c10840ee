import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { anatomy } from '../support/anatomy-page.js';
import { html } from 'lit';

export default {
  title: 'Elements/rel-button/Anatomy',
  tags: ['!autodocs'],
  parameters: { controls: { disable: true } },
} satisfies Meta;

export const Anatomy: StoryObj = {
  render: () =>
    anatomy(
      'rel-button',
      html`<rel-button size="large" appearance="outline" status="asked" label="Relate with Acme Coffee" style="--rel-size: 5rem"></rel-button>`,
    ),
};
