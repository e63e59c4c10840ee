import { css } from '../css.js';

export const panelStyles = css`
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
    box-sizing: border-box;
    position-anchor: --rel-button;
    position-area: end span-end;
    position-try:
      most-height flip-block,
      flip-inline,
      flip-block flip-inline;
    inset: auto;
    grid-template-columns: 100%;
    gap: 8px;
    width: max(23rem, 368px);
    max-width: calc(100vw - 16px);
    max-height: calc(100% - 16px);
    margin: 8px 0;
    padding: 20px;
    border: 1px solid #8886;
    border-radius: 16px;
    box-shadow: 0 16px 48px #0003;
    font-size: max(0.875rem, 14px);
    overscroll-behavior: contain;
  }
  :popover-open {
    display: grid;
  }
  h2,
  h3,
  p,
  ul {
    margin: 0;
  }
  h2 {
    font-size: max(1.125rem, 18px);
  }
  h3 {
    font-size: inherit;
  }
  ul {
    padding-inline-start: 1.25em;
  }
  li {
    margin-block-end: 0.5em;
  }
  a {
    color: inherit;
    text-underline-offset: 0.2em;
  }
  .row {
    font-size: max(0.9375rem, 15px);
  }
  details .row {
    margin-block-start: 8px;
  }
  summary {
    padding: 4px;
  }
  input {
    width: 100%;
    margin-block-start: 4px;
    padding: 8px;
    font: inherit;
  }
  :popover-open > .row:last-child {
    justify-content: center;
    border-color: #0000;
  }
  :has(details) > .row:not(.row ~ .row, .agents ~ .row) {
    background-color: var(--_rel-surface);
    color: var(--_rel-text);
  }
  @media (width < 30rem) {
    [popover] {
      position-area: none;
      inset: auto 0 0;
      width: auto;
      max-width: none;
      max-height: 100%;
      margin: 0;
      padding-block-end: max(16px, env(safe-area-inset-bottom));
      border-radius: 16px 16px 0 0;
    }
    ::backdrop {
      background: #0005;
    }
  }
`;
