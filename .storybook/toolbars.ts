import type { Preview } from '@storybook/web-components-vite';
import { LANGUAGES } from './languages.js';

type GlobalType = NonNullable<Preview['globalTypes']>[string];
type Icon = NonNullable<NonNullable<GlobalType['toolbar']>['icon']>;

const toolbar = (title: string, icon: Icon, items: Readonly<Record<string, string>>): GlobalType => ({
  name: title,
  description: title,
  toolbar: { icon, title, dynamicTitle: true, items: Object.entries(items).map(([value, text]) => ({ value, title: text })) },
});

/** What a designer switches above every story. */
export const globalTypes: NonNullable<Preview['globalTypes']> = {
  scheme: toolbar('Scheme', 'contrast', { system: 'System scheme', light: 'Light', dark: 'Dark' }),
  language: toolbar('Language', 'globe', LANGUAGES),
  direction: toolbar('Direction', 'transfer', { auto: 'Direction of the language', ltr: 'Left to right', rtl: 'Right to left' }),
};

export const initialGlobals = { scheme: 'light', language: 'en', direction: 'auto' };
