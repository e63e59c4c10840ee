/**
 * Serves one assistant by standard input and output. A message that is too long is dropped, and none is read while the assistant does
 * not read the answers.
 *
 * @module
 */
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { once } from 'node:events';
import { pipeline, Transform, type Writable } from 'node:stream';
import { MAX_MESSAGE } from './limits.js';
import type { Room } from './room.js';
import { serveAssistant } from './server.js';

const LINE_FEED = 10;
/** The codes of JSON-RPC 2.0, section 5.1. */
const [PARSE_ERROR, INVALID_REQUEST] = [-32_700, -32_600];

/** Passes on whole lines, once the answers before them are read. @param ondropped hears of a line that is too long */
const linesOf = (answers: Writable, ondropped: () => void): Transform => {
  let parts: Buffer[] = [];
  let length = 0;
  const take = (part: Buffer): void => {
    length += part.length;
    if (length <= MAX_MESSAGE) parts.push(part);
    else parts = [];
  };
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      let from = 0;
      for (let at: number; (at = chunk.indexOf(LINE_FEED, from)) >= 0; from = at + 1) {
        take(chunk.subarray(from, at + 1));
        if (length > MAX_MESSAGE) ondropped();
        else this.push(Buffer.concat(parts));
        [parts, length] = [[], 0];
      }
      take(chunk.subarray(from));
      if (!answers.writableNeedDrain) return done();
      // Where nobody reads any more, the next write fails.
      once(answers, 'drain').then(
        () => done(),
        () => done(),
      );
    },
  });
};

/** Serves an assistant until it closes standard input, or `stopped` resolves. */
export const serveStdio = async (room: Room, stopped: Promise<unknown>): Promise<void> => {
  const { stdin, stdout } = process;
  // Each answer that waits for the assistant to read has a listener.
  stdout.setMaxListeners(0);
  const refuse = (code: number, message: string): void => void transport.send({ jsonrpc: '2.0', error: { code, message } });
  const lines = linesOf(stdout, () =>
    refuse(INVALID_REQUEST, `A message has at most ${MAX_MESSAGE.toLocaleString('en')} bytes. A longer one was dropped.`),
  );
  const transport = new StdioServerTransport(lines, stdout);
  transport.onerror = (error) =>
    error instanceof SyntaxError
      ? refuse(PARSE_ERROR, 'A line was no JSON.')
      : refuse(INVALID_REQUEST, 'A line was no message of JSON-RPC 2.0.');
  const ended = once(lines, 'close');
  pipeline(stdin, lines, () => undefined);
  await serveAssistant(room, transport);
  await Promise.race([ended, stopped]);
  await transport.close();
  lines.destroy();
};
