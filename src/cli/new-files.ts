import { randomUUID } from 'node:crypto';
import { appendFile, mkdir, open, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { UsageError } from './command.js';

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/**
 * Writes a new file, and the folders above it.
 *
 * @param mode for others than the owner. Default: as other files
 * @returns `false` if there is a file already, which stays as it is
 */
export const writeNew = async (file: string, text: string, mode = 0o666): Promise<boolean> => {
  await mkdir(dirname(file), { recursive: true });
  try {
    await writeFile(file, text, { flag: 'wx', mode });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
};

/**
 * Puts a file in the place of another one in one step: a reader sees the old one or the new one, and so does the next start after a
 * crash. Only its owner can read it.
 *
 * @param parts its text
 */
export const replaceFile = async (file: string, parts: Iterable<string> | AsyncIterable<string>): Promise<void> => {
  // A link stays a link to the file that is replaced.
  const target = await realpath(file).catch(() => resolve(file));
  const beside = join(dirname(target), `.${basename(target)}.${randomUUID()}`);
  const handle = await open(beside, 'wx', 0o600);
  try {
    await handle.writeFile(parts, 'utf8');
    await handle.sync();
    await handle.close();
    await rename(beside, target);
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(beside, { force: true });
    throw error;
  }
};

/**
 * Does some work while no other process does it.
 *
 * @param file beside which a file marks that the work is under way
 * @throws UsageError if another process is at it, or one was stopped in it
 */
export const alone = async <T>(file: string, work: () => Promise<T>): Promise<T> => {
  const mark = `${file}.lock`;
  if (!(await writeNew(mark, `${process.pid}\n`)))
    throw new UsageError(`Another process is at work on ${file}. If none is, one was stopped: delete ${mark}.`);
  try {
    return await work();
  } finally {
    await rm(mark, { force: true });
  }
};

/** Returns whether git keeps a folder. */
const isInGit = async (folder: string): Promise<boolean> => {
  if (await isThere(join(folder, '.git'))) return true;
  return dirname(folder) !== folder && isInGit(dirname(folder));
};

/** Names files in `.gitignore`, if git keeps the folder. @returns those that were not named before */
export const ignoreInGit = async (folder: string, names: readonly string[]): Promise<readonly string[]> => {
  if (!(await isInGit(folder))) return [];
  const file = join(folder, '.gitignore');
  const before = await readFile(file, 'utf8').catch(() => '');
  const lines = before.split(/\r?\n/).map((line) => line.trim());
  const missing = names.filter((name) => !lines.includes(name) && !lines.includes(`/${name}`));
  if (missing.length > 0)
    await appendFile(file, [before && !before.endsWith('\n') ? '\n' : '', ...missing.map((name) => `${name}\n`)].join(''));
  return missing;
};
