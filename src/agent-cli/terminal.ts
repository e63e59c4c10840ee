/**
 * Asks the person at the terminal. What nobody can read there, nobody can agree to.
 *
 * @module
 */

import { fitTo } from './fit.js';

/** There is no terminal at which a person could answer. */
export class NoTerminalError extends Error {
  constructor(what: string) {
    super(`${what} needs a person at a terminal: nothing was signed.`);
    this.name = 'NoTerminalError';
  }
}

/** Where a person reads and types. */
export interface Terminal {
  readonly input: NodeJS.ReadStream;
  /** `columns`: its width, 0 where it has none. */
  readonly output: NodeJS.WritableStream & { readonly columns?: number };
}
/** The terminal of a command: its standard output may be a file. */
const own = (): Terminal => ({ input: process.stdin, output: process.stderr });

/** The time in which what was typed before a question is thrown away, in milliseconds. */
const SETTLING = 50;

/** @throws NoTerminalError if standard input or standard error is no terminal. Standard output may be a file */
export const requireTerminal = (what: string): void => {
  if (!process.stdin.isTTY || !process.stderr.isTTY) throw new NoTerminalError(what);
};

/** Reads keys until Enter. @param echo shows what is typed @returns `undefined` after Ctrl+C or Ctrl+D, or if the terminal is closed */
const readKeys = (input: NodeJS.ReadStream, echo: (text: string) => void): Promise<string | undefined> =>
  new Promise((resolve) => {
    let line = '';
    const end = (result: string | undefined): void => {
      input.off('data', hear).off('end', hangUp).off('close', hangUp).off('error', hangUp);
      resolve(result);
    };
    const hangUp = (): void => end(undefined);
    const hear = (keys: string): void => {
      for (const key of keys) {
        if (key === '\r' || key === '\n') return end(line);
        if (key === '\u0003' || key === '\u0004') return end(undefined);
        if (key === '\u007f' || key === '\b') {
          if (line) echo('\b \b');
          line = [...line].slice(0, -1).join('');
        } else if (key >= ' ') {
          line += key;
          echo(key);
        }
      }
    };
    input.on('data', hear).once('end', hangUp).once('close', hangUp).once('error', hangUp);
  });

/**
 * Asks for a line. What was typed before the question does not count.
 *
 * @param isHidden `true` does not show what is typed
 * @param terminal Default: the command's own
 * @returns the line; `undefined` if the person gave none
 */
export const askLine = async (question: string, isHidden = false, { input, output } = own()): Promise<string | undefined> => {
  input.setEncoding('utf8').setRawMode(true);
  const forget = (): void => undefined;
  input.on('data', forget).resume();
  await new Promise((resolve) => setTimeout(resolve, SETTLING));
  input.off('data', forget);
  output.write(question);
  try {
    return await readKeys(input, (text) => isHidden || output.write(text));
  } finally {
    output.write('\n');
    input.setRawMode(false);
    input.pause();
  }
};

/** Shows what is to be signed, and asks. @returns `true` only if the person types "yes" */
export const askAt = async (shown: string, terminal = own()): Promise<boolean> => {
  const fitted = fitTo(shown, terminal.output.columns || undefined);
  return (await askLine(`\n${fitted}\n\nSign and send this? Type "yes": `, false, terminal))?.trim() === 'yes';
};

/** @throws NoTerminalError as `requireTerminal`. Else as `askAt` */
export const askYes = async (what: string, shown: string): Promise<boolean> => {
  requireTerminal(what);
  return askAt(shown);
};
