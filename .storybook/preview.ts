import { type Preview, setCustomElementsManifest } from '@storybook/web-components-vite';
import { withActions } from 'storybook/actions/decorator';
import manifest from '../custom-elements.json' with { type: 'json' };
import '../src/define.js';
import '../src/relbutton.css';
import './preview.css';
import { argTypesOf } from './arg-types.js';
import { onStage } from './stage.js';
import { globalTypes, initialGlobals } from './toolbars.js';

setCustomElementsManifest(manifest);

const preview: Preview = {
  tags: ['autodocs'],
  globalTypes,
  initialGlobals,
  // Storybook's own background and text direction would be a second word beside the toolbars'.
  parameters: {
    layout: 'fullscreen',
    backgrounds: { disable: true },
    a11y: { test: 'error' },
    actions: { handles: ['rel-activate', 'rel-propose', 'rel-statuschange', 'rel-outcome'] },
    controls: { sort: 'none', expanded: true },
    docs: { extractArgTypes: argTypesOf, codePanel: true },
    options: {
      storySort: {
        order: [
          'Start',
          'Elements',
          ['rel-button', ['Docs', 'Playground', 'Anatomy', 'Options', 'Behaviours', 'Accessibility'], 'rel-badge'],
          'Themes',
          'Pages',
          'Docs',
        ],
      },
    },
  },
  decorators: [onStage, withActions],
};

export default preview;
