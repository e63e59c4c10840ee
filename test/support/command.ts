/** The command `relbutton`, as a process of the built file. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const COMMAND = fileURLToPath(new URL('../../dist/cli/relbutton.js', import.meta.url));

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}
interface Where {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

const envOf = ({ env }: Where): NodeJS.ProcessEnv => ({ ...process.env, DATABASE_URL: '', RELBUTTON_DESK_PASSWORD: '', ...env });

/** Runs a command to its end. */
export const run = (args: readonly string[], where: Where = {}): Promise<Ended> =>
  new Promise((resolve) => {
    const options = { ...(where.cwd !== undefined && { cwd: where.cwd }), env: envOf(where) };
    const child = execFile(process.execPath, [COMMAND, ...args], options, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
    child.stdin?.end();
  });

/** Runs a command on a disk that has no room for any file. For Linux and macOS. */
export const noRoom = (args: readonly string[], cwd: string): Promise<Ended> => bash('ulimit -f 0; relbutton "$@"', cwd, args);

/** Runs a line of bash in which `relbutton` is the command, and `$@` some arguments. */
export const bash = (line: string, cwd: string, args: readonly string[] = []): Promise<Ended> =>
  new Promise((resolve) => {
    const script = `relbutton() { "${process.execPath}" "${COMMAND}" "$@"; }; ${line}`;
    execFile('bash', ['-c', script, 'bash', ...args], { cwd, env: envOf({}) }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
  });

export interface Serving {
  readonly origin: string;
  /** What it has printed. */
  output(): string;
  signal(name: NodeJS.Signals): void;
  /** Waits for its end. @returns the exit code */
  ended(): Promise<number | null>;
}

/** Starts `relbutton serve` at a free port, and waits until it serves. */
export const serve = async (cwd: string, where: Omit<Where, 'cwd'> = {}, ...args: string[]): Promise<Serving> => {
  const child = spawn(process.execPath, [COMMAND, 'serve', '--port', '0', ...args], { cwd, env: envOf(where) });
  let output = '';
  const ended = once(child, 'exit') as Promise<[number | null]>;
  const origin = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (part: Buffer) => {
        output += part.toString();
        const [, found] = /Endpoint {2}(http:\/\/localhost:\d+)/.exec(output) ?? [];
        if (found !== undefined && output.includes('Ctrl-C')) resolve(found);
      });
    child.once('exit', () => reject(new Error(`It ended: ${output}`)));
  });
  return { origin, output: () => output, signal: (name) => void child.kill(name), ended: async () => (await ended)[0] };
};

/** Makes a folder, with these files in it. It is deleted when this process ends. */
export const makeFolder = (files: Readonly<Record<string, string>> = {}): string => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'relbutton-cli-')));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
};

/** Makes a folder with what `relbutton init` makes. @param settings that are changed */
export const initFolder = async (settings: object = {}): Promise<string> => {
  const folder = makeFolder();
  const { code, stderr } = await run(['init', '--yes', '--name', 'Acme Coffee'], { cwd: folder });
  if (code !== 0) throw new Error(stderr);
  const file = join(folder, 'relbutton.config.json');
  const { default: made } = (await import(file, { with: { type: 'json' } })) as { default: object };
  writeFileSync(file, JSON.stringify({ ...made, ...settings }));
  return folder;
};
