/** The command `relbutton-agent`, as a process of the built file, without a terminal. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Ended } from './command.js';

export const AGENT = fileURLToPath(new URL('../../dist/agent-cli/relbutton-agent.js', import.meta.url));

/** Runs it to its end, with a yes on its standard input. */
export const runAgent = (args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> =>
  new Promise((resolve) => {
    const child = execFile(process.execPath, [AGENT, ...args], { env: { ...process.env, ...env } }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
    child.stdin?.end('yes\n');
  });
