import type { StorybookConfig } from '@storybook/web-components-vite';
import { fileURLToPath } from 'node:url';
import { writeReference } from '../.config/reference.mjs';
import { docsIndexer, docsPlugin } from './docs.js';

/** The writing of the reference, once each time Storybook starts. */
let writing: Promise<void> | undefined;

const config: StorybookConfig = {
  stories: async () => {
    await (writing ??= writeReference(fileURLToPath(new URL('reference', import.meta.url))));
    return ['../stories/**/*.stories.ts', '../docs/**/*.md', './reference/relbutton*.md'];
  },
  staticDirs: ['static', { from: '../node_modules/@fontsource-variable/public-sans/files', to: '/fonts' }],
  addons: ['@storybook/addon-docs', '@storybook/addon-a11y'],
  framework: { name: '@storybook/web-components-vite', options: {} },
  core: { disableTelemetry: true, disableWhatsNewNotifications: true },
  experimental_indexers: (indexers = []) => [...indexers, docsIndexer],
  viteFinal: (vite) => ({
    ...vite,
    plugins: [...(vite.plugins ?? []), docsPlugin],
    // Target browsers with `light-dark()`: its fallback needs the scheme in a style sheet.
    build: { ...vite.build, chunkSizeWarningLimit: 1_200, cssTarget: ['chrome123', 'firefox120', 'safari17.5'] },
  }),
};

export default config;
