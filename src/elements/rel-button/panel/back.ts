import { html, nothing, type TemplateResult } from 'lit';
import { isAgreement } from '../../../contract/agreements.js';
import { fill } from '../../../locales/en.js';
import { inWords } from './agreement.js';
import { actWord, passkeyActs, statusOf } from './acts.js';
import { type Look, type Part, row, say, type View } from './parts.js';

/** Since when, and under which agreement. */
const standing = ({ flow, words }: View): Part => {
  const { since, agreement = '' } = flow.standing ?? {};
  const date = Date.parse(since ?? '');
  const parts = [
    statusOf(flow) === 'paused' && words.status.paused,
    date && fill(words.since, new Intl.DateTimeFormat(words.lang, { dateStyle: 'long' }).format(date)),
    isAgreement(agreement) && inWords(agreement, words),
  ].filter(Boolean);
  return parts[0] ? html`<p>${say(parts.join(' · '))}</p>` : nothing;
};

/** What a returning person can sign with their passkey: the acts that fit the status. */
export const back = (view: View, look: Look): TemplateResult => {
  const { flow, words } = view;
  const acts = passkeyActs(flow);
  const isPaused = acts.includes('resume');
  const converse = (event: SubmitEvent): void => {
    event.preventDefault();
    const [field] = event.target as unknown as [HTMLTextAreaElement];
    if (field.reportValidity()) flow.sign({ act: 'converse', body: { text: field.value } });
  };
  const leave = (event: SubmitEvent): void => {
    event.preventDefault();
    const [, erase] = event.target as unknown as [unknown, HTMLInputElement];
    flow.sign({ act: 'leave', ...(erase.checked && { body: { erase: true } }) });
  };
  const rows = (some: readonly string[], shown: Look = 'outline'): TemplateResult[] =>
    some.filter((act) => acts.includes(act)).map((act) => row(actWord(act, words), shown, () => flow.sign({ act })));
  return html`${standing(view)}${
    acts.includes('converse')
      ? html`<form novalidate @submit=${converse}><label>${say(words.acts.converse)}<textarea class="look outline" rows="2" maxlength="4000" required></textarea></label>${row(words.submit, look)}</form>`
      : nothing
  }${isPaused ? rows(['resume'], look) : nothing}<div class="pair">${rows(['pause', 'export'])}</div>${
    acts.includes('leave')
      ? html`<form class="pair" @submit=${leave}>${row(words.acts.leave)}<label class="check"><input type="checkbox">${say(words.erase)}</label></form>`
      : nothing
  }`;
};
