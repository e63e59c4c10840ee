import { selectField, textField } from '../fields.js';
import { moneyFields, moneyOf } from '../money.js';
import { PER } from '../words.js';

export const pledge = {
  yes: 'Sign the pledge',
  done: 'You pledged. The payment itself is made elsewhere.',
  /** @param {{ pledge?: import('relbutton').Pledge }} given the person's own pledge which this one changes: all but its amount is kept */
  fieldsOf: ({ pledge: { currency, per, for: purpose } = {} }) => [
    ...moneyFields({
      label: 'Amount',
      hint: 'You alone set it. Zero ends a pledge for the same thing.',
      missing: 'Write the amount.',
      currency,
    }),
    selectField({ label: 'How often (optional)', name: 'per', choices: Object.entries(PER), value: per }),
    textField({ label: 'What for (optional)', name: 'for', maxLength: 500, value: purpose }),
  ],
  bodyOf: (said) => {
    const [per, purpose] = [said.get('per'), said.get('for').trim()];
    return { ...moneyOf(said), ...(per && { per }), ...(purpose && { for: purpose }) };
  },
};
