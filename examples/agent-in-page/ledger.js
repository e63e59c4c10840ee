/** The ledger: everybody a person relates with, and all that can be said to them, with no page of theirs open. */
import 'relbutton/rel-badge/define';
import { AGREEMENT_IDS, readClaims } from 'relbutton';
import { openLedger } from 'relbutton/agent/ledger';
import { element } from './dom.js';
import { inOneSentence, inPlainWords, STATUS } from './words.js';

const ledger = await openLedger();
const list = document.querySelector('#list');
const said = document.querySelector('#said');

const timeOf = (seconds) => new Date(seconds * 1000).toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short' });
const download = (text, name) =>
  element('a', { href: URL.createObjectURL(new Blob([text], { type: 'application/json' })), download: name }).click();

/** Does it, says what came of it, and shows the ledger as it is then. */
const run = async (work) => {
  try {
    said.textContent = (await work()) ?? '';
  } catch (error) {
    said.textContent = error.message;
  }
  await render();
};
const button = (text, label, work) => element('button', { type: 'button', ariaLabel: label, onclick: () => run(work) }, text);

/** What a vendor answered to an act, in words. */
const heard = ({ answer, code, erasure }, name, done) => {
  if (answer !== 'accept') return `${name} did not take it (${code}).`;
  if (!erasure) return done;
  return erasure.erased
    ? `${done} ${name} has erased what it held.`
    : `${done} ${name} keeps ${erasure.kept}: ${erasure.why}, until ${erasure.until}.`;
};

const actions = ({ vendor: origin, name, iss, status, records }) => {
  const vendor = { origin, name };
  const say = async (act, done, body) => heard(await ledger.say({ vendor, act, ...(body && { body }) }), name, done);
  const erase = element('input', { type: 'checkbox' });
  const isOn = records.length > 0 && status !== 'ended';
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
    ...(status === 'ended' || status === 'none'
      ? [button('Delete', `Delete what is kept of ${name}`, () => ledger.delete(iss).then(() => `Nothing of ${name} is kept.`))]
      : []),
  ];
};

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
  );
};

const render = async () => {
  const relationships = await ledger.list();
  list.replaceChildren(...relationships.map(card));
  if (!relationships.length) list.append(element('p', {}, 'Nothing is kept yet.'));
};

document.querySelector('#export').onsubmit = (event) => {
  event.preventDefault();
  void run(async () => {
    download(await ledger.export(new FormData(event.target).get('passphrase')), 'ledger.json');
    return 'Everything is in the file ledger.json. The passphrase opens the keys in it.';
  });
};
document.querySelector('#import').onsubmit = (event) => {
  event.preventDefault();
  void run(async () => {
    const form = new FormData(event.target);
    await ledger.import(await form.get('file').text(), form.get('passphrase'));
    event.target.reset();
    return 'Everything in the file is here now.';
  });
};

await render();
