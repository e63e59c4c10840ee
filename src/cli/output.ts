import { once } from 'node:events';

/** The reader of the output has closed it, as `head` does. */
export class OutputClosed extends Error {}

/** Writes to the output, and waits until there is room for more. @throws OutputClosed if nobody reads on */
export const print = async (text: string): Promise<void> => {
  const { stdout } = process;
  if (stdout.destroyed) throw new OutputClosed();
  if (stdout.write(text)) return;
  // `once` rejects if writing fails.
  await Promise.race([once(stdout, 'drain'), once(stdout, 'close')]).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EPIPE' ? new OutputClosed() : error;
  });
};

/** Lets a command end by itself when the reader of its output has closed it. */
export const endWithReader = (): void => {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.stdout.destroy();
  });
};
