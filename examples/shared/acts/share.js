import { textField } from '../fields.js';
import { untilFields, untilOf } from '../until.js';

export const share = {
  yes: 'Share it',
  done: 'You shared it. You can stop that at any time.',
  fieldsOf: () => [
    textField({ label: 'What you share', name: 'what', maxLength: 4_000, rows: 3, missing: 'Write what you share.' }),
    textField({
      label: 'Scope',
      name: 'scope',
      maxLength: 200,
      hint: 'How far it goes: who there may use it, or where.',
      missing: 'Write how far it goes.',
    }),
    textField({
      label: 'Purpose',
      name: 'purpose',
      maxLength: 500,
      hint: 'What they may use it for, and nothing else.',
      missing: 'Write what it is for.',
    }),
    ...untilFields(),
  ],
  bodyOf: (said) => ({
    what: said.get('what').trim(),
    scope: said.get('scope').trim(),
    purpose: said.get('purpose').trim(),
    until: untilOf(said),
  }),
};
