import { css } from '../css.js';

/**
 * What hides the rows of agents from the page, whatever their look: a box of one size for all, names that are no text, for
 * `window.find()` reads text in closed roots, and a font that is not the page's, whose requests would tell which letters a name has.
 * No row may have a transition or an animation: `getAnimations()` hands out its element.
 */
export const namesStyles = css`
  :host {
    display: block;
  }
  div {
    contain: strict;
    display: grid;
    gap: 0.5rem;
    grid-auto-rows: max-content;
    height: 7.5rem;
    margin: -0.5rem -0.5rem 0;
    padding: 0.5rem;
    overflow: auto;
  }
  [aria-label]::before {
    content: attr(aria-label);
  }
  * {
    font-family: system-ui !important;
  }
`;
