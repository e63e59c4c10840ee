import { css } from '../css.js';

export const panelStyles = css`
  [popover] {
    position-anchor: --rel-button;
    position-area: end span-end;
    position-try:
      most-height flip-block,
      flip-inline,
      flip-block flip-inline;
    inset: auto;
    width: 24rem;
    max-width: calc(100vw - 1rem);
    max-height: calc(100% - 1rem);
    margin: 0.5rem 0;
    padding: 1rem;
    border: 1px solid #8888;
    border-radius: 1rem;
    box-shadow: 0 1rem 3rem #0003;
    font-size: 0.875rem;
  }
  h2 {
    margin: 0;
    font-size: 1.125rem;
  }
  ul {
    padding-inline-start: 1rem;
  }
  .row,
  details {
    margin-block-start: 0.5rem;
  }
  :has(details) > .row:not(.row ~ .row) {
    background: CanvasText;
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
    }
  }
`;
