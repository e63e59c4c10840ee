/** Fields of forms: each has a label, and shows its fault beside it. */
import { element } from './dom.js';

let count = 0;
/** The function that returns the fault of each field's value, by the field. */
const checks = new WeakMap();

const nameOf = () => `field-${++count}`;
const faultNode = (id) => element('p', { className: 'fault', id: `${id}-fault` });

/**
 * Makes a field.
 *
 * @param {string} label
 * @param {HTMLElement} control an input, a select or a textarea
 * @param {object} [options]
 * @param {string} [options.hint]
 * @param {string | ((said: FormData) => string)} [options.missing] the fault if it is empty. Default: it can be empty
 * @param {(value: string) => string} [options.faultOf] returns the fault of a value that is not empty
 */
export const field = (label, control, { hint, missing, faultOf = () => '' } = {}) => {
  const id = nameOf();
  const fault = faultNode(id);
  const notes = hint ? [element('p', { className: 'small', id: `${id}-hint` }, hint)] : [];
  Object.assign(control, { id, required: typeof missing === 'string' });
  control.setAttribute('aria-describedby', [...notes, fault].map((one) => one.id).join(' '));
  const made = element('div', { className: 'field' }, element('label', { htmlFor: id }, label), ...notes, control, fault);
  checks.set(made, (said) => {
    const value = control.value.trim();
    if (value) return faultOf(value);
    return typeof missing === 'function' ? missing(said) : missing;
  });
  return made;
};

/**
 * Makes a field for a text.
 *
 * @param {{ label: string, name: string, maxLength: number, rows?: number, value?: string, hint?: string, missing?: string }} options
 * `rows`: the height of a text of several lines
 */
export const textField = ({ label, name, maxLength, rows, value = '', ...options }) => {
  const shared = { name, maxLength, value, dir: 'auto', autocomplete: 'off' };
  const control = rows ? element('textarea', { ...shared, rows }) : element('input', { ...shared, type: 'text' });
  return field(label, control, options);
};

/**
 * Makes a field to choose from a list. Nothing is chosen at first.
 *
 * @param {{ label: string, name: string, choices: [value: string, text: string][], value?: string, hint?: string, missing?: string }} options
 */
export const selectField = ({ label, name, choices: all, value = '', ...options }) => {
  const option = ([one, text]) => element('option', { value: one, selected: one === value }, text);
  return field(label, element('select', { name }, ...[['', 'Choose'], ...all].map(option)), options);
};

/** Makes one choice of a form. @param {object} properties of the input: a radio button or a checkbox */
export const choice = (properties, ...text) =>
  element('label', { className: 'choice' }, element('input', properties), element('span', { dir: 'auto' }, ...text));

/**
 * Makes a group of choices.
 *
 * @param {string} label
 * @param {HTMLElement[]} choices as `choice` makes them
 * @param {{ missing?: string }} [options] `missing`: the fault if none is chosen
 */
export const choices = (label, all, { missing } = {}) => {
  const fault = faultNode(nameOf());
  const group = element('fieldset', { className: 'choices' }, element('legend', {}, label), ...all, fault);
  group.setAttribute('aria-describedby', fault.id);
  checks.set(group, () => (group.querySelector(':checked') ? '' : missing));
  return group;
};

/** Shows the fault of a field, or that it has none. @returns {boolean} `true` if it has one */
const showFault = (one, said) => {
  const fault = (!one.hidden && checks.get(one)?.(said)) || '';
  one.querySelector(':scope > .fault')?.replaceChildren(fault);
  for (const control of one.querySelectorAll('input, select, textarea'))
    if (fault) control.setAttribute('aria-invalid', 'true');
    else control.removeAttribute('aria-invalid');
  return fault !== '';
};
const fieldsIn = (form) => [...form.querySelectorAll('.field, fieldset')];

/** Shows the faults of a form's fields, and moves to the first. @returns {boolean} `true` if there are none */
export const check = (form) => {
  const said = new FormData(form);
  const wrong = fieldsIn(form).filter((one) => showFault(one, said));
  wrong[0]?.closest('details')?.setAttribute('open', '');
  wrong[0]?.querySelector('input, select, textarea')?.focus();
  return wrong.length === 0;
};
/** Checks those fields again that show a fault. */
export const checkAgain = (form) => {
  const said = new FormData(form);
  for (const one of fieldsIn(form)) if (one.querySelector('[aria-invalid]')) showFault(one, said);
};
