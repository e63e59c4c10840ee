import { readFile, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { replaceFile, writeNew } from './new-files.js';
import { codeOf } from './reasons.js';

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** Returns whether git keeps a folder. */
export const isInGit = async (folder: string): Promise<boolean> => {
  if (await isThere(join(folder, '.git'))) return true;
  return dirname(folder) !== folder && isInGit(dirname(folder));
};

/** Returns the pattern of `.gitignore` for a file; `undefined` if it is not in the folder. @param end follows the name, such as `*` */
export const patternOf = (folder: string, file: string, end = ''): string | undefined => {
  const path = relative(folder, file).split(sep).join('/');
  if (/^(\.\.(\/|$)|\/|[a-z]:)/i.test(path)) return undefined;
  return path.replace(/[\\*?[\]]|^[#!]| $/g, '\\$&') + end;
};

/** Names files in the `.gitignore` of a folder. @param made as of `writeNew` @returns the patterns that were not there before */
export const ignoreInGit = async (folder: string, patterns: readonly string[], made?: string[]): Promise<readonly string[]> => {
  const file = join(folder, '.gitignore');
  const before = await readFile(file, 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  });
  const lines = (before ?? '').split(/\r?\n/).map((line) => line.trim());
  const missing = patterns.filter((pattern) => !lines.includes(pattern) && !lines.includes(`/${pattern}`));
  if (missing.length === 0) return [];
  const text = [before, before && !before.endsWith('\n') ? '\n' : '', ...missing.map((name) => `${name}\n`)].join('');
  if (before === undefined) await writeNew(file, text, undefined, made);
  else await replaceFile(file, [text], true);
  return missing;
};
