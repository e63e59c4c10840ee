/**
 * What answers in a window of the agent's own: the page at `/.well-known/rel-agent` of its origin, which a vendor's page opens when
 * a person names the agent there. Key and ledger are at home here.
 *
 * @module
 */
import { copy } from '../contract/fields.js';
import { WELCOME } from '../contract/handshake.js';
import { type AgentOutcome, FROM_HOST, type Message, parseMessage, writeMessage } from '../contract/messages.js';
import { type Chosen, createAsk, type OpenAsk } from './ask.js';

export type { AgentOutcome } from '../contract/messages.js';
export type { Answer, Chosen } from './ask.js';

/**
 * Asks the person, and says what came of it. `signal` is aborted when the person or the vendor's page ends it.
 *
 * @param chosen `vendor.origin` is the browser's word for whose page opened this window
 */
export type ChosenHandler = (chosen: Chosen, signal: AbortSignal) => Promise<AgentOutcome>;

/** Whether a page of that origin can have a working relbutton: over https, or on this machine; never one without an origin. */
const isVendor = (origin: string): boolean => /^https:|^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(origin);

/**
 * Answers the relbutton whose page opened this window (contract, section 10): says hello, takes the port it is given by that page
 * alone, and hears on it who chose what. Where nobody opened this window, or it stands in a frame, nothing happens, and the page
 * shows whatever else it has. Closing the window, or leaving the page, is the person's "not now": dismissed.
 *
 * @param handler runs once, when the person has chosen this agent
 * @returns what stops it: an open flow ends as dismissed
 */
export const onChosen = (handler: ChosenHandler): (() => void) => {
  const { opener } = window as { opener: Window | null };
  const stopping = new AbortController();
  const { signal } = stopping;
  let ask: OpenAsk | undefined;
  // Whoever frames a page decides what the person sees of it.
  if (!opener || window.top !== window) return () => undefined;

  const begin = (choose: Message<'choose'>, origin: string, port: MessagePort): void => {
    ask = createAsk(
      { type: 'ask', v: [1], id: choose.id, acts: [choose.act], lang: globalThis.navigator.language },
      // Chosen already: the offer that waits for it is not said.
      async (one) => handler(await one.offer(), one.signal),
      (type, body) => {
        if (type !== 'offer') port.postMessage(writeMessage(type, choose.id, body));
      },
      () => port.close(),
      { offer: choose.offer, origin },
    );
    ask.start();
    ask.receive(choose);
  };

  const onWelcome = ({ source, origin, data, ports: [port] }: MessageEvent<unknown>): void => {
    const welcome = copy(WELCOME, data);
    if (source !== opener || !isVendor(origin) || !welcome || !port) return;
    window.removeEventListener('message', onWelcome);
    port.onmessage = (event: MessageEvent<unknown>) => {
      const message = parseMessage(event.data, FROM_HOST);
      if (message?.id !== welcome.id) return;
      if (ask) ask.receive(message);
      else if (message.type === 'choose') begin(message, origin, port);
    };
  };
  window.addEventListener('message', onWelcome, { signal });

  const stop = (): void => {
    stopping.abort();
    ask?.stop();
  };
  window.addEventListener('pagehide', stop, { signal });
  opener.postMessage({ rel: 'hello', v: [1] }, '*');
  return stop;
};
