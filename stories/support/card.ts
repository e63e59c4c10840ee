import { css } from 'lit';

/** The style of the frames in a story: a vendor's page, an agent's window. */
export const card = css`
  :host {
    display: block;
    box-sizing: border-box;
    min-width: 0;
    padding: 1.25rem 1.5rem 1.5rem;
    border: 1px solid color-mix(in srgb, CanvasText 16%, Canvas);
    border-radius: 0.75rem;
  }
  h2 {
    margin: 0 0 1rem;
    font-size: 0.875rem;
    font-weight: 600;
    color: color-mix(in srgb, CanvasText 72%, Canvas);
  }
  h3 {
    margin: 1.5rem 0 0.5rem;
    font-size: 0.875rem;
  }
  p {
    margin: 0 0 0.75rem;
  }
  .origin,
  pre,
  li {
    font: 0.8125rem/1.5 ui-monospace, monospace;
    overflow-wrap: anywhere;
  }
  pre {
    max-height: 9rem;
    margin: 0;
    overflow: auto;
    white-space: pre-wrap;
  }
  ol {
    margin: 0;
    padding-inline-start: 1.5rem;
  }
  .answers {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
    margin: 1rem 0 0;
  }
  button,
  select {
    box-sizing: border-box;
    min-height: 2.25rem;
    padding: 0 0.875rem;
    border: 1px solid color-mix(in srgb, CanvasText 48%, Canvas);
    border-radius: 0.5rem;
    background: Canvas;
    color: CanvasText;
    font: inherit;
  }
  button:first-child {
    border-color: CanvasText;
    background: CanvasText;
    color: Canvas;
  }
  :focus-visible {
    outline: 3px solid #2b7cf0;
    outline-offset: 2px;
  }
`;
