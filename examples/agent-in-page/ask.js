/**
 * The agent's own window: it asks the person, signs with the key for this vendor, and keeps the records that both sides signed.
 */
import { openLedger } from 'relbutton/agent/ledger';
import { relate } from '../shared/consent.js';

/**
 * @param {string} origin the vendor's, from the browser
 * @param {MessagePort} port to the agent's script in the vendor's page
 */
const answer = async (origin, port) => {
  const ledger = await openLedger();
  let pending;
  const leave = () => port.postMessage({ type: 'done', outcome: 'dismissed' });
  window.addEventListener('pagehide', leave);

  const propose = (record) =>
    new Promise((resolve) => {
      pending = resolve;
      port.postMessage({ type: 'propose', record });
    });

  port.onmessage = async ({ data }) => {
    if (data.type === 'answer') pending?.(data.answer);
    else if (data.type === 'chosen') {
      const { act, name, accepts, challenge } = data;
      const outcome = await relate({
        ledger,
        vendor: { origin, name },
        act,
        accepts,
        challenge,
        propose,
        intro: `You pressed the relbutton of ${name}.`,
        source: 'Your browser says so.',
      });
      window.removeEventListener('pagehide', leave);
      port.postMessage({ type: 'done', outcome });
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
