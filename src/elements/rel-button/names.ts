import { makeNames } from '../../handoff/names.js';
import { lookStyles } from '../look.js';
import { namesStyles } from './names.styles.js';
import { panelStyles } from './panel.styles.js';
import { buttonStyles } from './rel-button.styles.js';

/** Draws the agents that answered privately as the panel draws its other rows; nothing on a server. */
export const drawNames =
  globalThis.document && makeNames([lookStyles, buttonStyles, panelStyles, namesStyles].map(({ cssText }) => cssText).join(''));
