import { css } from '../../css.js';

/** The box of the panel, and its place: by its button where it has room, else at the bottom of a small window. */
export const placeStyles = css`
  [popover] {
    box-sizing: border-box;
    position-anchor: --rel-button;
    position-area: end span-end;
    position-try:
      flip-block,
      flip-inline,
      flip-block flip-inline,
      --short,
      --short flip-block,
      --short flip-inline,
      --short flip-block flip-inline;
    inset: auto;
    width: max(23.25rem, 372px);
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
  /* Where the whole panel has room neither below nor above, it is beside in a wide window; else it is short, and scrolls. */
  @position-try --beside {
    position-area: span-all end;
    margin: 8px;
  }
  @position-try --short {
    position-area: end span-end;
    min-height: 40dvh;
    max-height: calc(100% - 20px);
  }
  @media (width >= 60rem) {
    [popover] {
      position-try:
        flip-block,
        flip-inline,
        flip-block flip-inline,
        --beside,
        --beside flip-inline,
        --short,
        --short flip-block,
        --short flip-inline,
        --short flip-block flip-inline;
    }
  }
  @media (width < 30rem), (width < 45rem) and (height < 30rem) {
    [popover] {
      position-area: none;
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
