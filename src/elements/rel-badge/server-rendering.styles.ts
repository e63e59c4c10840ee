import { css } from '../css.js';

/* A badge that a server rendered is there already: undoes what `src/relbutton.css` puts in the place of one that is not. */
export const serverRenderingStyles = css`
  :host(:not(:defined)) {
    display: inline-block !important;
    min-width: 0 !important;
    padding: 0 !important;
    border: 0 !important;
    background: none !important;
  }
  :host(:not(:defined):is([size='small'], [size='large'], [appearance='sign'])) {
    font-size: inherit !important;
  }
  :host(:not(:defined))::before {
    content: none !important;
  }
`;
