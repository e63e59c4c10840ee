/** The agent's own window: what it shows, and how it ends. */
import { element } from './dom.js';
import { focusFirst, formOf } from './form.js';

/** Replaces the content of the window. */
const show = (...children) => {
  const main = document.querySelector('main');
  main.replaceChildren(main.querySelector('h1'), ...children);
};
export const say = (...sentences) => show(...sentences.map((text) => element('p', {}, text)));

/** Shows the outcome, with links: `data-ledger` of the page's `main` is the ledger's address, by default `/`. */
export const finish = (...sentences) => {
  const close = element('button', { onclick: () => window.close() }, 'Close this window');
  const main = document.querySelector('main');
  const { ledger = '/' } = main.dataset;
  say(...sentences);
  // A window that an extension opened has no opener, and can close itself too.
  const canClose = window.opener || location.protocol.endsWith('-extension:');
  main.append(
    element('div', { className: 'actions' }, ...(canClose ? [close] : [])),
    element('p', {}, element('a', { href: ledger }, 'Your ledger')),
  );
  document.querySelector('main :is(button, a)').focus();
};

/** Shows the end. @returns the outcome */
export const ended = (outcome, ...sentences) => {
  finish(...sentences);
  return outcome;
};
/** Shows the end after a no. */
export const unsaid = (outcome, { name }) =>
  ended(outcome, outcome === 'declined' ? `${name} is told that you declined.` : 'Nothing was said.');

/**
 * Asks the person.
 *
 * @param {object} question
 * @param {{ origin: string, name: string }} question.vendor
 * @param {string} question.intro the reason for the question, in a sentence
 * @param {string} question.source the source of the vendor's origin, in a sentence
 * @param {boolean} [question.canDecline] `true` if the vendor's page can hear a no. Default: `true`
 * @param {string} question.yes the label of the button that signs
 * @param {Element[]} question.fields
 * @param {(said: FormData) => Node[]} [question.preview] describes what is to be signed
 * @returns {Promise<{ said?: FormData, outcome?: string }>} what the fields say, or the outcome of a no
 */
export const askPerson = ({ vendor: { origin, name }, intro, source, canDecline = true, yes, fields, preview }) =>
  new Promise((resolve) => {
    const no = (value, label) => element('button', { value, formNoValidate: true }, label);
    const form = formOf({
      children: [
        element('p', {}, intro),
        element('p', {}, `${name} is at `, element('strong', {}, origin), `. ${source}`),
        ...fields,
      ],
      buttons: [
        element('button', { className: 'yes', value: 'yes' }, yes),
        no('dismissed', 'Not now'),
        ...(canDecline ? [no('declined', 'Decline, and say so')] : []),
      ],
      preview,
      sent: (value, said) => resolve(value === 'yes' ? { said } : { outcome: value }),
    });
    show(form);
    focusFirst(form);
  });
