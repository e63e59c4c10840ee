import { choice } from '../fields.js';

export const leave = {
  yes: 'Leave',
  done: 'You left.',
  fieldsOf: () => [choice({ type: 'checkbox', name: 'erase' }, 'Ask to erase what is held about me')],
  bodyOf: (said) => (said.has('erase') ? { erase: true } : undefined),
};
