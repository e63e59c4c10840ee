import { html, render } from 'lit';
import { magnets } from '../src/elements/magnets.js';
import type { Status } from '../src/contract/statuses.js';

/** The colours of Storybook's own pages: ink on paper, and the sign's two for what can be followed. */
export const INK = '#1a1c20';
export const PAPER = '#ffffff';
export const CUSTOMER = '#1f66cf';
export const VENDOR = '#0f7a5d';
export const FONT = "'Public Sans', system-ui, sans-serif";

/** The sign of a status as the text of a picture by itself, drawn by the elements' own shapes. */
export const signSvg = (status: Status): string => {
  const holder = document.createElement('div');
  render(html`${magnets(status)}`, holder);
  const svg = holder.querySelector('svg');
  if (!svg) throw new Error('The sign is no picture.');
  svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  svg.setAttribute('width', '48');
  svg.setAttribute('height', '24');
  svg.setAttribute('fill-rule', 'evenodd');
  svg.querySelector('.customer, [part=customer]')?.setAttribute('fill', CUSTOMER);
  svg.querySelector('.vendor, [part=vendor]')?.setAttribute('fill', VENDOR);
  svg.querySelector('.strike')?.remove();
  return svg.outerHTML.replaceAll(/<!--.*?-->/g, '');
};

export const dataUrl = (svg: string): string => `data:image/svg+xml,${encodeURIComponent(svg)}`;
