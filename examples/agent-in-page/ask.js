/**
 * The agent's own window: it asks the person, signs with the key for this vendor and keeps what both sides signed.
 */
import { AGREEMENTS, agreementUrl } from 'relbutton';
import { openLedger } from 'relbutton/agent/ledger';
import { element } from './dom.js';

const main = document.querySelector('main');

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

const show = (...children) => main.replaceChildren(element('h1', {}, 'Example agent'), ...children);

/** Asks which agreement the person proposes, if any. Resolves to its id, or to an outcome. */
const askPerson = ({ origin, name, accepts, intro }) =>
  new Promise((resolve) => {
    const form = element('form');
    const choices = accepts.map((id, i) =>
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
      ),
    );
    form.append(
      element('p', {}, intro),
      element('p', {}, `${name} is at `, element('strong', {}, origin), '. Your browser says so.'),
      element('fieldset', {}, element('legend', {}, 'Propose'), ...choices),
      element(
        'div',
        { className: 'actions' },
        element('button', { className: 'yes', value: 'yes' }, `Relate with ${name}`),
        element('button', { value: 'dismissed', formNoValidate: true }, 'Not now'),
        element('button', { value: 'declined', formNoValidate: true }, 'Decline, and say so'),
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
 * @param {string} origin the vendor's, from the browser
 * @param {MessagePort} port to the agent's script in the vendor's page
 */
const answer = async (origin, port) => {
  const ledger = await openLedger();
  const said = { act: 'relate' };
  let pending;
  const finish = (outcome, ...words) => {
    port.postMessage({ type: 'done', outcome });
    window.removeEventListener('pagehide', leave);
    show(
      ...words.map((text) => element('p', {}, text)),
      element('div', { className: 'actions' }, element('button', { onclick: () => window.close() }, 'Close this window')),
      element('p', {}, element('a', { href: '/' }, 'Your ledger')),
    );
    main.querySelector('button').focus();
  };
  const leave = () => port.postMessage({ type: 'done', outcome: 'dismissed' });
  window.addEventListener('pagehide', leave);

  const propose = async ({ name, accepts, challenge, intro }) => {
    const { agreement, outcome } = await askPerson({ origin, name, accepts, intro });
    if (outcome) {
      finish(outcome, outcome === 'declined' ? `${name} is told that you declined.` : 'Nothing was said.');
      return;
    }
    show(element('p', {}, `Waiting for ${name}.`));
    const record = await ledger.sign({ ...said, vendor: { origin, name }, agreement, ...(challenge && { challenge }) });
    const reply = await new Promise((resolve) => {
      pending = resolve;
      port.postMessage({ type: 'propose', record });
    });
    try {
      await ledger.settle(origin, reply);
    } catch (error) {
      finish('dismissed', `What ${name} answered does not hold, and is not kept. ${error.message}`);
      return;
    }
    if (reply.answer === 'accept')
      finish('agreed', `You and ${name} relate under ${agreement}. Both sides hold the same record.`);
    else if (reply.answer === 'pending') finish('asked', `${name} answers later.`);
    else if (reply.answer === 'refuse') finish('dismissed', `${name} did not agree (${reply.code}). Nothing is kept.`);
    else await propose({ name, accepts: [reply.agreement], challenge, intro: `${name} suggests another agreement.` });
  };

  port.onmessage = ({ data }) => {
    if (data.type === 'answer') pending?.(data.answer);
    else if (data.type === 'chosen') {
      const accepts = data.accepts.filter((id) => Object.hasOwn(AGREEMENTS, id));
      if (accepts.length === 0) finish('dismissed', `${data.name} names no agreement that this agent knows.`);
      else void propose({ ...data, accepts, intro: `You pressed the relbutton of ${data.name}.` });
    }
  };
};

if (window.opener) {
  const { opener } = window;
  const welcome = ({ source, origin, data, ports: [port] }) => {
    if (source !== opener || data?.rel !== 'welcome' || data.v !== 1 || !port) return;
    window.removeEventListener('message', welcome);
    void answer(origin, port);
  };
  window.addEventListener('message', welcome);
  opener.postMessage({ rel: 'hello', v: [1] }, '*');
}
