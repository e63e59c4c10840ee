import { html, nothing, type TemplateResult } from 'lit';
import { drawPrivateList } from '../agent-list.js';
import { actChips, currentAct } from './acts.js';
import { note, row, say, type View } from './parts.js';

/** The agents that offer an act, each once, in the random order of their offers. */
const list = ({ flow, words }: View, act: string): unknown => {
  // The one box of private agents leaves this panel with the flow: the next may be another button's.
  if (flow.isPrivate) return flow.state === 'ended' ? nothing : drawPrivateList(flow, words, act);
  return Object.values(flow.offers)
    .filter(({ acts }) => acts.includes(act))
    .map((offer, i) => row(offer.label || words.agent, i ? 'outline' : 'solid', () => flow.choose(offer, act)));
};

/** The agents that answered, after the act where there is a choice of them. */
export const agents = (view: View, act: string): TemplateResult =>
  html`${actChips(view)}<section><h3>${say(view.words.agents)}</h3>${list(view, act)}</section>${note(view.words.asks)}`;

/** The act that an agent can be chosen for, if any answered. */
export const offeredAct = ({ flow }: View): string | undefined => (flow.offers[0] ? currentAct(flow) : undefined);
