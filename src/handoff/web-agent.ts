import { copy } from '../contract/fields.js';
import { AGENT_PATH, HELLO } from '../contract/handshake.js';
import { eventData, eventOrigin, eventSource, linkTo, listen, openWindow, unlisten } from './captured-dom.js';

/** An agent in a window of its own, as the host holds it. */
export interface WebAgent {
  /** Says something on the port; to nobody while the window has not said hello. */
  say(text: string): void;
  /** Hears no more of that window. The window stays: what it shows is the agent's. */
  close(): void;
}

/**
 * Where the agent is that a person names: `agent.example`, `https://agent.example`, or for one on their own machine
 * `localhost:4712` and `http://localhost:4712`.
 *
 * @returns its origin; `undefined` where that is no such address
 */
export const agentOrigin = (address: string): string | undefined => {
  const { href, origin } = linkTo(address.trim().replace(/^(?!https?:)/i, /^localhost/i.test(address) ? 'http://' : 'https://'));
  // Nothing but an origin: no name and no path, which look like a host to a hasty eye. Chromium takes a space in a host as %20.
  return href === `${origin}/` && /^https:[^%]+\.[^%]+$|\/localhost(:|$)/.test(origin) ? origin : undefined;
};

/**
 * Opens the window of an agent, in a gesture, and gives it one end of a channel once it says hello (contract, section 10). Nothing
 * of the request is in the address. Whether the window is still open cannot be asked: under a `Cross-Origin-Opener-Policy` it would
 * count as closed from the start.
 *
 * @param origin of the agent: only that very window, still there, is heard
 * @param id of the flow's messages
 * @param greeted runs when the agent has said hello, and has the port
 * @param hear gets what comes by the port, as it is
 * @returns `null` where the browser opened no window
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
