import { type Preview, setCustomElementsManifest } from '@storybook/web-components-vite';
import { withActions } from 'storybook/actions/decorator';
import manifest from '../custom-elements.json' with { type: 'json' };
// First: the library keeps the browser's functions that it finds when it loads.
import '../stories/support/story-authenticator.js';
import '../src/define.js';
import '../src/relbutton.css';
import './preview.css';
import { theme } from './theme.js';
import { argTypesOf } from './arg-types.js';
import { onStage } from './stage.js';
import { globalTypes, initialGlobals } from './toolbars.js';

setCustomElementsManifest(manifest);

const AXE = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'],
  rules: { 'target-size': { enabled: true } },
};

const preview: Preview = {
  tags: ['autodocs'],
  globalTypes,
  initialGlobals,
  // Storybook's own background and text direction would conflict with the toolbars'.
  parameters: {
    layout: 'fullscreen',
    backgrounds: { disable: true },
    // The same rules as in the tests.
    a11y: { test: 'error', options: AXE },
    actions: { handles: ['rel-activate', 'rel-propose', 'rel-statuschange', 'rel-outcome'] },
    controls: { sort: 'none', expanded: true },
    docs: { extractArgTypes: argTypesOf, codePanel: true, theme },
    options: {
      storySort: {
        order: [
          'Start',
          'Elements',
          [
            'rel-button',
            ['Docs', 'Playground', 'Anatomy', 'Options', 'Behaviours', 'Accessibility'],
            'rel-badge',
            ['Docs', 'Playground', 'Anatomy', 'Options', 'Behaviours', 'Accessibility'],
            'rel-balance',
            ['Docs', 'Playground', 'Anatomy', 'Options', 'Behaviours', 'Accessibility'],
          ],
          'Relationships',
          'Design',
          ['Themes', 'Sign'],
          'Use',
          ['Embed builder'],
          'Docs',
          [
            'From nothing to a record',
            'Paste it into your page',
            'For vendors: records you can rely on',
            'Agents',
            'The relbutton contract, version 1',
            '*',
          ],
          'Reference',
          ['relbutton', '*'],
        ],
      },
    },
  },
  decorators: [onStage, withActions],
};

export default preview;
