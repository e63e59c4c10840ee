/**
 * Opens the consent window, and updates the toolbar's sign. It keeps no state between events, since the browser may stop it at any
 * time: lasting state is in storage and in the ledger.
 */
import { openLedger } from 'relbutton/agent/ledger';
import { api } from './api.js';
import { iconOf } from './icon.js';
import { flowKey, pageKey, pagesOf } from './pages.js';
import { STATUS } from '../../shared/words.js';

const openConsent = async (flow, { tab, frameId, origin, url }) => {
  // The vendor's origin comes from the browser's `sender`.
  await api.storage.session.set({ [flowKey(flow)]: { tabId: tab.id, frameId, origin: origin ?? new URL(url).origin } });
  const page = api.runtime.getURL(`consent.html#${flow}`);
  // Phones have no windows.
  if (api.windows) await api.windows.create({ url: page, type: 'popup', width: 480, height: 720 });
  else await api.tabs.create({ url: page });
};

/** Shows the status with the page's vendor in the toolbar. */
const showSign = async (tabId, { origin, hasButton }) => {
  const relationships = (await (await openLedger()).list()).filter(({ vendor }) => vendor === origin);
  const relationship = relationships.find(({ status }) => status !== 'ended') ?? relationships[0];
  const status = relationship?.status ?? (hasButton ? 'offered' : 'none');
  const title = relationship
    ? `${relationship.name}: ${STATUS[status]}`
    : hasButton
      ? 'Open to relate'
      : 'No relbutton on this page';
  await Promise.all([
    api.action.setIcon({ tabId, imageData: iconOf(status) }),
    api.action.setTitle({ tabId, title }),
    // The tab may be closed by now.
  ]).catch(() => undefined);
};

const see = async ({ hasButton }, { tab, origin, url }) => {
  const page = { origin: origin ?? new URL(url).origin, hasButton };
  await api.storage.session.set({ [pageKey(tab.id)]: page });
  await showSign(tab.id, page);
};

const showAllSigns = async () => {
  for (const [tabId, page] of await pagesOf()) await showSign(tabId, page);
};

api.runtime.onMessage.addListener((message, sender, respond) => {
  const isOwnPage = sender.url.startsWith(api.runtime.getURL(''));
  if (message.type === 'consent' && !isOwnPage) {
    // It answers once the window is open: without an answer, the content script knows that the browser stopped this one before.
    void openConsent(message.flow, sender).then(respond);
    return true;
  }
  if (message.type === 'seen' && !isOwnPage) void see(message, sender);
  else if (message.type === 'changed' && isOwnPage) void showAllSigns();
  respond();
  return false;
});
api.tabs.onRemoved.addListener((tabId) => void api.storage.session.remove(pageKey(tabId)));

// Pages that were open before this version have an old content script, or none.
api.runtime.onInstalled.addListener(async () => {
  const { host_permissions: url } = api.runtime.getManifest();
  for (const { id } of await api.tabs.query({ url })) {
    void api.scripting.executeScript({ target: { tabId: id }, files: ['content.js'] }).catch(() => undefined);
  }
});
