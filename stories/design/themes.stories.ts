import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, type TemplateResult } from 'lit';
import { APPEARANCES } from '../../src/elements/options.js';
import { badge, button } from '../support/elements.js';
import { matrix } from './matrix.js';
import { type ThemeName, themeCss, THEMES, themeTitle } from '../themes.js';

/** A brand's own button is a few tokens. Six brands, each in light and dark: copy one, and change its colours. */
export default {
  title: 'Design/Themes',
  tags: ['!autodocs'],
  parameters: { controls: { disable: true } },
} satisfies Meta;

const page = (name: ThemeName, scheme: 'light' | 'dark'): TemplateResult => html`<section
  class="sample"
  data-theme=${name}
  style="color-scheme: ${scheme}"
  aria-label=${`${themeTitle(name)}, ${scheme}`}
>
  <p>${badge({ status: 'related' })}</p>
  <div class="row">${APPEARANCES.map((appearance) => button({ appearance }))}</div>
</section>`;

const theme = (name: ThemeName): StoryObj => ({
  name: themeTitle(name),
  globals: { theme: name },
  render: () => html`<div class="wide"><div class="prose">
      <h1>${themeTitle(name)}</h1>
      <p>${THEMES[name].about}</p>
    </div>
    <div class="samples">${page(name, 'light')}${page(name, 'dark')}</div>
    ${matrix()}
    <div class="prose">
      <h2>The whole of it</h2>
      <p>
        The second rule is for the solid look alone, which brings a ground of its own: <code>--rel-color-text</code> is the text
        on it, and elsewhere text has the colour of what is around. The sign stands on both grounds, so a strong surface wants
        colours of its own for it.
      </p>
      <pre tabindex="0" role="region" aria-label="Style sheet"><code>${themeCss(THEMES[name])}</code></pre>
    </div></div>`,
});

export const Quiet = theme('quiet');
export const Loud = theme('loud');
export const Red = theme('red');
export const PublicRadio = theme('public-radio');
export const Bank = theme('bank');
export const CraftShop = theme('craft-shop');

/** Every status by size by appearance, in the theme of the toolbar. */
export const Matrix: StoryObj = {
  render: () => html`<div class="wide"><div class="prose"><h1>Every status by size by appearance</h1></div>${matrix()}</div>`,
};
