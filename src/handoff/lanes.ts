import { MESSAGE_EVENT } from '../contract/messages.js';
import {
  appendNew,
  attachClosed,
  dispatchMessage,
  eventDetail,
  eventTarget,
  isOnly,
  listen,
  setAttribute,
} from './captured-dom.js';

/** A lane, on which a host and agents exchange messages (contract, "Lanes"). An offer is believed only on the lane it came on. */
export type Lane = 'private' | 'public';
/** The host's send function of each lane, in the order of asking; `undefined` for a missing lane. The object has no prototype. */
export type Lanes = Readonly<Record<Lane, ((text: string) => void) | undefined>>;
/**
 * Opens the lanes of a host for one flow.
 *
 * @param hear gets the unparsed messages of the private lane from now on, until the next flow of this host
 */
export type OpenLanes = (hear: (detail: unknown) => void) => Lanes;

/**
 * Makes the private lane of a host: an element in a closed root, which extensions can reach and the page's scripts cannot. The host
 * listens before any agent does, so that no agent can stop the messages of another.
 *
 * @param root the host's open root
 */
export const makeLanes = (host: Element, root: ShadowRoot): OpenLanes => {
  let hear: ((detail: unknown) => void) | undefined;
  const mark = appendNew(root, 'span');
  setAttribute(mark, 'data-rel-lane', '');
  setAttribute(mark, 'hidden', '');
  const lane = appendNew(attachClosed(mark), 'i');
  listen(lane, MESSAGE_EVENT, (event) => hear?.(eventDetail(event)), true);
  return (next) => {
    hear = next;
    return {
      __proto__: null,
      // If the page removed the lane or added a second one, only the public lane is left.
      private: isOnly(mark, root, '[data-rel-lane]') ? (text: string) => dispatchMessage(lane, text, false) : undefined,
      // Dispatched on the host, or on the document while the host is not connected.
      public: (text: string) => dispatchMessage(host.isConnected ? host : document, text, true),
    } as Lanes;
  };
};

/** Listens for agents' messages to any host on the public lane: only those dispatched on the document itself count. */
export const listenPublicly = (receive: (detail: unknown) => void): void =>
  listen(document, MESSAGE_EVENT, (event) => {
    if (eventTarget(event) === document) receive(eventDetail(event));
  });
