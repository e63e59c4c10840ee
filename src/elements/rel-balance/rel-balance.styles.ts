import { css } from '../css.js';

/*
 * Five columns: bar, number, word, number, bar. The customer is left and the vendor right in either text direction, as in the sign
 * between them. `src/relbutton.css` repeats the size.
 */
export const balanceStyles = css`
  :host {
    --_rel-sign: var(--rel-size, 1.25em);
    display: block;
    max-width: 26em;
  }
  .look {
    display: grid;
    grid: auto-flow dense / 1fr auto auto auto 1fr;
    align-items: center;
    gap: 0.375em var(--rel-gap, 0.5em);
    border: 0;
    direction: ltr;
    font: inherit;
    text-align: center;
  }
  tbody,
  tr {
    display: contents;
  }
  caption {
    grid-column: 1 / -1;
  }
  caption,
  th,
  td {
    padding: 0;
    unicode-bidi: plaintext;
  }
  td {
    display: grid;
    grid-template-columns: subgrid;
    align-items: center;
  }
  .words {
    grid-column: 3;
    justify-items: center;
    font-weight: inherit;
  }
  .customer {
    grid-column: 1 / 3;
    overflow-wrap: normal;
    text-align: right;
  }
  .vendor {
    grid-column: 4 / -1;
    text-align: left;
  }
  .bar {
    width: 100%;
    height: 0.75em;
  }
  rect {
    height: 100%;
    rx: 0.375em;
    fill: var(--rel-color-customer, #2b7cf0);
  }
  .vendor rect {
    fill: var(--rel-color-vendor, #138a6a);
  }
  @media (prefers-contrast: more), (forced-colors: active) {
    rect {
      fill: currentColor !important;
    }
  }
`;
