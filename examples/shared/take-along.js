/** One file with everything, to take to another agent. */
import { element } from './dom.js';

/** Saves a text as a file. @param {string[]} parts of the text */
export const download = (parts, name) =>
  element('a', { href: URL.createObjectURL(new Blob(parts, { type: 'application/json' })), download: name }).click();
const field = (label, properties) => element('label', {}, `${label} `, element('input', { required: true, ...properties }));
const passphrase = (properties) => field('Passphrase', { type: 'password', name: 'passphrase', ...properties });

/**
 * @param {import('relbutton/agent/ledger').Ledger} ledger
 * @param {(work: () => Promise<string>) => Promise<void>} run shows what the work returns
 */
export const takeAlong = (ledger, run) => {
  const form = (id, fields, text, work) =>
    element(
      'form',
      {
        id,
        onsubmit: (event) => {
          event.preventDefault();
          const said = new FormData(event.target);
          void run(() => work(said).finally(() => event.target.reset()));
        },
      },
      ...fields,
      element('button', {}, text),
    );
  const exporting = async (said) => {
    const parts = [];
    for await (const part of ledger.exportParts(said.get('passphrase'))) parts.push(part);
    download(parts, 'ledger.json');
    return 'Everything is in the file ledger.json. The passphrase opens the keys in it.';
  };
  const importing = async (said) => {
    await ledger.import(await said.get('file').text(), said.get('passphrase'));
    return 'Everything in the file is here now.';
  };
  return element(
    'section',
    { ariaLabel: 'Take it along' },
    element('h2', {}, 'Take it along'),
    element('p', {}, 'One file with everything, with the keys encrypted by a passphrase. Anybody who has both can act as you.'),
    element(
      'p',
      {},
      'A copy that a vendor’s page gave you has no passphrase: its key stays in your browser, so it is only kept here.',
    ),
    form('export', [passphrase({ autocomplete: 'new-password', minLength: 8 })], 'Export everything', exporting),
    form(
      'import',
      [
        field('File', { type: 'file', name: 'file', accept: '.json,application/json' }),
        passphrase({ autocomplete: 'current-password', required: false }),
      ],
      'Import',
      importing,
    ),
  );
};
