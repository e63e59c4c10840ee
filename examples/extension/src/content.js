/**
 * The half that runs in vendors' pages, in an isolated world that their scripts cannot reach. It offers, and once it is chosen it
 * passes on the consent window's messages. It holds no key and no record, and shows nothing in the page.
 */
import { onAsk } from 'relbutton/agent';
import { OFFERED } from '../../shared/acts/names.js';
import { api } from './api.js';

const { runtime } = api;

/**
 * Asks the background script to open the consent window, and waits until that connects. It sends no origin: the extension takes the
 * vendor's origin from the browser.
 */
const openConsent = (signal) =>
  new Promise((resolve, reject) => {
    const flow = crypto.randomUUID();
    const end = () => runtime.onConnect.removeListener(onConnect);
    const onConnect = (port) => {
      if (port.name !== flow) return;
      end();
      resolve(port);
    };
    runtime.onConnect.addListener(onConnect);
    signal.addEventListener('abort', () => {
      end();
      reject(signal.reason);
    });
    const wake = () => runtime.sendMessage({ type: 'consent', flow });
    // The browser may stop the background script before it opens the window: ask once more.
    wake().catch(wake).catch(reject);
  });

const answer = async (ask) => {
  // After an update this is the old instance in an open page: let the new one answer.
  if (!runtime?.id) {
    stop();
    return 'dismissed';
  }
  const { act, vendor, accepts, challenge, propose } = await ask.offer({ label: runtime.getManifest().name, acts: OFFERED });
  const port = await openConsent(ask.signal);
  return new Promise((resolve, reject) => {
    ask.signal.addEventListener('abort', () => {
      port.disconnect();
      reject(ask.signal.reason);
    });
    // The window was closed, or the extension was removed.
    port.onDisconnect.addListener(() => resolve('dismissed'));
    port.onMessage.addListener((said) => {
      if (said.type === 'done') resolve(said.outcome);
      else propose(said.record).then((reply) => port.postMessage({ type: 'answer', reply }), reject);
    });
    port.postMessage({ type: 'chosen', act, name: vendor.name, accepts, challenge });
  });
};

/** Tells the toolbar the offer in the page's markup. It changes nothing in the page, and the page does not notice. */
const watchMarkup = () => {
  const look = () => {
    const hasButton = document.querySelector('rel-button') !== null;
    if (hasButton) observer.disconnect();
    if (hasButton !== seen) runtime.sendMessage({ type: 'seen', hasButton }).catch(() => observer.disconnect());
    seen = hasButton;
  };
  let seen;
  const observer = new MutationObserver(look);
  observer.observe(document, { childList: true, subtree: true });
  look();
};

let stop;
// The browser runs this script in new pages, and the background script in open ones: a page that is loading gets both. The first stays,
// with its flow, unless its version of the extension has gone.
if (!globalThis.relbuttonExtension?.id) {
  globalThis.relbuttonExtension = runtime;
  stop = onAsk(answer);
  watchMarkup();
}
