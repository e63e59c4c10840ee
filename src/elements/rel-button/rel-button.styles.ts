import { css, join } from '../css.js';
import { magnetStyles } from '../magnets.js';
import { sharedStyles } from '../shared.styles.js';

export const buttonStyles = css`
  :host {
    --_rel-size: var(--rel-size, max(2.5rem, 40px));
    display: inline-flex;
    flex-direction: column;
  }
  .base {
    gap: var(--rel-gap, calc(var(--_rel-size) / 4));
    width: 100%;
    min-height: var(--_rel-size);
    padding: 4px calc(var(--_rel-size) * 0.4);
    font: inherit;
    font-size: max(1rem, 16px);
    font-weight: 600;
    text-align: start;
    text-decoration: none;
    cursor: pointer;
  }
  .base:hover,
  :host(:state(busy)) [part='button'] {
    background-image: linear-gradient(#8882, #8882);
  }
  /* Only now: a page full of anchors takes longer to lay out. */
  :host(:state(busy)) [part='button'] {
    anchor-name: --rel-button;
  }
  .base:active {
    background-image: linear-gradient(#8883, #8883);
  }
  [part='button'] {
    --_rel-sign: calc(var(--_rel-size) / 2);
    flex: auto;
    justify-content: center;
  }
  .small {
    --_rel-size: var(--rel-size, max(2rem, 32px));
    font-size: max(0.875rem, 14px);
  }
  .large {
    --_rel-size: var(--rel-size, max(3rem, 48px));
    font-size: max(1.125rem, 18px);
  }
  .base.sign {
    padding-inline: calc(var(--_rel-size) / 4);
  }
  .base:disabled {
    opacity: 0.5;
    background-image: none;
    cursor: default;
  }
  /* Two colours, so that the ring stands out from whatever is behind it. */
  :focus-visible {
    outline: 3px solid var(--rel-color-focus, #2b7cf0);
    outline-offset: 2px;
    box-shadow: 0 0 0 7px Canvas;
  }
`;

/** The styles of a button whose panel is not open. */
export const lookStyles = join(sharedStyles, magnetStyles, buttonStyles);
