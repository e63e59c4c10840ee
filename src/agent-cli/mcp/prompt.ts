/**
 * Asks the person at a terminal, where there is no window. Standard input belongs to the assistant: the terminal is the one from which
 * the process was started.
 *
 * @module
 */
import { closeSync, openSync } from 'node:fs';
import { ReadStream, WriteStream } from 'node:tty';
import { vendorText } from '../../agent/vendor-text.js';
import { inFull, titleOf } from '../in-words.js';
import { askAt, NoTerminalError, type Terminal } from '../terminal.js';
import type { Prepared, PreparedActs } from './prepared.js';

const TERMINAL = '/dev/tty';

interface OpenTerminal extends Terminal {
  readonly input: ReadStream;
  close(): void;
}

/** Opens the terminal of the process. @throws Error if there is none */
const openTerminal = (): OpenTerminal => {
  const [reading, writing] = [openSync(TERMINAL, 'r'), openSync(TERMINAL, 'w')];
  const [input, output] = [new ReadStream(reading), new WriteStream(writing)];
  // A terminal that is closed must not end the server.
  for (const stream of [input, output]) stream.on('error', () => undefined);
  const close = (): void => {
    input.setRawMode(false);
    input.destroy();
    output.destroy();
  };
  return { input, output, close };
};

/** The words that the person reads after the decision. */
const endingOf = ({ state, outcome }: Prepared): string => {
  if (outcome) return vendorText(outcome.text).trimEnd();
  return state === 'expired' ? 'Too late: nothing was signed.' : 'Nothing was signed.';
};

export interface Prompt {
  /** Has the person decide on an act, after those before it. @throws NoTerminalError if there is no terminal */
  ask(prepared: Prepared): void;
  close(): void;
}

export const promptFor = (acts: PreparedActs): Prompt => {
  let line = Promise.resolve();
  let open: OpenTerminal | undefined;

  const decide = async (prepared: Prepared): Promise<void> => {
    if (acts.withId(prepared.id)?.state !== 'waiting for the person') return;
    open = openTerminal();
    try {
      if (await askAt(inFull(prepared.act.shown), open)) await acts.accept(prepared);
      else acts.decline(prepared);
      open.output.write(`${endingOf(prepared)}\n`);
    } finally {
      open.close();
      open = undefined;
    }
    if (prepared.next) await decide(prepared.next);
  };

  return {
    ask(prepared) {
      try {
        closeSync(openSync(TERMINAL, 'r+'));
      } catch {
        acts.decline(prepared);
        throw new NoTerminalError(titleOf(prepared.act.shown.act));
      }
      line = line.then(() => decide(prepared)).catch(() => acts.decline(prepared));
    },
    close: () => open?.close(),
  };
};
