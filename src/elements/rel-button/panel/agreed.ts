import { html, type TemplateResult } from 'lit';
import { isAgreement } from '../../../contract/agreements.js';
import type { Erasure } from '../../../contract/replies.js';
import { fill } from '../../../locales/en.js';
import { saveFile } from '../save-file.js';
import { inWords } from './agreement.js';
import { note, row, type View } from './parts.js';

/** Says what became of the data of a person who left, if the vendor has said something of it. */
export const outcome = (result: Erasure | undefined, { flow, words }: View): string => {
  const { name } = flow.terms.told.vendor;
  if (!result) return '';
  if ('kept' in result) return fill(words.kept, name, result.kept, result.why, result.until);
  return fill('pending' in result ? words.erasing : words.erased, name);
};

/** The result of an act that a passkey signed, with the person's copy to save. */
export const agreed = (view: View): TemplateResult => {
  const { flow, words } = view;
  const { act = '', agreement = '' } = flow.wish ?? {};
  const text = [
    act === 'relate' && isAgreement(agreement) && `${inWords(agreement, words)}.`,
    act === 'leave' && outcome(flow.erasure, view),
    act !== 'export' && words.both,
  ].filter(Boolean);
  const save = async (): Promise<void> => saveFile(flow.data ?? (await flow.copy()));
  return html`${note(text.join(' '))}${row(
    act === 'export' ? words.saveData : words.save,
    'solid',
    () => void save(),
  )}${row(words.done, 'outline', () => flow.cancel('user'))}`;
};
