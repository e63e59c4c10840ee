/**
 * What answers in the vendor's page. No key and no ledger comes here: what signs is `relbutton/agent/ledger`, in the agent's own
 * place.
 *
 * @module
 */
import { type FROM_AGENT, FROM_HOST, MESSAGE_EVENT, type MessageBody, parseMessage, writeMessage } from '../contract/messages.js';
import { type AskHandler, createAsk, type OpenAsk } from './ask.js';
import { watchGestures } from './gesture.js';

export type { AgentOutcome } from '../contract/messages.js';
export type { Answer, Ask, AskHandler, Chosen } from './ask.js';

/** At most so many offers a minute and document (contract, section 6). */
const OFFERS_A_MINUTE = 30;

/**
 * Answers the relbuttons of this document on the public lane. Without a press that the browser vouches for it does nothing at all.
 *
 * @param handler runs for each ask, to offer and then to ask its person
 * @returns what stops it: open asks end as dismissed
 */
export const onAsk = (handler: AskHandler): (() => void) => {
  const stopping = new AbortController();
  const wasJustPressed = watchGestures(stopping.signal);
  const open = new Map<string, { readonly host: EventTarget; readonly ask: OpenAsk }>();
  let offered: number[] = [];

  const isWithinRate = (): boolean => {
    const now = performance.now();
    offered = offered.filter((time) => now - time < 60_000);
    return offered.length < OFFERS_A_MINUTE;
  };

  document.addEventListener(
    MESSAGE_EVENT,
    (event) => {
      const message = parseMessage((event as CustomEvent<unknown>).detail, FROM_HOST);
      const [host] = event.composedPath();
      if (!message || !host) return;
      const { id } = message;
      const known = open.get(id);
      if (known) {
        // A host that is out of the document can still cancel, from the document.
        const isItsHost = host === known.host || (message.type === 'cancel' && host === document);
        if (isItsHost) known.ask.receive(message);
      } else if (message.type === 'ask' && message.v.includes(1) && wasJustPressed(host) && isWithinRate()) {
        const say = <T extends keyof typeof FROM_AGENT>(type: T, body: MessageBody<T>): void => {
          if (type === 'offer') offered.push(performance.now());
          document.dispatchEvent(new CustomEvent(MESSAGE_EVENT, { detail: writeMessage(type, id, body) }));
        };
        const ask = createAsk(message, handler, say, () => open.delete(id));
        open.set(id, { host, ask });
        ask.start();
      }
    },
    { signal: stopping.signal },
  );

  return () => {
    stopping.abort();
    for (const { ask } of [...open.values()]) ask.stop();
  };
};
