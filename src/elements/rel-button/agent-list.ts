import type { CSSResult } from 'lit';
import { contextProblem } from '../../handoff/context.js';
import { type DrawPrivateList, makePrivateList } from '../../handoff/private-list.js';
import { join } from '../css.js';
import { sharedStyles } from '../shared.styles.js';
import { agentListStyles, agentNameStyles } from './agent-list.styles.js';
import { partsStyles } from './panel/parts.styles.js';
import { buttonStyles } from './rel-button.styles.js';

const sheetOf = (...styles: CSSResult[]): CSSStyleSheet => join(...styles).styleSheet as CSSStyleSheet;

/** Draws the agents that answered privately as the panel draws its other rows; nothing where no flow can begin. */
export const drawPrivateList = (contextProblem === false &&
  makePrivateList(
    sheetOf(sharedStyles, buttonStyles, partsStyles, agentListStyles),
    sheetOf(agentNameStyles),
  )) as DrawPrivateList;
