/** Data about open pages, kept for the browser session. Web pages and content scripts cannot reach it. */
import { api } from './api.js';

export const flowKey = (flow) => `flow ${flow}`;
export const pageKey = (tabId) => `page ${tabId}`;

/** Takes and removes the data of a flow's content script. */
export const takeFlow = async (flow) => {
  const key = flowKey(flow);
  const { [key]: from } = await api.storage.session.get(key);
  await api.storage.session.remove(key);
  return from;
};

/** The visited pages, by the tab's id. */
export const pagesOf = async () =>
  Object.entries(await api.storage.session.get(null)).flatMap(([key, page]) => {
    const [kind, tabId] = key.split(' ');
    return kind === 'page' ? [[Number(tabId), page]] : [];
  });
