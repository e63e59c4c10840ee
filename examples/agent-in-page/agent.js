/**
 * The half of the agent that runs in vendors' pages: it offers, and once it is chosen it opens the agent's own window and passes on
 * the window's messages. It holds no key and no record.
 */
import { onAsk } from 'relbutton/agent';
import { OFFERED } from '../shared/acts/names.js';

/** The agent's own origin, which served this script. */
const home = new URL(import.meta.url).origin;

/**
 * Opens the agent's window, and waits until that window, still at the agent's own origin, asks for a port.
 *
 * @returns {Promise<MessagePort>}
 */
const openWindow = (signal) =>
  new Promise((resolve, reject) => {
    const opened = window.open(`${home}/ask.html`, '_blank', 'popup,width=480,height=680');
    if (!opened) {
      reject(new Error('The browser did not open the window of the agent.'));
      return;
    }
    const hello = ({ source, origin, data }) => {
      if (source !== opened || origin !== home || data?.rel !== 'hello' || !data.v?.includes(1)) return;
      window.removeEventListener('message', hello);
      const { port1, port2 } = new MessageChannel();
      opened.postMessage({ rel: 'welcome', v: 1 }, home, [port2]);
      resolve(port1);
    };
    window.addEventListener('message', hello, { signal });
    signal.addEventListener('abort', () => {
      reject(signal.reason);
      opened.close();
    });
  });

onAsk(async (ask) => {
  const { act, vendor, accepts, challenge, propose } = await ask.offer({
    label: 'Example agent',
    acts: OFFERED,
  });
  const port = await openWindow(ask.signal);
  return new Promise((resolve, reject) => {
    ask.signal.addEventListener('abort', () => reject(ask.signal.reason));
    port.onmessage = async ({ data }) => {
      if (data.type === 'done') resolve(data.outcome);
      else if (data.type === 'propose') {
        try {
          port.postMessage({ type: 'answer', answer: await propose(data.record) });
        } catch (error) {
          reject(error);
        }
      }
    };
    // The window takes the vendor's origin from the browser, not from here.
    port.postMessage({ type: 'chosen', act, name: vendor.name, accepts, challenge });
  });
});
