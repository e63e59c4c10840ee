import { type ChildProcess, spawn, type StdioOptions } from 'node:child_process';

/** A program of its own that the shell runs. */
export interface ShellCommand<C extends ChildProcess> {
  readonly child: C;
  /** Ends it, with what the shell has started for it. */
  kill(): void;
}

/**
 * Runs a command by the shell.
 *
 * @param isApart `true`: in a group of processes, which ends as one; such a group cannot read from a terminal. Windows has no groups.
 */
export const runShell = <C extends ChildProcess>(line: string, stdio: StdioOptions, isApart: boolean): ShellCommand<C> => {
  const detached = isApart && process.platform !== 'win32';
  const child = spawn(line, { shell: true, detached, stdio }) as C;
  const kill = (): void => {
    try {
      process.kill(detached ? -Number(child.pid) : Number(child.pid), 'SIGTERM');
    } catch {
      // It has ended.
    }
  };
  return { child, kill };
};
