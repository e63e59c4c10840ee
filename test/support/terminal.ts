/** A command at a terminal of its own: `script` of util-linux, which every Debian has, makes it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Session {
  readonly code: number;
  /** What the terminal showed. */
  readonly shown: string;
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/**
 * Runs a command.
 *
 * @param answers what is typed once the terminal shows a text: pairs of that text and the keys, or what makes them, in their order
 */
export const atTerminal = async (
  command: readonly string[],
  answers: readonly (readonly [wanted: string, keys: string | (() => Promise<string>)])[],
  env: NodeJS.ProcessEnv = {},
): Promise<Session> => {
  const child = spawn('script', ['-qec', command.map(quoted).join(' '), '/dev/null'], { env: { ...process.env, ...env } });
  let shown = '';
  let read = 0;
  const waiting = [...answers];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
    for (let next = waiting[0]; next; next = waiting[0]) {
      const at = shown.indexOf(next[0], read);
      if (at < 0) return;
      read = at + next[0].length;
      waiting.shift();
      const [, keys] = next;
      if (typeof keys === 'string') child.stdin.write(keys);
      else void keys().then((made) => child.stdin.write(made));
    }
  });
  const [code] = (await once(child, 'close')) as [number];
  return { code, shown };
};
