import { createInterface } from 'node:readline/promises';
import { UsageError } from './command.js';
import { shownLine } from './shown.js';

/** A question, and how its answer is read. */
export interface Question<T> {
  readonly text: string;
  /** The answer to an empty line. */
  readonly byDefault: string;
  /** Says what is right, after a wrong answer. */
  readonly hint: string;
  /** @returns `undefined` for a wrong answer */
  read(answer: string): T | undefined;
}

/** Asks at a terminal. */
export interface Asking {
  ask<T>(question: Question<T>): Promise<T>;
  close(): void;
}

/** Begins to ask at the terminal. If the person ends the input, `ask` rejects. */
export const beginAsking = (): Asking => {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  const ended = new AbortController();
  lines.once('close', () => ended.abort());
  const answer = (text: string): Promise<string> =>
    lines.question(text, { signal: ended.signal }).catch((cause: unknown) => {
      process.stdout.write('\n');
      throw new UsageError('Stopped before anything was made.', { cause });
    });
  return {
    async ask({ text, byDefault, hint, read }) {
      for (;;) {
        const given = (await answer(`${text} (${byDefault}): `)).trim() || byDefault;
        const value = read(given);
        if (value !== undefined) return value;
        process.stdout.write(`Not ${shownLine(given)}. ${hint}\n`);
      }
    },
    close: () => lines.close(),
  };
};
