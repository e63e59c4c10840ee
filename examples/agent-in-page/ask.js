/**
 * The agent's own window: it asks the person, signs with the key for this vendor and keeps what both sides signed.
 */
import { AGREEMENT_IDS, agreementUrl } from 'relbutton';
import { openLedger } from 'relbutton/agent/ledger';
import { element } from './dom.js';
import { inPlainWords } from './words.js';

const main = document.querySelector('main');

const show = (...children) => main.replaceChildren(element('h1', {}, 'Example agent'), ...children);

const choiceOf = (id, isChosen) =>
  element(
    'label',
    { className: 'choice' },
    element('input', { type: 'radio', name: 'agreement', value: id, checked: isChosen }),
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

/**
 * Asks the person. Resolves to what they say, or to an outcome.
 *
 * @param yes the words on the button that says it
 */
const askPerson = ({ origin, name, intro, yes, choices = [] }) =>
  new Promise((resolve) => {
    const form = element('form');
    form.append(
      element('p', {}, intro),
      element('p', {}, `${name} is at `, element('strong', {}, origin), '. Your browser says so.'),
      ...choices,
      element(
        'div',
        { className: 'actions' },
        element('button', { className: 'yes', value: 'yes' }, yes),
        element('button', { value: 'dismissed', formNoValidate: true }, 'Not now'),
        element('button', { value: 'declined', formNoValidate: true }, 'Decline, and say so'),
      ),
    );
    form.onsubmit = (event) => {
      event.preventDefault();
      const { value } = event.submitter;
      const said = new FormData(form);
      resolve(value === 'yes' ? { agreement: said.get('agreement'), erase: said.has('erase') } : { outcome: value });
    };
    show(form);
    form.querySelector('.yes').focus();
  });

/** What to propose: what the vendor accepts, and folded away the rest of the roster, which it may counter. */
const agreements = (accepts, isOpen) => [
  element('fieldset', {}, element('legend', {}, 'Propose'), ...accepts.map((id, i) => choiceOf(id, i === 0))),
  ...(isOpen
    ? [
        element(
          'details',
          {},
          element('summary', {}, 'Another agreement'),
          ...AGREEMENT_IDS.filter((id) => !accepts.includes(id)).map((id) => choiceOf(id, false)),
        ),
      ]
    : []),
];
const erase = () =>
  element(
    'label',
    { className: 'choice' },
    element('input', { type: 'checkbox', name: 'erase' }),
    element('span', {}, 'Ask to erase what is held about me'),
  );

/** What is asked for each act but `relate`, and what is said when it is done. */
const ACTS = {
  pause: { yes: 'Pause', done: 'paused' },
  resume: { yes: 'Resume', done: 'took up again' },
  leave: { yes: 'Leave', done: 'left' },
};

/**
 * @param {string} origin the vendor's, from the browser
 * @param {MessagePort} port to the agent's script in the vendor's page
 */
const answer = async (origin, port) => {
  const ledger = await openLedger();
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

  /** Signs, lets the page pass it on, and takes down the answer. */
  const say = async (statement) => {
    show(element('p', {}, `Waiting for ${statement.vendor.name}.`));
    const record = await ledger.sign(statement);
    const reply = await new Promise((resolve) => {
      pending = resolve;
      port.postMessage({ type: 'propose', record });
    });
    await ledger.settle(record, reply);
    return reply;
  };

  const propose = async ({ name, accepts, challenge, intro, isOpen }) => {
    const yes = `Relate with ${name}`;
    const { agreement, outcome } = await askPerson({ origin, name, intro, yes, choices: agreements(accepts, isOpen) });
    if (outcome) {
      finish(outcome, outcome === 'declined' ? `${name} is told that you declined.` : 'Nothing was said.');
      return;
    }
    const reply = await say({ act: 'relate', vendor: { origin, name }, agreement, ...(challenge && { challenge }) });
    if (reply.answer === 'accept')
      finish('agreed', `You and ${name} relate under ${agreement}. Both sides hold the same record.`, inPlainWords(agreement));
    else if (reply.answer === 'pending') finish('asked', `${name} answers later. Your ledger asks for the answer when you sync.`);
    else if (reply.answer === 'refuse') finish('dismissed', `${name} did not agree (${reply.code}). Nothing is kept.`);
    else if (!accepts.includes(reply.agreement))
      finish('dismissed', `${name} suggests ${reply.agreement}, which it does not accept. Nothing is agreed.`);
    else await propose({ name, accepts: [reply.agreement], challenge, intro: `${name} suggests another agreement.` });
  };

  const act = async ({ name, act, challenge }) => {
    const { yes, done } = ACTS[act];
    const intro = `You pressed ${yes} at the relbutton of ${name}.`;
    const said = await askPerson({ origin, name, intro, yes, choices: act === 'leave' ? [erase()] : [] });
    if (said.outcome) {
      finish(said.outcome, 'Nothing was said.');
      return;
    }
    const body = said.erase && { body: { erase: true } };
    const reply = await say({ act, vendor: { origin, name }, ...(challenge && { challenge }), ...body });
    if (reply.answer === 'accept') finish('agreed', `You ${done}. Both sides hold the same record.`);
    else finish('dismissed', `${name} did not take it (${reply.code}).`);
  };

  const begin = async (chosen) => {
    const { name, accepts } = chosen;
    const known = (await ledger.list()).find(({ vendor, status }) => vendor === origin && status !== 'ended');
    // What the vendor said meanwhile comes first. Where it is not reached, the page still passes the record on.
    if (known) await ledger.sync(known.iss).catch(() => undefined);
    if (chosen.act === 'relate') {
      const understood = accepts.filter((id) => AGREEMENT_IDS.includes(id));
      const intro = `You pressed the relbutton of ${name}.`;
      if (understood.length) await propose({ ...chosen, accepts: understood, intro, isOpen: true });
      else finish('dismissed', `${name} names no agreement that this agent knows.`);
    } else if (known) await act(chosen);
    else finish('dismissed', `There is no relationship with ${name} here.`);
  };

  port.onmessage = ({ data }) => {
    if (data.type === 'answer') pending?.(data.answer);
    else if (data.type === 'chosen') {
      begin(data).catch((error) =>
        finish('dismissed', `What ${data.name} answered does not hold, and is not kept. ${error.message}`),
      );
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
