import { element } from '../dom.js';
import { field, textField } from '../fields.js';
import { moneyFields, moneyOf } from '../money.js';

/** Reads an address where the vendor may answer: `https:`, or mail. @returns {string | undefined} undefined if it is neither */
const addressOf = (text) => {
  if (/^[^\s@]+@[^\s@]+$/.test(text)) return `mailto:${text}`;
  return text.startsWith('https:') && URL.canParse(text) ? text : undefined;
};
const reachFault = (text) => (addressOf(text) ? '' : 'Write an email address, or a link that begins with https:');

export const intentcast = {
  yes: 'Send your need',
  done: 'You said what you need.',
  fieldsOf: () => [
    textField({ label: 'What you need', name: 'need', maxLength: 4_000, rows: 4, missing: 'Write what you need.' }),
    element(
      'details',
      {},
      element('summary', {}, 'A date, what it may cost, and where they may answer'),
      field('By (optional)', element('input', { type: 'date', name: 'by' }), {
        faultOf: (value) => (/^\d{4}-\d\d-\d\d$/.test(value) ? '' : 'Write year, month and day with hyphens between them.'),
      }),
      ...moneyFields({ label: 'What it may cost (optional)' }),
      field(
        'Where they may answer, beside here (optional)',
        element('input', { type: 'text', name: 'reach', maxLength: 2_000, autocomplete: 'off' }),
        { faultOf: reachFault },
      ),
    ),
  ],
  bodyOf: (said) => {
    const budget = moneyOf(said);
    const [by, reach] = [said.get('by'), said.get('reach').trim()];
    return {
      need: said.get('need').trim(),
      ...(budget.amount && { budget }),
      ...(by && { by }),
      ...(reach && { reach: addressOf(reach) ?? reach }),
    };
  },
};
