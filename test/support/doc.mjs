/**
 * Follows a document of `docs/` as its reader does: writes its files, runs its commands and starts its servers, in a temporary folder.
 *
 * @module
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { eventually } from '../e2e/driver.mjs';
import { freePort } from './ports.mjs';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Waits until a server answers. @returns the response */
export const isUp = (url, init) => eventually(() => fetch(url, init).catch(() => null), `${url} answers`);

/** Returns the code blocks of a text, in order; `name` is the word after the language: the file's name, if it is to be written. */
export const blocksOf = (text) =>
  [...text.matchAll(/^ *```(\w+)(?: (\S+))?\n([\s\S]*?)^ *```$/gm)].map(([, language, name, code]) => ({ language, name, code }));

/**
 * @param file its path in the project
 * @param ports that it names: each is replaced by a free one
 */
export const openDoc = async (file, ports = []) => {
  const text = readFileSync(join(root, file), 'utf8');
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'relbutton-docs-')));
  const here = await Promise.all(ports.map(freePort));
  const running = new Map();
  let cwd = folder;
  const swap = (from, to) => (code) => from.reduce((swapped, port, i) => swapped.replaceAll(port, to[i]), code);
  const local = swap(ports, here);

  const stop = async (command) => {
    const child = running.get(command);
    running.delete(command);
    if (child?.exitCode !== null) return;
    // The negative id ends the shell and all processes that it started.
    process.kill(-child.pid);
    await once(child, 'exit');
  };

  return {
    text,
    blocks: blocksOf(text),
    folder,
    /** Replaces the document's ports by those in use here. */
    local,
    /** Replaces the ports in use here by the document's. */
    asWritten: swap(here, ports),

    write: ({ name, code }) => writeFileSync(join(cwd, name), local(code)),

    /** Runs a command. A `cd` in it applies to later commands. @returns its output */
    async run(command) {
      const script = `trap 'pwd >&3' EXIT\n${local(command)}`;
      const where = join(folder, '.cwd');
      const options = { cwd, maxBuffer: 1e8 };
      const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', `exec 3>${where}\n${script}`], options);
      cwd = readFileSync(where, 'utf8').trim();
      return stdout;
    },

    /** Starts a long-running command; stops it first if it runs. @returns a function that returns its output so far */
    async start(command, env = {}) {
      await stop(command);
      const child = spawn('bash', ['-c', local(command)], { cwd, env: { ...process.env, ...env }, detached: true });
      running.set(command, child);
      let output = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
      return () => output;
    },

    /** Sends a signal to a running command. @returns the code with which it exits */
    async signal(command, signal) {
      const child = running.get(command);
      process.kill(-child.pid, signal);
      const [code] = await once(child, 'exit');
      return code;
    },

    async close() {
      for (const command of [...running.keys()]) await stop(command);
      rmSync(folder, { recursive: true });
    },
  };
};
