import 'relbutton/rel-badge/define';
import { AGREEMENT_IDS, readClaims } from 'relbutton';
import { element } from './dom.js';
import { inOneSentence, inPlainWords, STATUS } from './words.js';

const timeOf = (seconds) => new Date(seconds * 1000).toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short' });
const download = (text, name) =>
  element('a', { href: URL.createObjectURL(new Blob([text], { type: 'application/json' })), download: name }).click();
const field = (label, properties) => element('label', {}, `${label} `, element('input', { required: true, ...properties }));

/** Describes a vendor's answer to an act. */
const heard = ({ answer, code, erasure }, name, done) => {
  if (answer !== 'accept') return `${name} did not take it (${code}).`;
  if (!erasure) return done;
  return erasure.erased
    ? `${done} ${name} has erased what it held.`
    : `${done} ${name} keeps ${erasure.kept}: ${erasure.why}, until ${erasure.until}.`;
};

/**
 * Lists the person's relationships in place of `#list`, with all acts that need no page of the vendor.
 *
 * @param {import('relbutton/agent/ledger').Ledger} ledger
 * @param {object} [options]
 * @param {(all: import('relbutton/agent/ledger').Relationship[]) => import('relbutton/agent/ledger').Relationship[]} [options.arrange]
 * filters and sorts the list. Default: all, by name
 * @param {boolean} [options.isBrief] leaves out the records and the export. Default: `false`
 * @param {() => void} [options.changed] runs after an act or a deletion
 * @returns {Promise<() => Promise<void>>} a function that renders the list again
 */
export const showRelationships = async (ledger, { arrange = (all) => all, isBrief = false, changed = () => undefined } = {}) => {
  const list = document.querySelector('#list');
  const said = element('p', { className: 'said', role: 'status' });
  list.before(said);

  /** Runs an action, shows its result, and renders the list again. */
  const run = async (work) => {
    try {
      said.textContent = (await work()) ?? '';
    } catch (error) {
      said.textContent = error.message;
    }
    changed();
    await render();
  };
  const button = (text, label, work) => element('button', { type: 'button', ariaLabel: label, onclick: () => run(work) }, text);

  const actions = ({ vendor: origin, name, iss, status, records, isReadOnly = false }) => {
    const vendor = { origin, name };
    const say = async (act, done, body) => heard(await ledger.say({ vendor, act, ...(body && { body }) }), name, done);
    const erase = element('input', { type: 'checkbox' });
    const isOn = records.length > 0 && status !== 'ended';
    const forget = button('Delete', `Delete what is kept of ${name}`, () =>
      ledger.delete(iss).then(() => `Nothing of ${name} is kept.`),
    );
    // Only the passkey can sign for this one, in the vendor's page.
    if (isReadOnly) return [forget];
    return [
      button('Sync', `Sync with ${name}`, () => ledger.sync(iss).then(() => `Asked ${name}.`)),
      ...(isOn
        ? [
            status === 'paused'
              ? button('Resume', `Resume with ${name}`, () => say('resume', `You took up again with ${name}.`))
              : button('Pause', `Pause with ${name}`, () => say('pause', `You paused with ${name}.`)),
            button('What they hold', `What they hold, asked of ${name}`, async () => {
              download(await ledger.exportFrom(iss), 'held.json');
              return `${name} answered; it is in a file.`;
            }),
          ]
        : []),
      ...(isOn || status === 'asked'
        ? [
            element(
              'span',
              { className: 'leave' },
              button('Leave', `Leave ${name}`, () =>
                say('leave', `You left ${name}.`, erase.checked ? { erase: true } : undefined),
              ),
              element('label', { className: 'erase' }, erase, 'and ask to erase'),
            ),
          ]
        : []),
      ...(status === 'ended' || status === 'none' ? [forget] : []),
    ];
  };

  const timeline = (all, name, iss) => [
    element(
      'ol',
      { className: 'timeline' },
      ...all.map(([claims, record]) =>
        element(
          'li',
          { className: claims.iss.includes('://') ? 'vendor' : 'customer' },
          element('p', {}, inOneSentence(claims, name)),
          element('p', { className: 'small' }, timeOf(claims.iat)),
          element('details', {}, element('summary', {}, 'The record'), element('pre', { tabIndex: 0 }, record)),
        ),
      ),
    ),
    element('p', { className: 'small' }, `Your key for this vendor alone: ${iss}`),
  ];

  const card = (relationship) => {
    const { vendor, name, iss, status, records, proposed } = relationship;
    const all = records.map((record) => [readClaims(record), record]);
    const agreement = all.findLast(([{ act }]) => act === 'relate')?.[0].agreement;
    const waits = proposed && status !== 'asked' ? 'What you said last has not reached them. Sync tries again.' : '';
    return element(
      'article',
      {},
      element('h2', {}, name, element('rel-badge', { status, textContent: STATUS[status] })),
      element('p', {}, vendor),
      element('p', {}, AGREEMENT_IDS.includes(agreement) ? `${agreement}: ${inPlainWords(agreement)}` : ''),
      element('p', {}, waits),
      element('div', { className: 'actions' }, ...actions(relationship)),
      ...(isBrief ? [] : timeline(all, name, iss)),
    );
  };

  const render = async () => {
    const relationships = await ledger.list();
    const shown = arrange(relationships);
    const nobody = relationships.length ? 'Nothing here has these words.' : 'Nothing is kept yet.';
    list.replaceChildren(...(shown.length ? shown.map(card) : [element('p', {}, nobody)]));
  };

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
    download(await ledger.export(said.get('passphrase')), 'ledger.json');
    return 'Everything is in the file ledger.json. The passphrase opens the keys in it.';
  };
  const importing = async (said) => {
    await ledger.import(await said.get('file').text(), said.get('passphrase'));
    return 'Everything in the file is here now.';
  };
  const passphrase = (properties) => field('Passphrase', { type: 'password', name: 'passphrase', ...properties });
  const takeAlong = () =>
    element(
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
  if (!isBrief) list.after(takeAlong());
  await render();
  return render;
};
