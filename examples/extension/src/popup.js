/** The toolbar's popup: the vendor of the open page first, then all others, each with its acts. */
import { openLedger } from 'relbutton/agent/ledger';
import { showRelationships } from '../../shared/relationships.js';
import { api } from './api.js';
import { pagesOf } from './pages.js';

/** Returns the data of the open page, if the extension has seen it. */
const currentPage = async () => {
  const [tab] = await api.tabs.query({ active: true, currentWindow: true });
  const [, page] = (await pagesOf()).find(([tabId]) => tabId === tab?.id) ?? [];
  return page && tab.url?.startsWith(`${page.origin}/`) ? page : undefined;
};

const page = await currentPage();
const ledger = await openLedger();
const isHere = ({ vendor }) => vendor === page?.origin;
if (page && !(await ledger.list()).some(isHere)) {
  const says = page.hasButton ? 'is open to relate: press its relbutton.' : 'has no relbutton on this page.';
  document.querySelector('#here').textContent = `${page.origin} ${says}`;
}
await showRelationships(ledger, {
  isBrief: true,
  arrange: (all) => [...all.filter(isHere), ...all.filter((one) => !isHere(one))],
  changed: () => void api.runtime.sendMessage({ type: 'changed' }),
});
