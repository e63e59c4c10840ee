import { css } from '../css.js';

/** Sizes stand in `src/relbutton.css` too, which gives the child link the same box before upgrade. */
export const buttonStyles = css`
  :host {
    --_rel-size: var(--rel-size, 2.5rem);
    display: inline-block;
    max-width: 100%;
  }
  .base,
  [popover] {
    box-sizing: border-box;
    overflow-wrap: anywhere;
  }
  .base {
    display: flex;
    align-items: center;
    gap: var(--rel-gap, calc(var(--_rel-size) / 4));
    width: 100%;
    min-height: var(--_rel-size);
    padding: 0.25rem calc(var(--_rel-size) * 0.4);
    border: 1.5px solid #0000;
    border-radius: var(--rel-radius, 0.625rem);
    background: none;
    color: inherit;
    font: inherit;
    font-size: 1rem;
    font-weight: 600;
    text-align: start;
    text-decoration: none;
    cursor: pointer;
  }
  .base:hover {
    box-shadow: inset 0 0 0 9rem #8882;
  }
  [part='button'] {
    --_rel-sign: calc(var(--_rel-size) / 2);
    anchor-name: --rel-button;
    justify-content: center;
    color: var(--_rel-text);
  }
  .small {
    --_rel-size: var(--rel-size, 2rem);
    font-size: 0.875rem;
  }
  .large {
    --_rel-size: var(--rel-size, 3rem);
    font-size: 1.125rem;
  }
  .solid {
    --_rel-text: var(--rel-color-text, Canvas);
    background: var(--rel-color-surface, CanvasText);
  }
  .outline,
  .row {
    border-color: #888c;
  }
  .sign {
    padding-inline: calc(var(--_rel-size) / 4);
  }
  .sign [part='label'],
  [role='status'] {
    position: absolute;
    clip-path: inset(50%);
  }
  :disabled {
    opacity: 0.5;
  }
  :focus-visible {
    outline: 3px solid var(--rel-color-focus, #2b7cf0);
    outline-offset: 2px;
  }
`;
