import { html, type TemplateResult } from 'lit';
import { isAgreement } from '../../../contract/agreements.js';
import { fill } from '../../../locales/en.js';
import { saveFile } from '../save-file.js';
import { inWords } from './agreement.js';
import { note, row, type View } from './parts.js';

/** Says whether the vendor erased the data of a person who left, or what it keeps. */
const erasure = ({ flow, words }: View): string => {
  const result = flow.erasure;
  const { name } = flow.terms.told.vendor;
  if (!result) return '';
  return 'kept' in result ? fill(words.kept, name, result.kept, result.why, result.until) : fill(words.erased, name);
};

/** The result of an act that a passkey signed, with the person's copy to save. */
export const agreed = (view: View): TemplateResult => {
  const { flow, words } = view;
  const { act = '', agreement = '' } = flow.wish ?? {};
  const text = [
    act === 'relate' && isAgreement(agreement) && `${inWords(agreement, words)}.`,
    act === 'leave' && erasure(view),
    act !== 'export' && words.both,
  ].filter(Boolean);
  const save = async (): Promise<void> => saveFile(flow.data ?? (await flow.copy()));
  return html`${note(text.join(' '))}${row(
    act === 'export' ? words.saveData : words.save,
    'solid',
    () => void save(),
  )}${row(words.done, 'outline', () => flow.cancel('user'))}`;
};
