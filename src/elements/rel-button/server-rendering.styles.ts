import { css } from '../css.js';

/*
 * A button that a server rendered, until a script takes it over, if one ever does: drawn as it is to be, but hidden as a control, and
 * the child link lies over it, unseen. The slot after it marks this state; the first rendering in the page removes it.
 */
export const serverRenderingStyles = css`
  :host {
    position: relative;
  }
  button:has(+ slot) {
    position: relative;
    isolation: isolate;
    visibility: hidden;
  }
  button:has(+ slot) > *,
  button:has(+ slot)::before {
    visibility: visible;
  }
  button:has(+ slot)::before {
    content: '';
    position: absolute;
    z-index: -1;
    inset: -1.5px;
    border: inherit;
    border-radius: inherit;
    background: inherit;
  }
  :host(:focus-within) button:has(+ slot)::before {
    outline: 3px solid var(--rel-color-focus, #2b7cf0);
    outline-offset: 2px;
  }
  /* Whatever the page's style sheets make of links, and of what is around them. */
  button + slot::slotted(:first-child) {
    display: block !important;
    position: absolute !important;
    inset: 0 !important;
    margin: 0 !important;
    opacity: 0 !important;
  }
  /* As in src/relbutton.css: further links wait for the script. */
  @media (scripting: enabled) {
    button + slot::slotted(:not(:first-child)) {
      animation: wait 3s !important;
    }
  }
  @keyframes wait {
    from,
    to {
      position: absolute;
      visibility: hidden;
    }
  }
`;
