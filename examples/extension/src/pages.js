/** What is known of open pages, for as long as the browser runs. Web pages and their content scripts do not reach it. */
import { api } from './api.js';

export const flowKey = (flow) => `flow ${flow}`;
export const pageKey = (tabId) => `page ${tabId}`;

/** Takes what a flow's content script is: it is there once. */
export const takeFlow = async (flow) => {
  const key = flowKey(flow);
  const { [key]: from } = await api.storage.session.get(key);
  await api.storage.session.remove(key);
  return from;
};

/** The pages that were seen: the tab's number, and what it shows. */
export const pagesOf = async () =>
  Object.entries(await api.storage.session.get(null)).flatMap(([key, page]) => {
    const [kind, tabId] = key.split(' ');
    return kind === 'page' ? [[Number(tabId), page]] : [];
  });
