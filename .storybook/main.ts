import type { StorybookConfig } from '@storybook/web-components-vite';
import { docsIndexer, docsPlugin } from './docs.js';

const config: StorybookConfig = {
  stories: ['../stories/**/*.stories.ts', '../docs/**/*.md'],
  staticDirs: ['static', { from: '../node_modules/@fontsource-variable/public-sans/files', to: '/fonts' }],
  addons: ['@storybook/addon-docs', '@storybook/addon-a11y'],
  framework: { name: '@storybook/web-components-vite', options: {} },
  core: { disableTelemetry: true, disableWhatsNewNotifications: true },
  experimental_indexers: (indexers = []) => [...indexers, docsIndexer],
  viteFinal: (vite) => ({
    ...vite,
    plugins: [...(vite.plugins ?? []), docsPlugin],
    // Browsers that have `light-dark()`: what stands in for it elsewhere needs the scheme in a style sheet.
    build: { ...vite.build, chunkSizeWarningLimit: 1_200, cssTarget: ['chrome123', 'firefox120', 'safari17.5'] },
  }),
};

export default config;
