import { RecordError } from 'relbutton/agent/ledger';
import { element } from './dom.js';
import { focusFirst, formOf } from './form.js';

let count = 0;

/**
 * Asks the person in a dialog, and does what they say. A record that cannot be signed leaves the dialog open, with the reason.
 *
 * @param {object} question
 * @param {string} question.title
 * @param {Element[]} question.fields
 * @param {string} question.yes the label of the button that signs
 * @param {(said: FormData) => Node[]} question.preview describes what is to be signed
 * @param {(said: FormData) => Promise<string>} question.work
 * @returns {Promise<string | undefined>} what `work` returned; `undefined` if the person cancelled
 * @throws what `work` threw, other than a RecordError
 */
export const askInDialog = ({ title, fields, yes, preview, work }) =>
  new Promise((resolve, reject) => {
    const heading = element('h2', { id: `dialog-${++count}` }, title);
    const fault = element('p', { className: 'fault', role: 'alert' });
    const dialog = element('dialog', { onclose: () => resolve(undefined) });
    const sign = element('button', { className: 'yes', value: 'yes' }, yes);
    const sent = async (value, said) => {
      if (value !== 'yes') return dialog.close();
      sign.disabled = true;
      fault.textContent = '';
      try {
        resolve(await work(said));
      } catch (error) {
        if (!(error instanceof RecordError)) reject(error);
        else {
          fault.textContent = error.message;
          sign.disabled = false;
          return undefined;
        }
      }
      return dialog.close();
    };
    const cancel = element('button', { value: 'no', formNoValidate: true }, 'Cancel');
    dialog.setAttribute('aria-labelledby', heading.id);
    dialog.append(heading, formOf({ children: [...fields, fault], buttons: [sign, cancel], preview, sent }));
    dialog.addEventListener('close', () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
    focusFirst(dialog);
  });
