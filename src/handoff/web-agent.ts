import { copy } from '../contract/fields.js';
import { AGENT_PATH, HELLO } from '../contract/handshake.js';
import { eventData, eventOrigin, eventSource, linkTo, listen, openWindow, unlisten } from './captured-dom.js';

/** An agent in a window of its own, as the host holds it. */
export interface WebAgent {
  /** Sends a message on the port; before the window's hello it does nothing. */
  say(text: string): void;
  /** Stops listening to the window. The window stays open: the agent may still show something. */
  close(): void;
}

/**
 * Parses the address of an agent that a person enters: `agent.example` or `https://agent.example`; for an agent on their own machine
 * `localhost:4712` or `http://localhost:4712`.
 *
 * @returns its origin; `undefined` for any other address
 */
export const agentOrigin = (address: string): string | undefined => {
  const { href, origin } = linkTo(address.trim().replace(/^(?!https?:)/i, /^localhost/i.test(address) ? 'http://' : 'https://'));
  // Accept only an origin: a user name or a path can be mistaken for the host. Chromium turns a space in a host into %20.
  return href === `${origin}/` && /^https:[^%]+\.[^%]+$|\/localhost(:|$)/.test(origin) ? origin : undefined;
};

/**
 * Opens the window of an agent, in a gesture, and sends it one port of a channel after its hello (contract, "Agents elsewhere"). The
 * address contains nothing of the request. It does not poll `closed`: under a `Cross-Origin-Opener-Policy` the window would count as
 * closed from the start.
 *
 * @param origin of the agent: only a hello from this window at this origin counts
 * @param id of the flow's messages
 * @param greeted runs when the agent has said hello and has the port
 * @param hear gets the unparsed messages from the port
 * @returns `null` if the browser opened no window
 */
export const openWebAgent = (origin: string, id: string, greeted: () => void, hear: (data: unknown) => void): WebAgent | null => {
  const popup = openWindow(origin + AGENT_PATH, 'popup');
  let port: MessagePort | undefined;
  const close = (): void => {
    unlisten(window, 'message', onMessage);
    port?.close();
  };
  const onMessage = (event: Event): void => {
    if (eventSource(event) !== popup || eventOrigin(event) !== origin) return;
    if (!copy(HELLO, eventData(event))?.v.includes(1)) return;
    close();
    const channel = new MessageChannel();
    port = channel.port1;
    port.onmessage = (event) => hear(eventData(event));
    popup?.postMessage({ rel: 'welcome', v: 1, id }, origin, [channel.port2]);
    greeted();
  };
  if (!popup) return null;
  listen(window, 'message', onMessage);
  return { say: (text) => port?.postMessage(text), close };
};
