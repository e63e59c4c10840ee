import type { Preview } from '@storybook/web-components-vite';
import { THEME_NAMES, themeTitle } from '../stories/themes.js';
import { LANGUAGES } from './languages.js';

type GlobalType = NonNullable<Preview['globalTypes']>[string];
type Icon = NonNullable<NonNullable<GlobalType['toolbar']>['icon']>;

const toolbar = (title: string, icon: Icon, items: Readonly<Record<string, string>>): GlobalType => ({
  name: title,
  description: title,
  toolbar: { icon, title, dynamicTitle: true, items: Object.entries(items).map(([value, text]) => ({ value, title: text })) },
});

/** The toolbars above every story. */
export const globalTypes: NonNullable<Preview['globalTypes']> = {
  theme: toolbar('Theme', 'paintbrush', {
    default: 'Theme',
    ...Object.fromEntries(THEME_NAMES.map((name) => [name, themeTitle(name)])),
  }),
  scheme: toolbar('Scheme', 'circlehollow', { system: 'System', light: 'Light', dark: 'Dark' }),
  language: toolbar('Language', 'globe', LANGUAGES),
  direction: toolbar('Direction', 'transfer', { auto: 'Direction', ltr: 'Left to right', rtl: 'Right to left' }),
  contrast: toolbar('Contrast', 'contrast', {
    system: 'Contrast',
    more: 'More contrast',
    'no-preference': 'Usual contrast',
  }),
  motion: toolbar('Motion', 'play', { system: 'Motion', reduce: 'Reduced motion', 'no-preference': 'Full motion' }),
};

export const initialGlobals = {
  theme: 'default',
  scheme: 'light',
  language: 'en',
  direction: 'auto',
  contrast: 'system',
  motion: 'system',
};
export type Globals = Readonly<Record<keyof typeof initialGlobals, string>>;
