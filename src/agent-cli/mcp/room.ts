/**
 * Opens what all assistants of one person share: the ledger, the acts that wait, the permissions and the window.
 *
 * @module
 */
import type { Opened } from '../open.js';
import { type Limited, limitCalls } from './limits.js';
import { PassphraseLock } from './passphrase-lock.js';
import { PermissionBook } from './permission-book.js';
import { PreparedActs } from './prepared.js';
import { type Prompt, promptFor } from './prompt.js';
import { openWindow, type Window } from './window.js';

export interface Room {
  readonly opened: Opened;
  readonly acts: PreparedActs;
  readonly permissions: PermissionBook;
  readonly limited: Limited;
  /** The time that a vendor has before others go on without it, in milliseconds. */
  readonly patience: number;
  /** A clock that nobody sets, in milliseconds. */
  readonly ticks: () => number;
  /** The window in which the person decides. */
  readonly window: Window;
  /** The terminal where they decide instead. Missing: they use the window. */
  readonly prompt?: Prompt;
  close(): void;
}

export interface RoomOptions {
  /** The clock, in milliseconds since 1970. Default: the system's */
  readonly now?: () => number;
  /** A clock that nobody sets, in milliseconds. Default: the system's */
  readonly ticks?: () => number;
  /** Default: 3,000 ms */
  readonly patience?: number;
  /** `true` asks the person at the terminal. Default: `false`, in the window */
  readonly asksAtTerminal?: boolean;
}

export const openRoom = async (
  opened: Opened,
  { now = Date.now, ticks = () => globalThis.performance.now(), patience = 3_000, asksAtTerminal = false }: RoomOptions = {},
): Promise<Room> => {
  const acts = new PreparedActs(now);
  const permissions = new PermissionBook(opened.ledger.sealed, now);
  const lock = new PassphraseLock(opened.passphrase, ticks);
  lock.onlock = () => acts.lock();
  const window = await openWindow({ acts, permissions, lock, patience, now });
  const prompt = asksAtTerminal ? promptFor(acts) : undefined;
  const close = (): void => {
    window.close();
    prompt?.close();
  };
  const hurried: Opened = { ...opened, sync: (one) => opened.sync(one, patience) };
  return { opened: hurried, acts, permissions, limited: limitCalls(), patience, ticks, window, ...(prompt && { prompt }), close };
};
