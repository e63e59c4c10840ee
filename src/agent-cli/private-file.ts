import type { Stats } from 'node:fs';

/** Returns whether other users of this machine can read or write a file. `false` on Windows, and for what is no file, such as a pipe. */
export const isOpenToOthers = (stats: Stats): boolean =>
  process.platform !== 'win32' && stats.isFile() && (stats.mode & 0o077) !== 0;
