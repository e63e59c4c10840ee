import { html, type TemplateResult } from 'lit';
import { isAgreement } from '../../../contract/agreements.js';
import { fill } from '../../../locales/en.js';
import { saveFile } from '../save-file.js';
import { inWords } from './agreement.js';
import { note, row, type View } from './parts.js';

/** What the vendor did with the data of a person who left. */
const erasure = ({ flow, words }: View): string => {
  const result = flow.erasure;
  const { name } = flow.terms.told.vendor;
  if (!result) return '';
  return 'kept' in result ? fill(words.kept, name, result.kept, result.why, result.until) : fill(words.erased, name);
};

/** Both sides hold a record that a passkey signed; it stays until the person has seen it. */
export const agreed = (view: View): TemplateResult => {
  const { flow, words } = view;
  const { act = '', agreement = '' } = flow.wish ?? {};
  const { data } = flow;
  const text = [
    act === 'relate' && isAgreement(agreement) && `${inWords(agreement, words)}.`,
    act === 'leave' && erasure(view),
    act !== 'export' && words.both,
  ].filter(Boolean);
  const save = (): void => {
    if (data !== undefined) saveFile(data);
    // Rejects where the vendor's keys cannot be fetched: the person can press again.
    else flow.copy().then(saveFile, () => undefined);
  };
  return html`${note(text.join(' '))}${row(
    act === 'export' ? words.saveData : words.save,
    'solid',
    save,
  )}${row(words.done, 'outline', () => flow.cancel('user'))}`;
};
