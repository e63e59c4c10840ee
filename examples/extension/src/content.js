/**
 * The half that runs beside vendors' pages, in a world of its own that their scripts do not reach. It offers, and once it is chosen
 * it passes on what the consent window says. It holds no key and no record, and shows nothing in the page.
 */
import { onAsk } from 'relbutton/agent';
import { api } from './api.js';

const { runtime } = api;
const ACTS = ['relate', 'pause', 'resume', 'leave'];

/**
 * Has the consent window opened, and waits until it connects. Nothing of the vendor goes along: whose page this is the browser
 * tells the extension itself.
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
    runtime.sendMessage({ type: 'consent', flow }).catch(reject);
  });

const answer = async (ask) => {
  // What an update has left behind in an open page: the new instance answers.
  if (!runtime?.id) {
    stop();
    return 'dismissed';
  }
  const { act, vendor, accepts, challenge, propose } = await ask.offer({ label: runtime.getManifest().name, acts: ACTS });
  const port = await openConsent(ask.signal);
  return new Promise((resolve, reject) => {
    ask.signal.addEventListener('abort', () => {
      port.disconnect();
      reject(ask.signal.reason);
    });
    // The window was closed, or the extension is gone.
    port.onDisconnect.addListener(() => resolve('dismissed'));
    port.onMessage.addListener((said) => {
      if (said.type === 'done') resolve(said.outcome);
      else propose(said.record).then((reply) => port.postMessage({ type: 'answer', reply }), reject);
    });
    port.postMessage({ type: 'chosen', act, name: vendor.name, accepts, challenge });
  });
};

/** Tells the toolbar what the page's markup says. Nothing in the page is touched, and the page hears nothing. */
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

// An instance that is here already gives way: after an update some browsers start this by themselves, and others are told to.
globalThis.relbuttonExtension?.();
const stop = onAsk(answer);
globalThis.relbuttonExtension = stop;
watchMarkup();
