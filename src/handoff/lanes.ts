import { MESSAGE_EVENT } from '../contract/messages.js';
import { dispatchMessage, eventDetail, listen } from './builtins.js';

/** Where a host and agents speak (contract, section 5). An offer is believed only on the lane that it came on. */
export type Lane = 'public';
/** How a host says something on each lane it has, in the order in which agents are asked. It has no prototype. */
export type Lanes = Readonly<Record<Lane, (text: string) => void>>;

/** The lane of everybody: the host says it on itself, or on the document while it stands in none. */
export const sayPublicly =
  (host: Element) =>
  (text: string): void =>
    dispatchMessage(host.isConnected ? host : document, MESSAGE_EVENT, text);

/** Hears what agents say to any host on the public lane: only what was dispatched on the document itself. */
export const listenPublicly = (receive: (detail: unknown) => void): void =>
  listen(document, MESSAGE_EVENT, (event) => {
    if (event.target === document) receive(eventDetail(event as CustomEvent));
  });
