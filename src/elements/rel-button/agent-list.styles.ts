import { css } from '../css.js';

/**
 * What hides the rows of agents from the page, whatever their look: a box of one size for all, names that are no text, for
 * `window.find()` reads text in closed roots, and a font that is not the page's, whose requests would tell which letters a name has.
 * No row may have a transition or an animation: `getAnimations()` hands out its element.
 */
export const agentListStyles = css`
  :host {
    display: block;
  }
  div {
    contain: strict;
    display: grid;
    gap: 8px;
    grid-auto-rows: max-content;
    height: max(7.5rem, 120px);
    margin: -8px -8px 0;
    padding: 8px;
    overflow: auto;
  }
  [aria-label]::before {
    content: attr(aria-label);
  }
  * {
    font-family: system-ui !important;
  }
`;
