import { css, join } from '../../css.js';
import { partsStyles } from './parts.styles.js';

/** The panel's box: where it stands, and what the page hands down to it. */
const boxStyles = css`
  /* Whatever the page hands down ends here, but for the font, the colour scheme, the direction, and whether it is seen. */
  .initial {
    all: initial;
    display: contents;
    color-scheme: inherit;
    font-family: inherit;
    line-height: 1.4;
    overflow-wrap: break-word;
    user-select: text;
    visibility: inherit;
  }
  [popover] {
    --_rel-width: max(23.25rem, 372px);
    --_rel-start: anchor(left);
    box-sizing: border-box;
    position-anchor: --rel-button;
    position-area: end span-all;
    position-try:
      flip-block,
      --short,
      --short flip-block;
    justify-self: left;
    inset: auto;
    left: clamp(8px, var(--_rel-start), 100% - var(--_rel-width) - 8px);
    width: var(--_rel-width);
    max-width: calc(100vw - 16px);
    max-height: calc(100dvh - 16px);
    margin: 8px 0;
    padding: 20px;
    border: 1px solid #8886;
    border-radius: 18px;
    box-shadow: 0 16px 48px #0003;
    font-size: max(0.875rem, 14px);
    overscroll-behavior: contain;
  }
  [popover]:dir(rtl) {
    --_rel-start: anchor(right) - var(--_rel-width);
  }
  /* Where the whole panel has room neither below nor above, it is beside in a wide window; else it is short, and scrolls. */
  @position-try --beside {
    position-area: span-all end;
    justify-self: normal;
    left: auto;
    margin: 8px;
  }
  @position-try --short {
    min-height: 40dvh;
    max-height: calc(100% - 20px);
  }
  /* Views without choices are short. They keep their own height. */
  :popover-open:has(> .row) {
    min-height: 0 !important;
  }
  @media (width >= 60rem) {
    [popover] {
      /* Chromium tries no more than five. */
      position-try:
        flip-block,
        --beside,
        --beside flip-inline,
        --short,
        --short flip-block;
    }
  }
  @media (width < 30rem), (width < 45rem) and (height < 30rem) {
    [popover] {
      position-area: none;
      justify-self: normal;
      inset: auto 0 0;
      width: auto;
      max-width: 30rem;
      max-height: 100%;
      margin: 0 auto;
      padding-block-end: max(16px, env(safe-area-inset-bottom));
      border-radius: 18px 18px 0 0;
    }
    ::backdrop {
      background: #0005;
    }
  }
`;

export const panelStyles = join(boxStyles, partsStyles);

/** Turns the styles of all panels on or off: until the first one opens, no element needs to be matched against them. */
export const stylePanels = (isOn: boolean): void => {
  if (panelStyles.styleSheet) panelStyles.styleSheet.disabled = !isOn;
};
stylePanels(false);
