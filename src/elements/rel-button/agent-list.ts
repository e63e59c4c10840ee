import { contextProblem } from '../../handoff/context.js';
import { type DrawPrivateList, makePrivateList } from '../../handoff/private-list.js';
import { sharedStyles } from '../shared.styles.js';
import { agentListStyles } from './agent-list.styles.js';
import { panelStyles } from './panel.styles.js';
import { buttonStyles } from './rel-button.styles.js';

/** Draws the agents that answered privately as the panel draws its other rows; nothing where no flow can begin. */
export const drawPrivateList = (contextProblem === false &&
  makePrivateList(
    [sharedStyles, buttonStyles, panelStyles, agentListStyles].map(({ cssText }) => cssText).join(''),
  )) as DrawPrivateList;
