import { css } from '../css.js';

/**
 * The list of agents: a box of one size whatever their number, and rows of one size whatever their names. No row may have a
 * transition or an animation: `getAnimations()` hands out its element.
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
  .row {
    position: relative;
    min-height: max(var(--_rel-size), 2.6em);
  }
  .row::after {
    content: '';
    position: absolute;
    inset: -4px;
  }
`;

/**
 * The name of one agent, in one place of one size: a long one is small, and on two lines. In Firefox a page can restyle everything around this root, so these rules stand on the
 * element that has the name: no pointer and no selection gets in, nothing outside has a size that depends on the name, and the font
 * is not the page's, whose requests would tell letters. The name is no text: `window.find()` reads text in closed roots.
 */
export const agentNameStyles = css`
  * {
    position: absolute;
    inset: 0 calc(var(--_rel-size) * 0.4);
    display: grid;
    place-content: center;
    font-family: system-ui;
    line-height: 1.2;
    pointer-events: none;
    user-select: none;
  }
  ::before {
    content: attr(aria-label);
    overflow: hidden;
    unicode-bidi: plaintext;
  }
`;
