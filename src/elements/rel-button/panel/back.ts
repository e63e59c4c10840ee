import { html, nothing, type TemplateResult } from 'lit';
import { isAgreement } from '../../../contract/agreements.js';
import type { Feeling } from '../../../contract/bodies.js';
import { fill } from '../../../locales/en.js';
import { inWords } from './agreement.js';
import { actWord, passkeyActs, statusOf } from './acts.js';
import { fold, form, type Look, note, type Part, row, say, type View } from './parts.js';

/** The state of the relationship: its status if it is on hold, its first day, its agreement. */
const standing = ({ flow, words }: View): Part => {
  const { since, agreement = '' } = flow.standing ?? {};
  const date = Date.parse(since ?? '');
  const parts = [
    statusOf(flow) === 'paused' && words.status.paused,
    date && fill(words.since, new Intl.DateTimeFormat(words.lang, { dateStyle: 'long' }).format(date)),
    isAgreement(agreement) && inWords(agreement, words),
  ].filter(Boolean);
  return note(parts.join(' · '));
};

/** The acts that a returning person can sign with their passkey. */
export const back = (view: View, look: Look): TemplateResult => {
  const { flow, words } = view;
  const acts = passkeyActs(flow);
  const isPaused = acts.includes('resume');
  const converse = (field: HTMLTextAreaElement): void => {
    if (field.reportValidity()) flow.sign({ act: 'converse', body: { text: field.value } });
  };
  const leave = (_: Element, erase: HTMLInputElement): void =>
    flow.sign({ act: 'leave', ...(erase.checked && { body: { erase: true } }) });
  const rows = (some: readonly string[], shown: Look = 'outline'): TemplateResult[] =>
    some.filter((act) => acts.includes(act)).map((act) => row(actWord(act, words), shown, () => flow.sign({ act })));
  return html`${standing(view)}${
    acts.includes('converse')
      ? form(
          converse,
          html`<label>${say(words.acts.converse)}<textarea class="look outline" rows="2" maxlength="4000" required></textarea></label>${row(words.submit, look)}`,
        )
      : nothing
  }${
    acts.includes('regard')
      ? fold(
          words.acts.regard,
          Object.entries(words.feelings).map(([feels, word]) =>
            row(word, 'outline', () => flow.sign({ act: 'regard', body: { feels: feels as Feeling } })),
          ),
        )
      : nothing
  }${isPaused ? rows(['resume'], look) : nothing}<div class="pair">${rows(['pause', 'export'])}</div>${
    acts.includes('leave')
      ? form(
          leave,
          html`<div class="pair">${row(words.acts.leave)}<label class="check"><input type="checkbox">${say(words.erase)}</label></div>`,
        )
      : nothing
  }`;
};
