import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { writeJson } from '../contract/write-json.js';
import type { Verdict } from './records.js';
import { UnreachableError } from './report.js';

/** The time in which a verifier has to answer a line, in milliseconds. */
const PATIENCE = 20_000;
const inTime = <T>(work: Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    const late = (): void => reject(new UnreachableError('The verifier has not answered a line within 20 s.'));
    const timer = setTimeout(late, PATIENCE);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });

const parse = (line: string): Verdict => {
  try {
    const verdict: unknown = JSON.parse(line);
    if (typeof verdict === 'object' && verdict) return verdict as Verdict;
  } catch {
    // It is no JSON: that is said below.
  }
  throw new UnreachableError(
    `The verifier answered a line by "${line}", and not by a JSON object such as {"id": 1, "ok": true}.`,
  );
};

/** A verifier in any language: a program that answers each line of its standard input by a line. */
export interface Verifier {
  /** @throws UnreachableError if it ends, is too slow, or answers by something else than a JSON object with the line's id */
  ask(line: object): Promise<Verdict>;
  end(): void;
}

/** Starts a verifier, and numbers its lines by `id`. @param command run by the shell */
export const startVerifier = (command: string): Verifier => {
  const child = spawn(command, { shell: true, stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  // A verifier that ends early has no next line: that is said below.
  child.stdin.on('error', () => undefined);
  let id = 0;
  return {
    async ask(line) {
      child.stdin.write(`${writeJson({ id: ++id, ...line })}\n`);
      const next = await inTime(lines.next());
      if (next.done) throw new UnreachableError('The verifier ended before it had answered each line.');
      const verdict = parse(next.value);
      if (verdict['id'] !== id)
        throw new UnreachableError(`The verifier answered the line with the id ${id} by "${next.value}", which has another id.`);
      return verdict;
    },
    end() {
      child.stdin.end();
      child.kill();
    },
  };
};
