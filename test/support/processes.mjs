/**
 * Runs commands with a time limit, and ends every process that they start.
 *
 * @module
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';

const isWindows = process.platform === 'win32';

/** @returns {Map<number, number>} the parent of each running process, without zombies */
export const parents = () => {
  // Its status does not count: it also fails, and writes a line in part or none, if a process ends while it looks.
  const lines = spawnSync('ps', ['-A', '-o', 'pid=,ppid=,stat='], { encoding: 'utf8' }).stdout.trim().split('\n');
  const fields = lines.map((line) => line.trim().split(/\s+/)).filter(([, , state]) => state && !state.startsWith('Z'));
  return new Map(fields.map(([pid, parent]) => [Number(pid), Number(parent)]));
};

/** @returns {number[]} all descendants of a process */
export const descendantsOf = (pid) => {
  if (isWindows) return [];
  const all = parents();
  const found = new Set([pid]);
  // A parent may have a higher number than its child: look until nothing new is found.
  for (let size = 0; size < found.size;) {
    size = found.size;
    for (const [child, parent] of all) if (found.has(parent)) found.add(child);
  }
  found.delete(pid);
  return [...found];
};

/** Kills processes, and ignores those that have ended meanwhile. */
export const kill = (...pids) => {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has already ended.
    }
  }
};

const killTree = (pid) => kill(...descendantsOf(pid), pid);
const running = new Set();
process.once('exit', () => running.forEach(killTree));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));

/**
 * Runs a command and passes its output on.
 *
 * @param {string[]} command
 * @param {number} limit in milliseconds, after which the command and its descendants are killed
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, isQuiet?: boolean }} [options] `isQuiet` keeps the output for the caller alone
 * @returns {Promise<{ code: number | null, output: string, isLate: boolean }>} `code` is null if it was killed
 */
export const run = ([command, ...parameters], limit, { cwd, env, isQuiet = false } = {}) =>
  new Promise((resolve, reject) => {
    const child = spawn(command, parameters, {
      stdio: ['ignore', 'pipe', isQuiet ? 'ignore' : 'inherit'],
      shell: isWindows,
      cwd,
      env,
    });
    let output = '';
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      killTree(child.pid);
    }, limit);
    running.add(child.pid);
    child.stdout.on('data', (chunk) => {
      output += chunk;
      if (!isQuiet) process.stdout.write(chunk);
    });
    child.once('error', reject);
    child.once('exit', async (code) => {
      clearTimeout(timer);
      running.delete(child.pid);
      // Wait for the rest of its output, but not for ever: a process that it left behind can keep the stream open.
      await Promise.race([once(child, 'close'), wait(2_000, undefined, { ref: false })]);
      resolve({ code, output, isLate });
    });
  });
