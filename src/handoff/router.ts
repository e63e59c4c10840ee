import { FROM_AGENT, parseMessage } from '../contract/messages.js';
import { VERSION } from '../version.js';
import { listen } from './captured-dom.js';
import type { Flow } from './flow.js';
import { listenPublicly } from './lanes.js';

/** What the copies of this library in one document know of each other. Any script can write it, so no more stands in it. */
interface Shared {
  readonly version: unknown;
  busy: unknown;
}
const SHARED = Symbol.for('relbutton.v1');

/** The flow that is on, and what brings the person back to it. */
let current: { readonly flow: Flow; readonly focus: () => void } | undefined;
let isAttending = false;
let dropped = 0;

/** Whether some copy has a flow on; sets it where told to. A page that put a trap there harms nothing but that. */
const isBusy = (set?: boolean): boolean => {
  try {
    const shared = ((document as { [SHARED]?: Shared })[SHARED] ??= { version: VERSION, busy: false });
    if (set !== undefined) shared.busy = set;
    return shared.busy === true;
  } catch {
    return false;
  }
};

/** Listens for agents on the public lane of this document, and for its end, once. */
export const attend = (): void => {
  if (isAttending) return;
  isAttending = true;
  isBusy();
  listenPublicly((detail) => {
    const message = parseMessage(detail, FROM_AGENT);
    if (message === null || (message && !current?.flow.receive(message, 'public'))) dropped++;
  });
  listen(window, 'pagehide', () => current?.flow.cancel('page'));
};

/**
 * Takes the document for a flow.
 *
 * @param focus brings the person back to it, when they press another button
 * @returns whether the document was free
 */
export const take = (flow: Flow, focus: () => void): boolean => {
  current?.focus();
  if (current || isBusy()) return false;
  current = { flow, focus };
  isBusy(true);
  return true;
};

/** Gives the document back. */
export const release = (): void => {
  current = undefined;
  isBusy(false);
};

/**
 * Counts the messages to hosts that were dropped on the public lane of this document, for authors of agents. A message is dropped if
 * it is malformed, out of order, repeated, late, or of another flow.
 *
 * @see The contract, "Messages"
 * @example
 * document.dispatchEvent(new CustomEvent('rel-message', { detail: 'no message' }));
 * debug().dropped; // → 1
 */
export const debug = (): { readonly dropped: number } => ({ dropped });
