/**
 * The half of an agent that answers in the vendor's page. Keep keys and ledger out of it: `relbutton/agent/ledger` signs, in the
 * agent's own window, extension or app.
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
 * Answers the relbuttons of this document (contract, "Lanes"): in an extension's content script on each button's private lane, which
 * the page's scripts cannot hear; in a page on the public lane. It answers a button only right after a trusted click on it, and makes
 * at most 30 offers a minute.
 *
 * @param handler runs for each ask: it offers, then asks its person. If it throws, the error is logged and the flow is dismissed
 * @returns a function that stops listening and dismisses open asks
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
