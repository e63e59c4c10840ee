import { addons } from 'storybook/manager-api';
import { create } from 'storybook/theming';
import { CUSTOMER, dataUrl, FONT, INK, PAPER, signSvg } from './brand.js';

/** The sign, and beside it the name. */
const logo = (): string => {
  const name = `<text x="62" y="18.5" font-family="system-ui, sans-serif" font-size="19" font-weight="650" fill="${INK}">relbutton</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="160" height="24" viewBox="0 0 160 24">${signSvg('related')}${name}</svg>`;
};

const icon = document.querySelector<HTMLLinkElement>('link[rel~=icon]');
if (icon) icon.href = dataUrl(signSvg('related'));

addons.setConfig({
  theme: create({
    base: 'light',
    brandTitle: 'relbutton',
    brandImage: dataUrl(logo()),
    brandUrl: './',
    brandTarget: '_self',
    fontBase: FONT,
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
  }),
  sidebar: { showRoots: true },
});
