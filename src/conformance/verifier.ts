import type { ChildProcessByStdio } from 'node:child_process';
import { PassThrough, type Readable, type Writable } from 'node:stream';
import { writeJson } from '../contract/write-json.js';
import { inTime } from '../server/in-time.js';
import type { Verdict } from './records.js';
import { NoAnswer, shorten, UnreachableError } from './report.js';
import { runShell } from './shell.js';

/** The time in which a verifier has to answer a line, in milliseconds. */
const PATIENCE = 20_000;
/** The longest line that a verifier may print, in UTF-16 units. */
const MAX_LINE = 1_048_576;

const linesOf = async function* (stream: Readable): AsyncGenerator<string, undefined> {
  let rest = '';
  for await (const part of stream.setEncoding('utf8') as AsyncIterable<string>) {
    const lines = (rest + part).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
    if (rest.length > MAX_LINE)
      throw new NoAnswer(`The verifier prints a line of more than ${MAX_LINE.toLocaleString('en')} units: "${shorten(rest)}".`);
  }
  if (rest !== '') yield rest;
  return undefined;
};

const parse = (line: string): Verdict => {
  try {
    const verdict: unknown = JSON.parse(line);
    if (typeof verdict === 'object' && verdict) return verdict as Verdict;
  } catch {
    // It is no JSON: that is said below.
  }
  throw new NoAnswer(
    `The verifier answered a line by "${shorten(line)}", and not by a JSON object such as {"id": 1, "ok": true}. Print all else to the error output.`,
  );
};

/** A verifier in any language: a program that answers each line of its standard input by a line. */
export interface Verifier {
  /**
   * @throws UnreachableError if it has answered no line, and ends, is too slow, or answers by something else than a JSON object with the
   * line's id; `NoAnswer` if it has answered one
   */
  ask(line: object): Promise<Verdict>;
  end(): void;
}

/** Starts a verifier, and numbers its lines by `id`. @param command run by the shell */
export const startVerifier = (command: string): Verifier => {
  const { child, kill } = runShell<ChildProcessByStdio<Writable, Readable, null>>(command, ['pipe', 'pipe', 'inherit'], true);
  // Node drops what nobody reads once a program has ended: this reads at once.
  const lines = linesOf(child.stdout.pipe(new PassThrough()));
  // A verifier that ends early has no next line: that is said below.
  child.stdin.on('error', () => undefined);
  let [id, answered] = [0, 0];
  const next = async (): Promise<Verdict> => {
    const line = await inTime(
      () => lines.next(),
      PATIENCE,
      () => new NoAnswer('The verifier has not answered a line within 20 s.'),
    );
    if (line.done) throw new NoAnswer('The verifier ended before it had answered each line.');
    const verdict = parse(line.value);
    if (verdict['id'] !== id)
      throw new NoAnswer(`The verifier answered the line with the id ${id} by "${shorten(line.value)}", which has another id.`);
    return verdict;
  };
  return {
    async ask(line) {
      child.stdin.write(`${writeJson({ id: ++id, ...line })}\n`);
      try {
        const verdict = await next();
        answered++;
        return verdict;
      } catch (error) {
        throw answered > 0 ? error : new UnreachableError((error as Error).message, { cause: error });
      }
    },
    end() {
      child.stdin.end();
      kill();
      // What does not end keeps no one waiting.
      child.stdout.destroy();
      child.unref();
    },
  };
};
