import { element } from '../dom.js';
import { textField } from '../fields.js';

export const converse = {
  yes: 'Send',
  done: 'You sent a message.',
  /** @param {{ re?: string, text?: string }} given `re`: the hash of the vendor's record that this answers; `text`: what that says */
  fieldsOf: ({ re, text }) => [
    ...(re
      ? [
          element('p', { className: 'legend' }, 'In answer to'),
          element('blockquote', { className: 'text', dir: 'auto', tabIndex: 0 }, text),
          element('input', { type: 'hidden', name: 're', value: re }),
        ]
      : []),
    textField({ label: 'Your message', name: 'text', maxLength: 4_000, rows: 4, missing: 'Write your message.' }),
  ],
  bodyOf: (said) => ({ text: said.get('text').trim(), ...(said.get('re') && { re: said.get('re') }) }),
};
