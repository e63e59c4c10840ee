/**
 * How an agent asks its person, in a window of its own, and carries what they decide to the vendor and into the ledger.
 */
import { AGREEMENTS, agreementUrl } from 'relbutton';
import { element } from './dom.js';

const PURPOSES = {
  service: 'the service you ask for',
  analytics: 'its analytics',
  tracking: 'tracking your visits',
  profiling: 'a profile of you',
  sharing: 'sharing with others, anonymised',
  intent: 'answering what you need',
  ai: 'training and operating AI',
  good: 'the public good',
};
const inPlainWords = (id) => {
  const { permits, portability } = AGREEMENTS[id];
  const uses = new Intl.ListFormat('en').format(permits.map((use) => PURPOSES[use]));
  return `Your data is used only for ${uses}.${portability ? ' You can take it with you.' : ''}`;
};

const choiceOf = (id, i) =>
  element(
    'label',
    { className: 'choice' },
    element('input', { type: 'radio', name: 'agreement', value: id, checked: i === 0 }),
    element(
      'span',
      {},
      element('strong', {}, id),
      element('br'),
      inPlainWords(id),
      ' ',
      element('a', { href: agreementUrl(id), target: '_blank', rel: 'noreferrer' }, 'Official text'),
    ),
  );

/** Puts something in place of what the window shows. */
export const show = (...children) => {
  const main = document.querySelector('main');
  main.replaceChildren(main.querySelector('h1'), ...children);
};
export const say = (...sentences) => show(...sentences.map((text) => element('p', {}, text)));

/** Shows how it ended, with the ways on. */
export const finish = (...sentences) => {
  const close = element('button', { onclick: () => window.close() }, 'Close this window');
  say(...sentences);
  document
    .querySelector('main')
    .append(
      element('div', { className: 'actions' }, ...(window.opener ? [close] : [])),
      element('p', {}, element('a', { href: '/' }, 'Your ledger')),
    );
  document.querySelector('main :is(button, a)').focus();
};

/**
 * Asks which agreement the person proposes, if any.
 *
 * @param {{ vendor: { origin: string, name: string }, accepts: string[], intro: string, source: string, canDecline: boolean }} question
 * `source`: who says where the vendor is; `canDecline`: whether anybody would hear a no
 * @returns {Promise<{ agreement: string } | { outcome: string }>}
 */
const askPerson = ({ vendor: { origin, name }, accepts, intro, source, canDecline }) =>
  new Promise((resolve) => {
    const form = element('form');
    const no = (value, label) => element('button', { value, formNoValidate: true }, label);
    form.append(
      element('p', {}, intro),
      element('p', {}, `${name} is at `, element('strong', {}, origin), `. ${source}`),
      element('fieldset', {}, element('legend', {}, 'Propose'), ...accepts.map(choiceOf)),
      element(
        'div',
        { className: 'actions' },
        element('button', { className: 'yes', value: 'yes' }, `Relate with ${name}`),
        no('dismissed', 'Not now'),
        ...(canDecline ? [no('declined', 'Decline, and say so')] : []),
      ),
    );
    form.onsubmit = (event) => {
      event.preventDefault();
      const { value } = event.submitter;
      resolve(value === 'yes' ? { agreement: new FormData(form).get('agreement') } : { outcome: value });
    };
    show(form);
    form.querySelector('.yes').focus();
  });

/**
 * Asks the person, proposes what they choose, once more after a counter, keeps what both sides signed, and says how it ended.
 *
 * @param {object} request
 * @param {import('relbutton/agent/ledger').Ledger} request.ledger
 * @param {{ origin: string, name: string }} request.vendor
 * @param {string[]} request.accepts what the vendor would agree to
 * @param {string} [request.challenge]
 * @param {string} request.intro how it came to this, in a sentence
 * @param {string} request.source who says where the vendor is, in a sentence
 * @param {boolean} [request.canDecline] whether anybody would hear a no. Default: yes
 * @param {(record: string) => Promise<import('relbutton/agent').Answer>} request.propose
 * @returns {Promise<string>} the outcome
 */
export const relate = async ({ ledger, propose, canDecline = true, ...request }) => {
  const { vendor, challenge } = request;
  const { origin, name } = vendor;
  const accepts = request.accepts.filter((id) => Object.hasOwn(AGREEMENTS, id));
  if (!accepts.length) {
    finish(`${name} names no agreement that this agent knows.`);
    return 'dismissed';
  }
  const { agreement, outcome } = await askPerson({ ...request, accepts, canDecline });
  if (outcome) {
    finish(outcome === 'declined' ? `${name} is told that you declined.` : 'Nothing was said.');
    return outcome;
  }
  say(`Waiting for ${name}.`);
  const record = await ledger.sign({ vendor, act: 'relate', agreement, ...(challenge && { challenge }) });
  const { answer, agreement: other, ...reply } = await propose(record);
  try {
    await ledger.settle(origin, { answer, ...reply });
  } catch (error) {
    finish(`What ${name} answered does not hold, and is not kept. ${error.message}`);
    return 'dismissed';
  }
  switch (answer) {
    case 'accept':
      finish(`You and ${name} relate under ${agreement}. Both sides hold the same record.`);
      return 'agreed';
    case 'pending':
      finish(`${name} answers later.`);
      return 'asked';
    case 'counter':
      return relate({ ...request, ledger, propose, canDecline, accepts: [other], intro: `${name} suggests another agreement.` });
    default:
      finish(`${name} did not agree (${reply.code}). Nothing is kept.`);
      return 'dismissed';
  }
};
