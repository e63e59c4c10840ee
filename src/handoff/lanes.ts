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

/** Where a host and agents speak (contract, section 5). An offer is believed only on the lane that it came on. */
export type Lane = 'private' | 'public';
/** How a host says something on each lane, `undefined` on one it has not, in the order in which agents are asked. It has no prototype. */
export type Lanes = Readonly<Record<Lane, ((text: string) => void) | undefined>>;
/**
 * The lanes a host has now, for one flow.
 *
 * @param hear gets what agents say on the private one from now on, as it comes, until the next flow of this host
 */
export type OpenLanes = (hear: (detail: unknown) => void) => Lanes;

/**
 * Makes the private lane of a host: an element in a closed root, which extensions reach and scripts of the page do not. Made before
 * any agent listens there, so that none can keep others from being heard.
 *
 * @param root the host's own, open
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
      // A page that took the lane away, or put another beside it, leaves agents the public one.
      private: isOnly(mark, root, '[data-rel-lane]') ? (text: string) => dispatchMessage(lane, text, false) : undefined,
      // The lane of everybody: said on the host itself, or on the document while it stands in none.
      public: (text: string) => dispatchMessage(host.isConnected ? host : document, text, true),
    } as Lanes;
  };
};

/** Hears what agents say to any host on the public lane: only what was dispatched on the document itself. */
export const listenPublicly = (receive: (detail: unknown) => void): void =>
  listen(document, MESSAGE_EVENT, (event) => {
    if (eventTarget(event) === document) receive(eventDetail(event));
  });
