import type { Meta, StoryObj } from '@storybook/web-components-vite';
import pico from '@picocss/pico/css/pico.classless.min.css?raw';
import mvp from 'mvp.css/mvp.css?raw';
import simple from 'simpledotcss/simple.min.css?raw';
import fitMvp from './fit/mvp.css?raw';
import fitPico from './fit/pico.css?raw';
import fitSimple from './fit/simple.css?raw';
import { framed } from './page.js';

/** The button in pages styled by CSS libraries for plain markup. These pages follow the system's colour scheme by the libraries' rules. */
export default {
  title: 'Use/Style libraries',
  tags: ['!autodocs'],
  parameters: { controls: { disable: true } },
} satisfies Meta;

export const Pico: StoryObj = {
  render: () => framed('Pico', 'Its variables are the tokens of the button: colours, radius, height.', pico, fitPico),
};

export const Mvp: StoryObj = {
  name: 'MVP.css',
  render: () => framed('MVP.css', "Here the button is the quiet one of the pair, with the library's border.", mvp, fitMvp),
};

export const Simple: StoryObj = {
  name: 'Simple.css',
  render: () => framed('Simple.css', "The library's accent is the surface; its text is the label's.", simple, fitSimple),
};
