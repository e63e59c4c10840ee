import { html, nothing, type TemplateResult } from 'lit';
import type { AgreementId } from '../../../contract/agreements.js';
import { agreement } from './agreement.js';
import { actWord } from './acts.js';
import { message } from './message.js';
import { note, type Part, row, type View } from './parts.js';
import { ways } from './ways.js';

/** The vendor's other agreement. A passkey signs it in one press; an agent asks its person. */
const counter = ({ flow, words }: View): Part => {
  const { reply, wish } = flow;
  const other = reply?.counter;
  return other
    ? html`${agreement(other as AgreementId, words)}${wish ? row(words.sign, 'solid', () => flow.sign({ ...wish, agreement: other })) : nothing}`
    : nothing;
};

/** Where a flow stands, and what the person can do there. */
export const progress = (view: View): TemplateResult => {
  const { flow, words } = view;
  const { state, wish } = flow;
  const mayRetry = state === 'unheard' || state === 'unopened' || state === 'unreached';
  const press = wish && (wish.act === 'relate' ? words.sign : actWord(wish.act, words));
  return html`${note(message(flow, words))}${
    state === 'unsigned' && wish ? row(press as string, 'solid', () => flow.sign(wish)) : nothing
  }${state === 'counter' ? counter(view) : nothing}${mayRetry ? row(words.retry, 'solid', () => flow.retry()) : nothing}${
    state === 'silent' ? row(words.another, 'solid', () => flow.chooseAnother()) : nothing
  }${state === 'refuse' ? ways(view, 'solid') : nothing}${row(state === 'counter' && wish ? words.no : words.cancel, 'outline', () => flow.cancel('user'))}`;
};
