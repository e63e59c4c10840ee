import { type CSSResult, unsafeCSS } from 'lit';
import { contextProblem } from '../../handoff/context.js';
import { type DrawPrivateList, makePrivateList } from '../../handoff/private-list.js';
import { sharedStyles } from '../shared.styles.js';
import { agentListStyles, agentNameStyles } from './agent-list.styles.js';
import { panelStyles } from './panel/panel.styles.js';
import { buttonStyles } from './rel-button.styles.js';

const sheetOf = (...styles: CSSResult[]): CSSStyleSheet => unsafeCSS(styles.join('')).styleSheet as CSSStyleSheet;

/** Draws the agents that answered privately as the panel draws its other rows; nothing where no flow can begin. */
export const drawPrivateList = (contextProblem === false &&
  makePrivateList(
    sheetOf(sharedStyles, buttonStyles, ...panelStyles, agentListStyles),
    sheetOf(agentNameStyles),
  )) as DrawPrivateList;
