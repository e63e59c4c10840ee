import { html, nothing } from 'lit';
import { actsFor, ruleOf } from '../../../contract/acts.js';
import type { Status } from '../../../contract/statuses.js';
import type { Flow } from '../../../handoff/flow.js';
import type { Words } from '../../../locales/en.js';
import { type Part, say, type View } from './parts.js';

/** The status that decides in the panel: that of the person's relationship once it is found, else the element's. */
export const statusOf = ({ standing, terms }: Flow): Status => standing?.status ?? terms.status;

/**
 * Returns the acts that a passkey can sign in the person's relationship: the acts of the press that fit its status. If none fits, or
 * the press was for another status, it returns all acts that fit.
 */
export const passkeyActs = (flow: Flow): readonly string[] => {
  const { acts, status } = flow.terms;
  const fitting = actsFor([], statusOf(flow)).filter((act) => ruleOf(act)?.passkey);
  const named = statusOf(flow) === status ? fitting.filter((act) => acts.includes(act)) : [];
  return named[0] ? named : fitting;
};

export const actWord = (act: string, words: Words): string => (words.acts as Readonly<Record<string, string>>)[act] ?? act;

/** The acts to choose from: those that a public agent offers, or all of the press, since the page must not learn what private agents offer. */
const offered = ({ isPrivate, offers, terms: { acts } }: Flow): readonly string[] =>
  isPrivate ? acts : acts.filter((act) => Object.values(offers).some((offer) => offer.acts.includes(act)));

/** The act for which agents are listed: the first, until the person chooses another. */
export const currentAct = (flow: Flow): string | undefined => flow.act ?? offered(flow)[0];

/** Where there is more than one act, one to choose. */
export const actChips = ({ flow, words }: View): Part => {
  const acts = offered(flow);
  if (!acts[1]) return nothing;
  return html`<fieldset class="chips"><legend>${say(words.acting)}</legend>${acts.map(
    (act) =>
      html`<label><input type="radio" name="act" ?checked=${act === currentAct(flow)} @change=${() => flow.show(act)}>${say(actWord(act, words))}</label>`,
  )}</fieldset>`;
};
