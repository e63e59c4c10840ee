import { html, type TemplateResult } from 'lit';
import { type Magnet, SIGNS, type Status } from '../contract/statuses.js';
import { css } from './css.js';

/*
 * The left magnet on a grid of 48 by 24; the right one is its mirror image. It is 6 thick, its poles are round, and its
 * outline is 1.5 thick inside the same outer edge. Straight edges are at multiples of 1.5, so that they are sharp at heights of
 * 16, 32 and 48 px, the outer ones at 20 and 24 px too. To join, each moves 6 towards the other, and their poles interlock. The line
 * between them touches neither, so that it is visible in one colour.
 */
const SOLID = 'M18 0H12a12 12 0 0 0 0 24h6a3 3 0 0 0 0-6h-6a6 6 0 0 1 0-12h6a3 3 0 0 0 0-6z';
export const SHAPES: Readonly<Record<Magnet, string>> = {
  solid: SOLID,
  outline: `${SOLID}m0 1.5H12a10.5 10.5 0 0 0 0 21h6a1.5 1.5 0 0 0 0-3h-6a7.5 7.5 0 0 1 0-15h6a1.5 1.5 0 0 0 0-3z`,
  half: `${SOLID}m0 1.5h-6v3h6a1.5 1.5 0 0 0 0-3zm0 18h-6v3h6a1.5 1.5 0 0 0 0-3z`,
};

/** Renders the sign of a status: the customer's magnet left, the vendor's right, in either text direction. */
export const magnets = (status: Status): TemplateResult => {
  const [customer, vendor] = SIGNS[status];
  return html`<svg part="magnets" class=${status} viewBox="0 0 48 24" aria-hidden="true"
    ><path part="customer" class=${customer} d=${SHAPES[customer]}></path
    ><path part="vendor" class=${vendor} d=${SHAPES[vendor]}></path
    ><path class="line" d="M22.5 0h3v24h-3z"></path
  ></svg>`;
};

export const magnetStyles = css`
  svg {
    flex: none;
    width: calc(2 * var(--_rel-sign));
    height: var(--_rel-sign);
    fill-rule: evenodd;
  }
  [part='customer'] {
    fill: var(--rel-color-customer, #2b7cf0);
  }
  [part='vendor'] {
    fill: var(--rel-color-vendor, #138a6a);
    transform: translate(48px) scaleX(-1);
  }
  .related [part='customer'] {
    transform: translate(6px);
  }
  .related [part='vendor'] {
    transform: translate(42px) scaleX(-1);
  }
  .line {
    fill: currentColor;
  }
  svg:not(.ended) .line {
    display: none;
  }
  path.outline {
    fill: var(--rel-color-idle, #7b818c);
  }
  @media (prefers-contrast: more), (forced-colors: active) {
    path {
      fill: currentColor !important;
    }
  }
  @media not (prefers-reduced-motion) {
    path {
      transition: transform 0.15s;
    }
  }
`;
