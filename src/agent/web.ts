/**
 * Answers in a window of the agent's own: the page at `/.well-known/rel-agent` of its origin, which a vendor's page opens when the
 * person enters the agent's address. Key and ledger belong here.
 *
 * @module
 */
import { copy } from '../contract/fields.js';
import { WELCOME } from '../contract/handshake.js';
import { type AgentOutcome, FROM_HOST, type Message, parseMessage, writeMessage } from '../contract/messages.js';
import type { Chosen } from './ask.js';
import { OpenAsk } from './open-ask.js';
import { isVendor } from './vendor-origin.js';

export type { AgentOutcome } from '../contract/messages.js';
export type { Answer, Chosen } from './ask.js';

/**
 * Asks the person, and proposes a record.
 *
 * @param chosen `vendor.origin` is the origin of the page that opened this window, from the browser
 * @param signal aborted when the person or the vendor's page ends the flow
 * @returns the outcome, as `AskHandler` returns it
 */
export type ChosenHandler = (chosen: Chosen, signal: AbortSignal) => Promise<AgentOutcome>;

/**
 * Answers the relbutton whose page opened this window (contract, "Agents elsewhere"): says hello, takes the port from that page and
 * no other, and receives the person's choice on it. Without an opener, or in a frame, it does nothing. If the window closes or
 * leaves the page, the flow is dismissed.
 *
 * @param handler runs once, when the person has chosen this agent
 * @returns a function that stops listening and dismisses an open flow
 * @example
 * onChosen(async ({ act, vendor, accepts, challenge, propose }) => {
 *   const ledger = await openLedger();
 *   const record = await ledger.sign({ vendor, act, agreement: accepts[0], challenge });
 *   const answer = await propose(record);
 *   await ledger.settle(record, answer);
 *   return answer.answer === 'accept' ? 'agreed' : 'dismissed';
 * });
 */
export const onChosen = (handler: ChosenHandler): (() => void) => {
  const { opener } = window as { opener: Window | null };
  const stopping = new AbortController();
  const { signal } = stopping;
  let ask: OpenAsk | undefined;
  // A page that frames this one could hide parts of it from the person.
  if (!opener || window.top !== window) return () => undefined;

  const begin = (choose: Message<'choose'>, origin: string, port: MessagePort): void => {
    ask = new OpenAsk(
      { type: 'ask', v: [1], id: choose.id, acts: [choose.act], lang: globalThis.navigator.language },
      {
        // The person has chosen already: do not send the offer.
        handler: async (one) => handler(await one.offer(), one.signal),
        say: (type, body) => {
          if (type !== 'offer') port.postMessage(writeMessage(type, choose.id, body));
        },
        ended: () => port.close(),
        offer: choose.offer,
        origin,
      },
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
