import { makePrivateList } from '../../handoff/private-list.js';
import { sharedStyles } from '../shared.styles.js';
import { agentListStyles } from './agent-list.styles.js';
import { panelStyles } from './panel.styles.js';
import { buttonStyles } from './rel-button.styles.js';

/** Draws the agents that answered privately as the panel draws its other rows; nothing on a server. */
export const drawPrivateList =
  globalThis.document &&
  makePrivateList([sharedStyles, buttonStyles, panelStyles, agentListStyles].map(({ cssText }) => cssText).join(''));
