import { choice, choices, textField } from '../fields.js';
import { FEELS } from '../words.js';

export const regard = {
  yes: 'Say so',
  done: 'You said how it is going.',
  fieldsOf: () => [
    choices(
      'What you get from it is',
      Object.entries(FEELS).map(([value, text]) => choice({ type: 'radio', name: 'feels', value }, text)),
      { missing: 'Choose one of the three.' },
    ),
    textField({ label: 'In your words (optional)', name: 'note', maxLength: 500, rows: 2 }),
  ],
  bodyOf: (said) => {
    const note = said.get('note').trim();
    return { feels: said.get('feels'), ...(note && { note }) };
  },
};
