import { css } from '../css.js';

export const panelStyles = css`
  [popover] {
    box-sizing: border-box;
    position-anchor: --rel-button;
    position-area: end span-end;
    position-try:
      most-height flip-block,
      flip-inline,
      flip-block flip-inline;
    inset: auto;
    gap: 0.5rem;
    width: 23rem;
    max-width: calc(100vw - 1rem);
    max-height: calc(100% - 1rem);
    margin: 0.5rem 0;
    padding: 1.25rem;
    border: 1px solid #8886;
    border-radius: 1rem;
    box-shadow: 0 1rem 3rem #0003;
    font-size: 0.875rem;
    overflow-wrap: break-word;
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
    font-size: 1.125rem;
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
  .row {
    border-color: #888c;
    color: inherit;
    font-size: 0.9375rem;
  }
  details .row {
    margin-block-start: 0.5rem;
  }
  summary,
  input {
    padding: 0.25rem;
  }
  :popover-open > .row:last-child {
    justify-content: center;
    border-color: #0000;
  }
  :has(details) > .row:not(.row ~ .row, .agents ~ .row) {
    background-color: CanvasText;
    color: Canvas;
  }
  @media (width < 30rem) {
    [popover] {
      position-area: none;
      inset: auto 0 0;
      width: auto;
      max-width: none;
      max-height: 100%;
      margin: 0;
      padding-block-end: max(1rem, env(safe-area-inset-bottom));
      border-radius: 1rem 1rem 0 0;
    }
    ::backdrop {
      background: #0005;
    }
  }
`;
