import { FROM_AGENT, parseMessage } from '../contract/messages.js';
import { VERSION } from '../version.js';
import { listen } from './captured-dom.js';
import type { FlowState } from '../contract/flow.js';
import type { DropReason, Flow } from './flow.js';
import { listenPublicly } from './lanes.js';

/** The state that copies of this library share in one document. Any script can write it, so it holds nothing else. */
interface Shared {
  readonly version: unknown;
  busy: unknown;
}
const SHARED = Symbol.for('relbutton.v1');

/** The running flow, and a function that moves the focus to it. */
let current: { readonly flow: Flow; readonly focus: () => void } | undefined;
let isAttending = false;
let dropped = 0;
let messages: DroppedMessage[] | undefined;

/** A message to a host that was dropped on the public lane. */
export interface DroppedMessage {
  readonly reason: DropReason | 'malformed' | 'no flow';
  /** The state of the running flow; `undefined` if there was none. */
  readonly state: FlowState | undefined;
  /** `undefined` if the message is malformed. */
  readonly type: string | undefined;
}

const MAX_DROPPED = 100;
const drop = (reason: DroppedMessage['reason'], type?: string): void => {
  dropped++;
  messages?.push({ reason, state: current?.flow.state, type });
  if (messages && messages.length > MAX_DROPPED) messages.shift();
};

/** Returns whether any copy runs a flow, after setting it if told to. A getter of the page that throws affects only this. */
const isBusy = (set?: boolean): boolean => {
  try {
    const shared = ((document as { [SHARED]?: Shared })[SHARED] ??= { version: VERSION, busy: false });
    if (set !== undefined) shared.busy = set;
    return shared.busy === true;
  } catch {
    return false;
  }
};

/** Listens, once, for agents on the public lane of this document, and for `pagehide`. */
export const attend = (): void => {
  if (isAttending) return;
  isAttending = true;
  isBusy();
  listenPublicly((detail) => {
    const message = parseMessage(detail, FROM_AGENT);
    if (message === null) drop('malformed');
    if (!message) return;
    const reason = current ? current.flow.receive(message, 'public') : 'no flow';
    if (reason) drop(reason, message.type);
  });
  listen(window, 'pagehide', () => current?.flow.cancel('page'));
};

/**
 * Reserves the document for a flow.
 *
 * @param focus moves the focus to the flow, when the person presses another button
 * @returns whether the document was free
 */
export const take = (flow: Flow, focus: () => void): boolean => {
  current?.focus();
  if (current || isBusy()) return false;
  current = { flow, focus };
  isBusy(true);
  return true;
};

/** Releases the document. */
export const release = (): void => {
  current = undefined;
  isBusy(false);
};

/**
 * Counts the messages to hosts that were dropped on the public lane of this document, for authors of agents. With `keep` it also
 * keeps the last hundred dropped messages. Messages of the private lane are neither counted nor kept.
 *
 * @param options `keep: true` keeps messages from now on, for as long as the document lives. Default: none are kept
 * @see The contract, "Messages"
 * @example
 * debug({ keep: true });
 * document.dispatchEvent(new CustomEvent('rel-message', { detail: 'no message' }));
 * debug().messages.at(-1)?.reason; // → 'malformed'
 */
export const debug = ({ keep = false } = {}): { readonly dropped: number; readonly messages: readonly DroppedMessage[] } => {
  if (keep) messages ??= [];
  return { dropped, messages: [...(messages ?? [])] };
};
