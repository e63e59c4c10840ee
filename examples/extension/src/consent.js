/**
 * The extension's own window: it asks the person, signs with the key for this vendor, and keeps the records that both sides signed. The
 * page cannot see it, and gets only the proposal and the outcome.
 */
import { openLedger } from 'relbutton/agent/ledger';
import { relate } from '../../shared/consent.js';
import { api } from './api.js';
import { takeFlow } from './pages.js';
import { getPreferred } from './settings.js';

const { name } = api.runtime.getManifest();
document.title = name;
document.querySelector('h1').textContent = name;

/**
 * Connects to a flow in the vendor's page, through the extension's content script there.
 *
 * @param {string} flow its name
 * @param {{ tabId: number, frameId: number, origin: string }} from the tab and frame of the script, and the vendor's origin, all from
 * the browser
 */
const begin = (flow, { tabId, frameId, origin }) => {
  const port = api.tabs.connect(tabId, { frameId, name: flow });
  let isOver = false;
  let hear = async (chosen) => {
    const outcome = await relate({
      ledger: await openLedger(),
      vendor: { origin, name: chosen.name },
      act: chosen.act,
      accepts: chosen.accepts,
      preferred: await getPreferred(),
      challenge: chosen.challenge,
      intro: `You pressed the relbutton of ${chosen.name}.`,
      source: 'Your browser says so.',
      propose: (record) =>
        new Promise((resolve) => {
          hear = ({ reply }) => resolve(reply);
          port.postMessage({ type: 'propose', record });
        }),
    });
    isOver = true;
    port.postMessage({ type: 'done', outcome });
    void api.runtime.sendMessage({ type: 'changed' });
  };
  port.onMessage.addListener((said) => void hear(said));
  // The person ended the flow in the page, or the page is closed: do not ask any more.
  port.onDisconnect.addListener(() => isOver || window.close());
};

const start = async () => {
  const flow = location.hash.slice(1);
  const from = await takeFlow(flow);
  if (from) begin(flow, from);
};
void start();
