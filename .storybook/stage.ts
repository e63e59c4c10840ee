import type { Decorator } from '@storybook/web-components-vite';
import { html } from 'lit';
import { isRightToLeft, wordsOf } from './languages.js';
import { prefer } from './media.js';
import { speak } from '../stories/support/elements.js';
import { THEMES, themeCss } from '../stories/themes.js';
import type { Globals } from './toolbars.js';

const themes = new CSSStyleSheet();
themes.replaceSync(
  Object.entries(THEMES)
    .map(([name, theme]) => {
      const ground = `light-dark(${theme.light.page}, ${theme.dark.page})`;
      return `[data-theme='${name}'] { background: ${ground}; }\n${themeCss(theme, `[data-theme='${name}']`)}`;
    })
    .join('\n'),
);
document.adoptedStyleSheets.push(themes);

/** Wraps every story in a page with the theme, scheme, language and direction of the toolbars. */
export const onStage: Decorator = (story, { globals, viewMode }) => {
  const { theme, scheme, language, direction, contrast, motion } = globals as Globals;
  prefer({ 'prefers-contrast': contrast, 'prefers-reduced-motion': motion });
  speak(wordsOf(language));
  const dir = direction === 'auto' ? (isRightToLeft(language) ? 'rtl' : 'ltr') : direction;
  const style = `color-scheme: ${scheme === 'system' ? 'light dark' : scheme}`;
  // A page has one main landmark; a documentation page already has its own.
  return viewMode === 'docs'
    ? html`<div class="stage" data-theme=${theme} lang=${language} dir=${dir} style=${style}>${story()}</div>`
    : html`<main class="stage" data-theme=${theme} lang=${language} dir=${dir} style=${style}>${story()}</main>`;
};
