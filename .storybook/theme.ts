import { create } from 'storybook/theming';
import { drawSign } from '../src/build/sign-files.js';

/** Storybook's own theme: ink on paper, and the sign's two colours for links. */
const INK = '#1a1c20';
const PAPER = '#ffffff';
const CUSTOMER = '#1f66cf';
const VENDOR = '#0f7a5d';

const dataUrl = (content: string, width: number): string =>
  `data:image/svg+xml,${encodeURIComponent(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="24" viewBox="0 0 ${width} 24" fill-rule="evenodd">${content}</svg>`,
  )}`;

/** The sign, drawn as in the status `related`. */
const sign = drawSign('related', { customer: CUSTOMER, vendor: VENDOR, idle: INK });
const name = `<text x="60" y="18.5" font-family="system-ui, sans-serif" font-size="19" font-weight="650" fill="${INK}">relbutton</text>`;

export const icon = dataUrl(sign, 48);

export const theme = create({
  base: 'light',
  brandTitle: 'relbutton',
  brandImage: dataUrl(sign + name, 160),
  brandUrl: './',
  brandTarget: '_self',
  fontBase: "'Public Sans', system-ui, sans-serif",
  colorPrimary: CUSTOMER,
  colorSecondary: CUSTOMER,
  textColor: INK,
  textMutedColor: '#5c6068',
  barTextColor: '#4b4f57',
  barSelectedColor: CUSTOMER,
  barHoverColor: CUSTOMER,
  barBg: PAPER,
  appBg: '#f6f6f4',
  appContentBg: PAPER,
  appPreviewBg: PAPER,
  appBorderColor: '#e3e3df',
  appBorderRadius: 8,
  inputBorder: '#c9c9c4',
  inputBorderRadius: 6,
});
