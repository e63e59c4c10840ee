/**
 * Opens what all assistants of one person share: the ledger, the acts that wait, and the window.
 *
 * @module
 */
import type { Opened } from '../open.js';
import { PreparedActs } from './prepared.js';
import { openWindow, type Window } from './window.js';

export interface Room {
  readonly opened: Opened;
  readonly acts: PreparedActs;
  /** The window in which the person decides. */
  readonly window: Window;
  close(): void;
}

/**
 * Opens a room on a ledger.
 *
 * @param now the clock, in milliseconds since 1970. Default: the system's
 */
export const openRoom = async (opened: Opened, now?: () => number): Promise<Room> => {
  const acts = new PreparedActs(now);
  const window = await openWindow(acts, opened.passphrase);
  return { opened, acts, window, close: () => window.close() };
};
