import { randomUUID } from 'node:crypto';
import {
  constants,
  copyFile,
  type FileHandle,
  link,
  lstat,
  mkdir,
  open,
  realpath,
  rename,
  rm,
  rmdir,
  stat,
} from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { UsageError } from './command.js';
import { codeOf } from './reasons.js';

type Parts = Iterable<string> | AsyncIterable<string>;

const isThere = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  );

/** Puts the entries of a folder on the disk itself. Some systems cannot open folders. */
const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder).catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
};

interface Access {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** Gives a file the access of the one that it replaces. @throws UsageError if this user may not */
const give = async (file: FileHandle, { mode, uid, gid }: Access, target: string): Promise<void> => {
  const own = await file.stat();
  if (own.uid !== uid || own.gid !== gid)
    await file.chown(uid, gid).catch((cause: unknown) => {
      throw new UsageError(`${target} is of another user, who has to replace it: run this as that user.`, { cause });
    });
  await file.chmod(mode & 0o7777);
};

/** Writes a text beside a file, to take its place whole. @param access that of the file; or the mode of a new one @returns its path */
const writeBeside = async (file: string, parts: Parts, access: number | Access): Promise<string> => {
  const beside = join(dirname(file), `.${basename(file)}.${randomUUID()}`);
  let handle: FileHandle | undefined;
  try {
    handle = await open(beside, 'wx', typeof access === 'number' ? access : 0o600);
    if (typeof access !== 'number') await give(handle, access, file);
    await handle.writeFile(parts, 'utf8');
    await handle.sync();
    await handle.close();
    return beside;
  } catch (error) {
    await handle?.close().catch(() => undefined);
    await rm(beside, { force: true });
    // The person knows the file by its own name.
    throw codeOf(error) === undefined || error instanceof UsageError ? error : Object.assign(error as Error, { path: file });
  }
};

/** Makes a file of another one, which is beside it. @throws Error with the code EEXIST if there is a file already */
const place = async (beside: string, file: string): Promise<void> => {
  try {
    await link(beside, file);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw error;
    // This disk has no links.
    await copyFile(beside, file, constants.COPYFILE_EXCL);
  }
};

/** Makes the folder of a file. @returns the folders that were missing, the inner ones first */
const makeFolder = async (file: string): Promise<string[]> => {
  const missing: string[] = [];
  const outermost = await mkdir(dirname(file), { recursive: true });
  for (let folder = dirname(file); outermost?.length && folder.length >= outermost.length; folder = dirname(folder))
    missing.push(folder);
  return missing;
};

/**
 * Writes a new file, and the folders above it: whole, or not at all.
 *
 * @param mode for others than the owner. Default: as other files
 * @param made gets the paths that were made, the last one first
 * @returns `false` if there is a file already, which stays as it is
 */
export const writeNew = async (name: string, text: string, mode = 0o666, made: string[] = []): Promise<boolean> => {
  const file = resolve(name);
  if (await isThere(file)) return false;
  made.unshift(...(await makeFolder(file)));
  const beside = await writeBeside(file, [text], mode);
  try {
    await place(beside, file);
    made.unshift(file);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(beside, { force: true });
  }
  await syncFolder(dirname(file));
  return true;
};

/**
 * Makes several files, or none: if the work fails, it deletes what was made.
 *
 * @param work gets a list, to which `writeNew` adds
 */
export const allOrNone = async <T>(work: (made: string[]) => Promise<T>): Promise<T> => {
  const made: string[] = [];
  try {
    return await work(made);
  } catch (error) {
    for (const path of made) await rm(path).catch(() => rmdir(path).catch(() => undefined));
    throw error;
  }
};

/**
 * Puts a file in the place of another one in one step: a reader sees the old one or the new one, and so does the next start after a
 * crash.
 *
 * @param parts its text
 * @param keeps whether it keeps the owner and the mode of the other one. Default: only its owner, this user, can read it
 * @throws UsageError if it has to keep an owner, and this user may not
 */
export const replaceFile = async (file: string, parts: Parts, keeps = false): Promise<void> => {
  // A link stays a link to the file that is replaced.
  const target = await realpath(file).catch(() => resolve(file));
  const beside = await writeBeside(target, parts, keeps ? await stat(target) : 0o600);
  try {
    await rename(beside, target);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
  await syncFolder(dirname(target));
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
