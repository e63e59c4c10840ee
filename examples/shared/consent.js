/**
 * Asks an agent's person, in the agent's own window, sends their decision to the vendor, and stores it in the ledger.
 */
import { AGREEMENT_IDS, agreementUrl } from 'relbutton';
import { element } from './dom.js';
import { inPlainWords, nothingHere } from './words.js';

/** Replaces the content of the window. */
export const show = (...children) => {
  const main = document.querySelector('main');
  main.replaceChildren(main.querySelector('h1'), ...children);
};
export const say = (...sentences) => show(...sentences.map((text) => element('p', {}, text)));

/** Shows the outcome, with links: `data-ledger` of the page's `main` is the ledger's address, by default `/`. */
export const finish = (...sentences) => {
  const close = element('button', { onclick: () => window.close() }, 'Close this window');
  const main = document.querySelector('main');
  const { ledger = '/' } = main.dataset;
  say(...sentences);
  // A window that an extension opened has no opener, and can close itself too.
  const canClose = window.opener || location.protocol.endsWith('-extension:');
  main.append(
    element('div', { className: 'actions' }, ...(canClose ? [close] : [])),
    element('p', {}, element('a', { href: ledger }, 'Your ledger')),
  );
  document.querySelector('main :is(button, a)').focus();
};

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

/** Lists the agreements to propose: those the vendor accepts, and, folded away, the rest of the roster, which it may counter. */
const agreements = (accepts, preferred, isOpen) => [
  element(
    'fieldset',
    {},
    element('legend', {}, 'Propose'),
    ...accepts.map((id, i) => choiceOf(id, accepts.includes(preferred) ? id === preferred : i === 0)),
  ),
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

/**
 * Asks the person.
 *
 * @param {{ vendor: { origin: string, name: string }, intro: string, source: string, canDecline?: boolean, yes: string, choices: Element[] }} question
 * `source`: the source of the vendor's origin, in a sentence; `canDecline`: `true` if the vendor's page can hear a no; `yes`: the label
 * of the button
 * @returns {Promise<{ agreement?: string, text?: string, erase?: boolean, outcome?: string }>} the person's choice, or the outcome
 */
const askPerson = ({ vendor: { origin, name }, intro, source, canDecline = true, yes, choices }) =>
  new Promise((resolve) => {
    const form = element('form');
    const no = (value, label) => element('button', { value, formNoValidate: true }, label);
    form.append(
      element('p', {}, intro),
      element('p', {}, `${name} is at `, element('strong', {}, origin), `. ${source}`),
      ...choices,
      element(
        'div',
        { className: 'actions' },
        element('button', { className: 'yes', value: 'yes' }, yes),
        no('dismissed', 'Not now'),
        ...(canDecline ? [no('declined', 'Decline, and say so')] : []),
      ),
    );
    form.onsubmit = (event) => {
      event.preventDefault();
      const { value } = event.submitter;
      const said = new FormData(form);
      resolve(
        value === 'yes'
          ? { agreement: said.get('agreement'), text: said.get('text'), erase: said.has('erase') }
          : { outcome: value },
      );
    };
    show(form);
    form.querySelector('.yes').focus();
  });

const message = () =>
  element(
    'label',
    { className: 'choice' },
    'Your message ',
    element('textarea', { name: 'text', required: true, maxLength: 4000, rows: 3 }),
  );

const ended = (outcome, ...sentences) => {
  finish(...sentences);
  return outcome;
};
const unsaid = (outcome, { name }) =>
  ended(outcome, outcome === 'declined' ? `${name} is told that you declined.` : 'Nothing was said.');

/** Signs a record, sends it by the page or to the vendor's server, and stores the answer. */
const carry = async ({ ledger, propose, vendor, challenge }, statement) => {
  say(`Waiting for ${vendor.name}.`);
  const proposal = { vendor, ...statement, ...(challenge && { challenge }) };
  if (!propose) return ledger.say(proposal);
  const record = await ledger.sign(proposal);
  const reply = await propose(record);
  await ledger.settle(record, reply);
  return reply;
};

const agree = async (request, accepts, isOpen) => {
  const { vendor } = request;
  const { name } = vendor;
  const question = { ...request, yes: `Relate with ${name}`, choices: agreements(accepts, request.preferred, isOpen) };
  const { agreement, outcome } = await askPerson(question);
  if (outcome) return unsaid(outcome, vendor);
  const reply = await carry(request, { act: 'relate', agreement });
  switch (reply.answer) {
    case 'accept':
      return ended(
        'agreed',
        `You and ${name} relate under ${agreement}. Both sides hold the same record.`,
        inPlainWords(agreement),
      );
    case 'pending':
      return ended('asked', `${name} answers later. Your ledger asks for the answer when you sync.`);
    case 'refuse':
      return reply.code === 'no_endpoint'
        ? ended('dismissed', nothingHere(name))
        : ended('dismissed', `${name} did not agree (${reply.code}). Nothing is kept.`);
    default:
      return accepts.includes(reply.agreement)
        ? agree({ ...request, intro: `${name} suggests another agreement.` }, [reply.agreement], false)
        : ended('dismissed', `${name} suggests ${reply.agreement}, which it does not accept. Nothing is agreed.`);
  }
};

/** The acts other than `relate`: the label of the button, and the sentence for the result. */
const ACTS = {
  pause: { yes: 'Pause', done: 'paused' },
  resume: { yes: 'Resume', done: 'took up again' },
  leave: { yes: 'Leave', done: 'left', choices: () => [erase()], bodyOf: (said) => said.erase && { erase: true } },
  converse: { yes: 'Send', done: 'sent a message', choices: () => [message()], bodyOf: ({ text }) => ({ text }) },
};

const act = async (request, { yes, done, choices = () => [], bodyOf = () => undefined }) => {
  const { vendor } = request;
  const said = await askPerson({ ...request, yes, choices: choices() });
  if (said.outcome) return unsaid(said.outcome, vendor);
  const body = bodyOf(said);
  const { answer, code } = await carry(request, { act: request.act, ...(body && { body }) });
  if (code === 'no_endpoint') {
    // A leave still counts: the ledger sends it to the vendor's server.
    const later = request.act === 'leave' ? [`You left all the same. Your ledger tells ${vendor.name} when you sync.`] : [];
    return ended('dismissed', nothingHere(vendor.name), ...later);
  }
  return answer === 'accept'
    ? ended('agreed', `You ${done}. Both sides hold the same record.`)
    : ended('dismissed', `${vendor.name} did not take it (${code}).`);
};

/**
 * Asks the person, proposes their choice, asks once more after a counter, keeps the record that both sides signed, and shows the outcome.
 *
 * @param {object} request
 * @param {import('relbutton/agent/ledger').Ledger} request.ledger
 * @param {{ origin: string, name: string }} request.vendor
 * @param {'relate' | 'converse' | 'pause' | 'resume' | 'leave'} [request.act] default: `relate`
 * @param {string[]} request.accepts the agreements that the vendor accepts
 * @param {string} [request.preferred] the agreement that the person usually proposes. Default: the vendor's first
 * @param {string} [request.challenge]
 * @param {string} request.intro the reason for the question, in a sentence
 * @param {string} request.source the source of the vendor's origin, in a sentence
 * @param {boolean} [request.canDecline] `true` if the vendor's page can hear a no. Default: `true`
 * @param {(record: string) => Promise<import('relbutton/agent').Answer>} [request.propose] proposes a record to the vendor's page.
 * Default: the ledger sends it to the vendor's server
 * @returns {Promise<string>} the outcome
 */
export const relate = async (request) => {
  const { ledger, vendor, accepts, act: said = 'relate' } = request;
  const { origin, name } = vendor;
  try {
    const known = (await ledger.list()).find((one) => one.vendor === origin && one.status !== 'ended');
    // Fetch the vendor's new records first. If the vendor cannot be reached, go on without them.
    if (known) await ledger.sync(known.iss).catch(() => undefined);
    if (said !== 'relate') {
      if (!Object.hasOwn(ACTS, said)) return ended('dismissed', `This agent cannot do "${said}".`);
      return known ? await act(request, ACTS[said]) : ended('dismissed', `There is no relationship with ${name} here.`);
    }
    const understood = accepts.filter((id) => AGREEMENT_IDS.includes(id));
    return understood.length
      ? await agree(request, understood, true)
      : ended('dismissed', `${name} names no agreement that this agent knows.`);
  } catch (error) {
    return ended('dismissed', `What ${name} answered does not hold, and is not kept. ${error.message}`);
  }
};
