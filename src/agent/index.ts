/**
 * What answers in the vendor's page. No key and no ledger comes here: what signs is `relbutton/agent/ledger`, in the agent's own
 * place.
 *
 * @module
 */
import type { AskHandler } from './ask.js';
import { findOpenRoot } from './lane.js';
import { listenPrivately, listenPublicly } from './listen.js';
import { OpenAsks } from './open-asks.js';

export type { AgentOutcome } from '../contract/messages.js';
export type { Answer, Ask, AskHandler, Chosen } from './ask.js';

/**
 * Answers the relbuttons of this document: in an extension's content script on the private lane of each, which the page's scripts do
 * not hear; in a page on the public lane (contract, Lanes). It answers only a button that the person has just pressed, as the browser
 * confirms, and makes at most 30 offers a minute.
 *
 * @param handler runs for each ask: it offers, then asks its person. An error in it is logged, and ends the flow as dismissed
 * @returns a function that stops it: open asks end as dismissed
 * @example
 * const stop = onAsk(async (ask) => {
 *   const { vendor, act, accepts, propose } = await ask.offer({ label: 'My agent' });
 *   const record = await askAndSign({ vendor, act, accepts }); // yours
 *   if (!record) return 'dismissed';
 *   const { answer } = await propose(record);
 *   return answer === 'accept' ? 'agreed' : answer === 'pending' ? 'asked' : 'dismissed';
 * });
 */
export const onAsk = (handler: AskHandler): (() => void) => {
  const stopping = new AbortController();
  const asks = new OpenAsks(handler);
  const openRoot = findOpenRoot();
  if (openRoot) listenPrivately(asks, openRoot, stopping.signal);
  else listenPublicly(asks, stopping.signal);
  return () => {
    stopping.abort();
    asks.stop();
  };
};
