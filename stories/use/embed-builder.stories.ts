import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import './embed-builder.js';

export default {
  title: 'Use/Embed builder',
  tags: ['!autodocs'],
  parameters: { controls: { disable: true } },
} satisfies Meta;

export const EmbedBuilder: StoryObj = {
  name: 'Embed builder',
  globals: { theme: 'default' },
  render: () => html`<div class="wide">
    <div class="prose">
      <h1>Build your embed</h1>
      <p>Two tags and one element. Everything stays in this page until you copy it.</p>
    </div>
    <embed-builder></embed-builder>
  </div>`,
};
