import { css } from './css.js';

export const SIZES = ['small', 'medium', 'large'] as const;
export type Size = (typeof SIZES)[number];
export const APPEARANCES = ['solid', 'outline', 'plain', 'sign'] as const;
export type Appearance = (typeof APPEARANCES)[number];

/** What button and badge have in common. `src/relbutton.css` has the same metrics, for before they are upgraded. */
export const lookStyles = css`
  :host {
    font-family: var(--rel-font, inherit);
    line-height: 1.4;
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
    color: var(--rel-color-text, CanvasText);
  }
  /* Not the magnets, which are solid and outline in their own way. */
  :where(.look).solid {
    background: var(--rel-color-surface, light-dark(#1d1f26, #f1f2f5));
    color: var(--rel-color-text, light-dark(#fff, #1d1f26));
    print-color-adjust: exact;
  }
  :where(.look).outline {
    border-color: #888c;
  }
  /* Not seen, but there for assistive technology. */
  .sign span,
  [role='status'] {
    position: absolute;
    clip-path: inset(50%);
  }
  @media (prefers-contrast: more) {
    .look {
      border-color: currentColor;
    }
  }
`;
