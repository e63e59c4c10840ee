import { css } from '../../css.js';

/** The styles of the panel's content. */
export const partsStyles = css`
  :popover-open,
  form,
  fieldset,
  section,
  .pair,
  .part {
    display: grid;
    grid-template-columns: 100%;
    gap: 14px;
    align-content: start;
  }
  fieldset,
  section,
  details .part {
    gap: 8px;
  }
  [hidden] {
    display: none;
  }
  h2,
  h3,
  p,
  fieldset {
    margin: 0;
    padding: 0;
    border: 0;
  }
  header {
    --_rel-sign: 20px;
    display: flex;
    gap: 12px;
    align-items: center;
  }
  h2 {
    flex: 1;
    min-width: 0;
    font-size: max(1.125rem, 18px);
    line-height: 1.25;
  }
  .close {
    min-width: 40px;
    min-height: 40px;
    margin: -10px;
    padding: 0;
    border: 0;
    background: none;
    color: inherit;
    font: 20px/1 system-ui;
  }
  .agreed {
    --_rel-sign: 44px;
    flex-direction: column;
    padding-block-start: 20px;
  }
  .agreed .close {
    position: absolute;
    inset-block-start: 20px;
    inset-inline-end: 20px;
  }
  .agreed,
  .agreed + p {
    text-align: center;
  }
  p,
  ::placeholder {
    color: color-mix(in srgb, CanvasText 80%, Canvas);
  }
  .problem {
    padding: 9px 12px;
    border-radius: 12px;
    background: #8883;
    color: CanvasText;
  }
  h3,
  legend {
    padding: 0;
    font-size: inherit;
    font-weight: 600;
  }
  legend {
    margin-block-end: 8px;
  }
  a {
    color: inherit;
    text-underline-offset: 0.2em;
  }
  .term {
    display: flex;
    border: 1px solid #8888;
    border-radius: 12px;
  }
  .term > a {
    align-self: start;
    padding: 10px 12px;
    font-size: max(0.8125rem, 13px);
  }
  .term label,
  .check {
    display: flex;
    flex: 1;
    gap: 10px;
    min-width: 0;
    padding-block: 9px;
    padding-inline-start: 12px;
  }
  .term:has(:checked) {
    border-color: var(--rel-color-customer, #2b7cf0);
    box-shadow: inset 0 0 0 1px var(--rel-color-customer, #2b7cf0);
    background: color-mix(in srgb, var(--rel-color-customer, #2b7cf0) 6%, #0000);
  }
  [type='radio'],
  [type='checkbox'] {
    flex: none;
    width: 18px;
    height: 18px;
    margin: 0;
    accent-color: var(--rel-color-customer, #2b7cf0);
  }
  .row {
    justify-content: center;
    font-size: max(0.9375rem, 15px);
    text-align: center;
  }
  .part details .row {
    justify-content: start;
    font-weight: 500;
    text-align: start;
  }
  .part .plain {
    margin-block: -8px;
    font-weight: 500;
  }
  .pair {
    grid-template-columns: 1fr 1fr;
    gap: 8px;
    align-items: center;
  }
  .pair > :only-child {
    grid-column: 1 / -1;
  }
  details {
    padding-block-start: 10px;
    border-block-start: 1px solid #8884;
  }
  details[open] > summary {
    margin-block-end: 8px;
  }
  summary {
    padding: 4px;
    font-weight: 500;
  }
  input:not([type]),
  textarea {
    width: 100%;
    margin-block-start: 4px;
    padding: 9px 12px;
    font: inherit;
    resize: vertical;
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
  }
  .chips label {
    position: relative;
    z-index: 0;
    padding: 5px 12px;
  }
  .chips input {
    appearance: none;
    position: absolute;
    z-index: -1;
    inset: 0;
    width: auto;
    height: auto;
    border: 1px solid #888;
    border-radius: 99px;
  }
  .chips :checked {
    border-width: 3px;
    border-color: var(--rel-color-surface, light-dark(#181a20, #f7f8fa));
    background: var(--rel-color-surface, light-dark(#181a20, #f7f8fa));
  }
  .chips :has(:checked) {
    color: var(--rel-color-text, light-dark(#fff, #181a20));
  }
`;
