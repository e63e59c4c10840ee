/** Asks several vendors for one need, and lists what each said. */
import { ACTS } from './acts/index.js';
import { answerOf } from './answers.js';
import { element } from './dom.js';
import { choice, choices, textField } from './fields.js';
import { formOf, INTENT, statement } from './form.js';

const { fieldsOf, bodyOf } = ACTS.intentcast;
/** The addresses that the person wrote, one on each line. */
const addressesIn = (said) => said.get('addresses').split(/\s+/).filter(Boolean);

/** @param {import('relbutton/agent/ledger').Told} told */
const itemOf = ({ vendor, name = vendor, heard, error }) =>
  element(
    'li',
    {},
    element('strong', { dir: 'auto' }, name),
    ...(name === vendor ? [] : [` (${vendor})`]),
    element(
      'p',
      { dir: 'auto' },
      heard ? answerOf(heard, name, 'Has your need. Its answer comes when you sync.') : error.message,
    ),
  );

/** The fields for whom the person asks: those in the ledger, and others by their address. */
const whom = () => {
  const known = element('div');
  let vendors = [];
  const others = textField({
    label: 'Other addresses, one on each line (optional)',
    name: 'addresses',
    rows: 2,
    maxLength: 8_000,
    missing: (said) => (said.getAll('vendor').length ? '' : 'Choose a vendor, or write the address of one.'),
  });
  return {
    fields: [known, others],
    /** Lists the vendors to choose from. */
    renew(all, said) {
      vendors = all.filter(({ status, isReadOnly }) => status === 'related' && !isReadOnly);
      const isChosen = (vendor) => said.getAll('vendor').includes(vendor);
      const box = ({ vendor, name }) =>
        choice({ type: 'checkbox', name: 'vendor', value: vendor, checked: isChosen(vendor) }, `${name}, ${vendor}`);
      known.replaceChildren(...(vendors.length ? [choices('Whom you ask', vendors.map(box))] : []));
    },
    /** Returns those that the person chose. */
    chosenIn: (said) => [
      ...vendors
        .filter(({ vendor }) => said.getAll('vendor').includes(vendor))
        .map(({ vendor: origin, name }) => ({ origin, name })),
      ...addressesIn(said).map((origin) => ({ origin })),
    ],
  };
};

/**
 * @param {import('relbutton/agent/ledger').Ledger} ledger
 * @param {() => Promise<void>} asked runs once all have been asked
 * @returns {{ section: HTMLElement, renew: (all: import('relbutton/agent/ledger').CustomerRelationship[]) => void }} `renew` lists the
 * vendors to choose from
 */
export const askSeveral = (ledger, asked) => {
  const { fields, renew, chosenIn } = whom();
  const fault = element('p', { className: 'fault', role: 'alert' });
  const heading = element('h3', { tabIndex: -1, hidden: true }, 'What each said');
  const list = element('ul', { className: 'plain told' });
  const send = element('button', { className: 'yes' }, ACTS.intentcast.yes);

  const sent = async (_, said) => {
    send.disabled = true;
    fault.textContent = '';
    try {
      const origins = chosenIn(said).map(({ origin }) => origin);
      const told = await ledger.intentcast(bodyOf(said), origins);
      list.replaceChildren(...told.map(itemOf));
      heading.hidden = false;
      if (told.some(({ heard }) => /accept|pending/.test(heard?.answer))) form.reset();
      await asked();
      heading.focus();
    } catch (error) {
      fault.textContent = error.message;
    }
    send.disabled = false;
  };
  const form = formOf({
    children: [...fields, ...fieldsOf(), fault],
    buttons: [send],
    preview: (said) => statement({ to: chosenIn(said), act: 'intentcast', body: bodyOf(said), agreement: INTENT }),
    sent,
  });
  form.id = 'several';

  const title = 'Ask several vendors';
  const section = element(
    'section',
    { ariaLabel: title },
    element('h2', {}, title),
    element('p', {}, 'Say once what you need. Each is told by itself, and none learns whom else you asked.'),
    form,
    heading,
    list,
  );
  return {
    section,
    renew(all) {
      renew(all, new FormData(form));
      form.oninput();
    },
  };
};
