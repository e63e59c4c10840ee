import { html, nothing, type TemplateResult } from 'lit';
import type { AgreementId } from '../../../contract/agreements.js';
import { isRelated } from '../../../contract/statuses.js';
import { fill } from '../../../locales/en.js';
import { magnets } from '../../magnets.js';
import { statusAfter } from '../status-after.js';
import { statusOf } from './acts.js';
import { agents, offeredAct } from './agents.js';
import { agreed } from './agreed.js';
import { agreement } from './agreement.js';
import { back } from './back.js';
import { join } from './join.js';
import { message, titleOf } from './message.js';
import { stylePanels } from './panel.styles.js';
import { fold, type Look, on, type Part, say, type View } from './parts.js';
import { progress } from './progress.js';
import { elsewhere, ways } from './ways.js';

/** The acts that a person without an agent can sign with a passkey. */
const withPasskey = (view: View, look: Look): TemplateResult =>
  isRelated(statusOf(view.flow)) ? back(view, look) : join(view, look);

/** The agreements that the vendor accepts, where no passkey can sign one. */
const agreements = ({ flow, words }: View): Part => {
  const { accepts, vendor } = flow.terms.told;
  return accepts[0]
    ? fold(
        fill(words.accepts, vendor.name),
        accepts.map((id) => agreement(id as AgreementId, words)),
      )
    : nothing;
};

/** The ways to go on: agents, else a passkey, else the vendor's own ways, of which the first is shown then; the others are folded. */
const choices = (view: View): TemplateResult => {
  const { flow, words } = view;
  const act = offeredAct(view);
  const problem = flow.problem && message(flow, words);
  const isAlone = !act && !flow.canSign;
  const rows = ways(view, isAlone ? 'solid' : 'outline');
  const passkey = flow.canSign ? withPasskey(view, act ? 'outline' : 'solid') : nothing;
  const shown = act ? agents(view, act) : [passkey, isAlone ? [rows.shift(), agreements(view)] : nothing];
  return html`${problem ? html`<p class="problem">${say(problem)}</p>` : nothing}${shown}${
    act ? fold(words.without, [passkey, rows, elsewhere(view)]) : fold(words.ways, [rows, elsewhere(view)])
  }${fold(words.what, say(fill(words.explanation, flow.terms.told.vendor.name)))}`;
};

/** The panel of a flow (contract, "A flow"). */
export const renderPanel = (view: View): TemplateResult => {
  stylePanels(true);
  const { flow, words } = view;
  const { state } = flow;
  // Once the flow has ended the panel stays, hidden, so that a click on its `web+rel:` link can still lead on. While the browser asks
  // for the passkey the choices stay too, with what was typed.
  const isChoosing = state === 'choosing' || state === 'ended';
  const mayChoose = isChoosing || ((state === 'signing' || state === 'unsigned') && !flow.reply);
  const isAgreed = state === 'accept' && flow.wish;
  const title = isAgreed ? message(flow, words) : titleOf(statusOf(flow), words, flow.terms.told.vendor.name);
  return html`<div class="initial"><div part="chooser" popover="manual" role="dialog" lang=${words.lang} aria-label=${title} tabindex="-1"><header class=${isAgreed ? 'agreed' : nothing}>${magnets(
    isAgreed ? statusAfter(flow.wish?.act, statusOf(flow)) : statusOf(flow),
  )}<h2>${say(title)}</h2><button class="close" aria-label=${words.close} @click=${on(() => flow.cancel('user'))}>×</button></header>${
    isAgreed ? agreed(view) : isChoosing ? nothing : progress(view)
  }${mayChoose ? html`<div class="part" ?hidden=${!isChoosing}>${choices(view)}</div>` : nothing}</div></div>`;
};
