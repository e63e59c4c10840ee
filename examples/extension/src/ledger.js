/** The ledger in a tab: search, export and delete records, and set the agreement that the person usually proposes. */
import { AGREEMENT_IDS } from 'relbutton';
import { openLedger } from 'relbutton/agent/ledger';
import { element } from '../../shared/dom.js';
import { showRelationships } from '../../shared/relationships.js';
import { inPlainWords } from '../../shared/words.js';
import { api } from './api.js';
import { getPreferred, setPreferred } from './settings.js';

const search = document.querySelector('#search');
const preferred = document.querySelector('#preferred');
const means = document.querySelector('#means');

const payloadOf = (record) => atob(JSON.parse(record).payload.replaceAll('-', '+').replaceAll('_', '/'));
const isSought = ({ name, vendor, records }) => {
  const text = [name, vendor, ...records.map(payloadOf)].join(' ').toLowerCase();
  return (search.value.toLowerCase().match(/\S+/g) ?? []).every((word) => text.includes(word));
};

const render = await showRelationships(await openLedger(), {
  arrange: (all) => all.filter(isSought),
  changed: () => void api.runtime.sendMessage({ type: 'changed' }),
});
search.oninput = () => void render();

preferred.append(...AGREEMENT_IDS.filter((id) => id.startsWith('SD-')).map((id) => element('option', {}, id)));
preferred.value = await getPreferred();
means.textContent = inPlainWords(preferred.value);
preferred.onchange = async () => {
  means.textContent = inPlainWords(preferred.value);
  await setPreferred(preferred.value);
};
