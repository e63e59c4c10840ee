/**
 * A disk that is full for some processes: no file of theirs can grow past a length. A write past it fails with `EFBIG`, where a full
 * disk fails with `ENOSPC`; SQLite and PostgreSQL take both for the same. For Linux.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { descendantsOf } from './processes.mjs';

/** Returns whether this system can do it. */
export const canLimitFiles = process.platform === 'linux';

/**
 * Limits the length of files that a process and its descendants write.
 *
 * @param {number} pid
 * @param {number} [bytes] default: unlimited
 */
export const limitFiles = (pid, bytes) => {
  for (const one of [pid, ...descendantsOf(pid)]) {
    const folder = `/proc/${one}`;
    // A process of PostgreSQL may have ended meanwhile.
    if (!existsSync(folder)) continue;
    // Each user may limit its own processes; root, in a container, not those of others.
    const { uid, gid } = statSync(folder);
    const parameters = [`--pid=${one}`, `--fsize=${bytes ?? 'unlimited'}:`];
    const { status, stderr } = spawnSync('prlimit', parameters, { encoding: 'utf8', uid, gid });
    if (status !== 0 && existsSync(folder)) throw new Error(stderr);
  }
};
