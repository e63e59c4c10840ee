import { openLedger } from 'relbutton/agent/ledger';
import { element } from './dom.js';

const ledger = await openLedger();
const list = document.querySelector('#list');

const render = async () => {
  const relationships = await ledger.list();
  list.replaceChildren(
    ...relationships.map(({ vendor, name, iss, status, records }) =>
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
      ),
    ),
  );
  if (!relationships.length) list.append(element('p', {}, 'Nothing is kept yet.'));
};

const forget = async (vendor) => {
  await ledger.delete(vendor);
  await render();
};

document.querySelector('#export').onclick = async () => {
  const file = new Blob([await ledger.export()], { type: 'application/json' });
  const link = element('a', { href: URL.createObjectURL(file), download: 'ledger.json' });
  link.click();
};

await render();
