import { html, type TemplateResult } from 'lit';
import { AGREEMENTS, type AgreementId } from '../../../contract/agreements.js';
import { linkTo } from '../../../handoff/captured-dom.js';
import { fill } from '../../../locales/en.js';
import { agreement } from './agreement.js';
import { outcome } from './agreed.js';
import { form, type Look, note, row, say, type View } from './parts.js';

/**
 * Reads where the vendor may answer: an email address, or an `https:` URL.
 *
 * @returns the `reach` of a record, empty for an empty text; `undefined` for any other text
 */
const reachOf = (text: string): string | undefined => {
  const value = text.trim();
  if (/^https:\/\/\S+$/.test(value) && linkTo(value).host) return value;
  return /^([^\s@:/?#%,;]+@[^\s@:/?#%,;]+)?$/.test(value) ? value && `mailto:${value}` : undefined;
};

/** The agreements, the one that permits least first. */
const sorted = (accepts: readonly string[]): AgreementId[] =>
  ([...accepts] as AgreementId[]).sort((a, b) => AGREEMENTS[a].permits.length - AGREEMENTS[b].permits.length);

/** The form by which a person without an agent relates: they choose the terms, and their passkey signs. */
export const join = (view: View, look: Look): TemplateResult => {
  const { flow, words } = view;
  const { accepts, vendor } = flow.terms.told;
  const submit = (...fields: HTMLInputElement[]): void => {
    const agreement = fields.find(({ checked }) => checked)?.value;
    const field = fields.find(({ name }) => name === 'reach') as HTMLInputElement;
    const reach = reachOf(field.value);
    field.setCustomValidity(reach === undefined ? words.noReach : '');
    if (field.reportValidity()) flow.sign({ act: 'relate', agreement, ...(reach && { body: { reach } }) });
  };
  return html`${form(
    submit,
    html`${note(outcome(flow.standing?.erasure, view))}${note(words.intro)}<fieldset><legend>${say(words.terms)}</legend>${sorted(
      accepts,
    ).map((id, i) =>
      agreement(id, words, html`<input type="radio" name="terms" value=${id} ?checked=${!i}>`),
    )}</fieldset><label>${say(fill(words.reach, vendor.name))}<input class="look outline" name="reach" maxlength="2000" autocapitalize="none" inputmode="email" autocomplete="email" placeholder="you@example.com"></label>${row(words.sign, look)}`,
  )}${row(words.before, 'plain', () => flow.comeBack())}`;
};
