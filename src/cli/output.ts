import { fstatSync, writeFileSync } from 'node:fs';
import { reasonOf } from './reasons.js';
import { shownLine } from './shown.js';

/** The reader of the output has closed it before all was written, as `head` does. */
export class OutputClosed extends Error {}

/** Why the output took no more. */
let failure: Error | undefined;
const fail = (error: unknown): Error => {
  const isClosed = (error as NodeJS.ErrnoException).code === 'EPIPE';
  return (failure ??= isClosed ? new OutputClosed() : new Error(`The output cannot be written: ${reasonOf(error)}.`));
};

const write = (text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const { stdout } = process;
    if (failure) reject(failure);
    // On a disk that fills up, the stream takes a part for the whole.
    else if (fstatSync(stdout.fd).isFile()) resolve(writeFileSync(stdout.fd, text));
    else stdout.write(text, (error) => (error ? reject(error) : resolve()));
  });

/**
 * Writes to the output, and waits until it is written. Nobody has to wait: `finish` says it too if writing fails.
 *
 * @throws OutputClosed if nobody reads on
 * @throws Error if the output cannot be written
 */
export const print = (text: string): Promise<void> => {
  const written = write(text).catch((error: unknown) => {
    throw fail(error);
  });
  written.catch(() => undefined);
  return written;
};

/** Keeps a command alive when its output or its messages cannot be written. */
export const watchOutput = (): void => {
  process.stdout.on('error', fail);
  // Where nothing can be said, the exit code still says it.
  process.stderr.on('error', () => undefined);
};

/** Waits until all of the output is written. @throws as `print` */
export const finish = async (): Promise<void> => {
  // A stream tells its listeners of an error in the next turn.
  await new Promise((resolve) => setImmediate(resolve));
  await print('');
};

/** Tells the person of something beside the output. */
export const warn = (text: string): void => void process.stderr.write(`relbutton: ${shownLine(text)}\n`);
