import type { Decorator } from '@storybook/web-components-vite';
import { html } from 'lit';
import { isRightToLeft } from './languages.js';
import type { initialGlobals } from './toolbars.js';

/** What every story stands on: a page of the theme, scheme, language and direction that the toolbars say. */
export const onStage: Decorator = (story, { globals, viewMode, parameters }) => {
  const { scheme, language, direction } = globals as Readonly<Record<keyof typeof initialGlobals, string>>;
  const dir = direction === 'auto' ? (isRightToLeft(language) ? 'rtl' : 'ltr') : direction;
  const style = `color-scheme: ${scheme === 'system' ? 'light dark' : scheme}`;
  const kind = (parameters as { stage?: string }).stage ?? 'plain';
  // A page has one main part; a page of documentation has its own already.
  return viewMode === 'docs'
    ? html`<div class="stage ${kind}" lang=${language} dir=${dir} style=${style}>${story()}</div>`
    : html`<main class="stage ${kind}" lang=${language} dir=${dir} style=${style}>${story()}</main>`;
};
