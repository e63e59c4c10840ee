import { css } from './css.js';

/** The styles that button and badge share. `src/relbutton.css` repeats the metrics for elements that are not upgraded yet. */
export const sharedStyles = css`
  :host {
    position: relative;
    display: inline-block;
    max-width: 100%;
    font-family: var(--rel-font, inherit);
    line-height: 1.4;
    overflow-wrap: break-word;
    vertical-align: middle;
  }
  :host([hidden]) {
    display: none;
  }
  .look {
    box-sizing: border-box;
    display: flex;
    align-items: center;
    border: 1.5px solid #0000;
    border-radius: var(--rel-radius, 10px);
    background: none;
    color: inherit;
    -webkit-text-fill-color: currentColor;
    text-indent: 0;
  }
  .look span {
    min-width: 0;
  }
  /* Not the magnets, which are solid and outline in their own way. */
  :where(.look).solid {
    background: var(--rel-color-surface, light-dark(#181a20, #f7f8fa));
    color: var(--rel-color-text, light-dark(#fff, #181a20));
    print-color-adjust: exact;
  }
  :where(.look).outline {
    border-color: #888;
  }
  /* Not seen, but there for assistive technology; within the host's box, so that nothing around it scrolls. */
  .sign span,
  [role='status'] {
    position: absolute;
    inset: 0;
    overflow: hidden;
    clip-path: inset(50%);
  }
  @media (prefers-contrast: more) {
    .look {
      border-color: currentColor;
    }
  }
`;
