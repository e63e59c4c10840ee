import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, type TemplateResult } from 'lit';
import { type Status, STATUSES } from '../../src/contract/statuses.js';
import { SIGN_COLOURS, signFile, signFiles } from '../../src/build/sign-files.js';
import { code, table } from '../support/table.js';

/** The sign as files of the package, `relbutton/signs/*`: all files at every usual height, each to download. */
export default {
  title: 'Design/Sign',
  tags: ['!autodocs'],
  parameters: { controls: { disable: true } },
} satisfies Meta;

type Colours = (typeof SIGN_COLOURS)[number];

/** In CSS px. */
const HEIGHTS = [12, 16, 20, 24, 32, 48];
const files = signFiles();

const address = (file: string): string => `data:image/svg+xml,${encodeURIComponent(files[file] ?? '')}`;
const picture = (status: Status, colours: Colours, height: number): TemplateResult =>
  html`<img src=${address(signFile(status, colours))} alt=${status} width=${2 * height} height=${height} />`;

/** The grounds that files are made for. */
const GROUNDS: Readonly<Record<'light' | 'dark', { ground: string; choices: readonly Colours[] }>> = {
  light: { ground: '#ffffff', choices: ['', '-black'] },
  dark: { ground: '#121212', choices: ['', '-white'] },
};

const sheet = ([scheme, { ground, choices }]: [string, (typeof GROUNDS)['light']]): TemplateResult => html`<section
  class="sample scroll"
  style="color-scheme: ${scheme}; background: ${ground}"
  tabindex="0"
  aria-label="On ${scheme}"
>
  <table class="matrix">
    <thead>
      <tr>
        <td></td>
        ${STATUSES.map((status) => html`<th scope="col">${status}</th>`)}
      </tr>
    </thead>
    ${choices.map(
      (colours) =>
        html`<tbody>
          ${HEIGHTS.map(
            (height) =>
              html`<tr>
                <th scope="row">${height} px</th>
                ${STATUSES.map((status) => html`<td>${picture(status, colours, height)}</td>`)}
              </tr>`,
          )}
        </tbody>`,
    )}
  </table>
</section>`;

const download = (file: string): TemplateResult => html`<a href=${address(file)} download=${file}>${file}</a>`;

export const Sign: StoryObj = {
  globals: { theme: 'default' },
  render: () => html`<div class="wide">
    <div class="prose">
      <h1>The sign as files</h1>
      <p>Every status at every usual height: in two colours, in black and in white.</p>
    </div>
    ${Object.entries(GROUNDS).map(sheet)}
    <div class="prose">
      <h2>The files</h2>
      <p>They are in the package as ${code('relbutton/signs/*')}, 48 by 24, and scale to any size.</p>
      ${table(
        ['Status', 'In two colours', 'In black', 'In white'],
        STATUSES.map((status) => [code(status), ...SIGN_COLOURS.map((colours) => download(signFile(status, colours)))]),
      )}
    </div>
  </div>`,
};
