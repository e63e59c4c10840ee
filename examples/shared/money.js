/** The fields for an amount of money. The person alone sets it: no value, example, step or limit is given. */
import { CURRENCIES } from 'relbutton/agent/ledger';
import { element } from './dom.js';
import { field, selectField } from './fields.js';

const NAMES = new Intl.DisplayNames('en', { type: 'currency', fallback: 'none' });
const AMOUNT = /^\d{1,12}(\.\d{1,4})?$/;
const NO_CURRENCY = 'Choose the currency.';

/** @param {FormData} said @returns {{ amount: string, currency: string }} */
export const moneyOf = (said) => ({ amount: said.get('amount').trim(), currency: said.get('currency') });

/**
 * @param {{ label: string, hint?: string, missing?: string, currency?: string }} options `missing`: the fault if there is no amount.
 * Default: it can be left out; `currency`: that of the person's own pledge which this one changes
 */
export const moneyFields = ({ label, hint, missing, currency = '' }) => [
  field(label, element('input', { name: 'amount', type: 'text', inputMode: 'decimal', autocomplete: 'off' }), {
    hint,
    missing,
    faultOf: (value) => (AMOUNT.test(value) ? '' : 'Write it in digits, with a point if need be: no sign, space or comma.'),
  }),
  selectField({
    label: 'Currency',
    name: 'currency',
    choices: CURRENCIES.map((code) => [code, [code, NAMES.of(code)].filter(Boolean).join(', ')]),
    value: currency,
    missing: missing ? NO_CURRENCY : (said) => (moneyOf(said).amount ? NO_CURRENCY : ''),
  }),
];
