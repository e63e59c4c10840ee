/** The form of everything that a person signs: it shows what is to be signed above the button that signs. */
import { element } from './dom.js';
import { check, checkAgain } from './fields.js';
import { detailOf, inPlainWords, NOUNS, TITLES } from './words.js';

/** The agreement of every need. */
export const INTENT = 'PDC-INTENT';

/**
 * Describes what is to be signed: who gets it, what it is, and under which terms.
 *
 * @param {{ to: { name?: string, origin: string }[], act: string, body?: object, agreement?: string, links?: import('relbutton').Link[] }} what
 * `to`: the vendors, each by its name if that is known; `links`: the records of the relationship. Default: none
 */
export const statement = ({ to, act, body, agreement, links = [] }) => {
  const row = (term, ...text) => [element('dt', {}, term), ...text.map((one) => element('dd', { dir: 'auto' }, one))];
  const detail = detailOf({ act, body }, links);
  return [
    element('p', { className: 'legend' }, 'You sign'),
    element(
      'dl',
      {},
      ...row('To', ...(to.length ? to.map(({ name, origin }) => (name ? `${name}, ${origin}` : origin)) : ['…'])),
      ...(NOUNS[act] ? row(NOUNS[act], detail || '…') : row('What', TITLES[act], ...(detail ? [detail] : []))),
      ...(agreement ? row('Under', `${agreement}. ${inPlainWords(agreement)}`) : []),
    ),
  ];
};

let count = 0;

/**
 * Makes a form that checks its fields before it sends what they say.
 *
 * @param {object} options
 * @param {(Node | string)[]} options.children
 * @param {HTMLButtonElement[]} options.buttons the first one signs; those with `formNoValidate` send whatever the fields say
 * @param {(said: FormData) => Node[]} [options.preview] describes what is to be signed. Default: the fields say it
 * @param {(value: string, said: FormData) => void} options.sent runs with the value of the pressed button
 */
export const formOf = ({ children, buttons, preview, sent }) => {
  const shown = element('div', { className: 'preview', id: `preview-${++count}`, hidden: !preview });
  const form = element('form', { noValidate: true }, ...children, shown, element('div', { className: 'actions' }, ...buttons));
  const renew = () => shown.replaceChildren(...(preview?.(new FormData(form)) ?? []));
  form.oninput = () => {
    checkAgain(form);
    renew();
  };
  renew();
  if (preview) buttons[0].setAttribute('aria-describedby', shown.id);
  form.onsubmit = (event) => {
    event.preventDefault();
    const { formNoValidate, value } = event.submitter;
    if (formNoValidate || check(form)) sent(value, new FormData(form));
  };
  return form;
};

/** Begins where something is to be filled in or chosen, else at the button that signs. */
export const focusFirst = (form) => form.querySelector(':is(.field, .choices) :is(input, select, textarea), .yes').focus();
