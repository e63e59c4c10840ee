/**
 * The forms of the acts. `yes` is the label of the button that signs, `done` the sentence once the vendor has it; `fieldsOf` makes the
 * fields, and `bodyOf` reads the body of the record from what they say.
 */
import { converse } from './converse.js';
import { intentcast } from './intentcast.js';
import { leave } from './leave.js';
import { pledge } from './pledge.js';
import { regard } from './regard.js';
import { revoke } from './revoke.js';
import { share } from './share.js';

const withoutFields = { fieldsOf: () => [], bodyOf: () => undefined };

export const ACTS = {
  converse,
  intentcast,
  pledge,
  share,
  revoke,
  regard,
  pause: { ...withoutFields, yes: 'Pause', done: 'You paused.' },
  resume: { ...withoutFields, yes: 'Resume', done: 'You took up again.' },
  leave,
};
