import { element } from './dom.js';

/**
 * Shows whom the person relates with, and the records that both sides hold.
 *
 * @param {import('relbutton/agent/ledger').Ledger} ledger
 */
export const showRelationships = async (ledger) => {
  const list = document.querySelector('#list');
  const forget = async (vendor) => {
    await ledger.delete(vendor);
    await render();
  };
  const cardOf = ({ vendor, name, iss, status, records }) =>
    element(
      'article',
      {},
      element('h2', {}, name),
      element('p', {}, `${vendor}, ${status}`),
      element('p', { className: 'small' }, `Your key for this vendor: ${iss}`),
      ...records.map((record) => element('details', {}, element('summary', {}, 'A record'), element('pre', {}, record))),
      element(
        'div',
        { className: 'actions' },
        element('button', { onclick: () => forget(vendor), ariaLabel: `Delete what is kept of ${name}` }, 'Delete'),
      ),
    );
  const render = async () => {
    const relationships = await ledger.list();
    list.replaceChildren(...relationships.map(cardOf));
    if (!relationships.length) list.append(element('p', {}, 'Nothing is kept yet.'));
  };
  document.querySelector('#export').onclick = async () => {
    const file = new Blob([await ledger.export()], { type: 'application/json' });
    element('a', { href: URL.createObjectURL(file), download: 'ledger.json' }).click();
  };
  await render();
};
