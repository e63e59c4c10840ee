import { html, type TemplateResult } from 'lit';
import { AGREEMENTS, type AgreementId, agreementUrl } from '../../../contract/agreements.js';
import { fill, type Words } from '../../../locales/en.js';
import { say } from './parts.js';

/** An agreement in plain words. */
export const inWords = (id: AgreementId, words: Words): string => {
  const { permits, portability } = AGREEMENTS[id];
  const uses = new Intl.ListFormat(words.lang).format(permits.map((use) => words.uses[use]));
  return fill(words.permits, uses) + (portability ? words.portability : '');
};

/** An agreement in a box, with a link to its official text. @param input to choose it by */
export const agreement = (id: AgreementId, words: Words, input?: TemplateResult): TemplateResult => {
  const text = inWords(id, words);
  return html`<div class="term"><label>${input}${say(text)}</label><a href=${agreementUrl(id)} target="_blank" rel="noreferrer" aria-label=${`${words.text}: ${text}`}>${say(words.text)}</a></div>`;
};
