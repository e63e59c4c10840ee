/**
 * The token by which assistants prove over HTTP that the person has set them up.
 *
 * @module
 */
import { closeSync, fstatSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { UsageError } from '../../cli/command.js';
import { isOpenToOthers } from '../private-file.js';
import { makeSecret } from './secrets.js';

/** A token as a header can carry it (RFC 6750, section 2.1), of 128 bits at least. */
const TOKEN = /^[\w.~+/-]{22,200}=*$/;

/** Creates a file with a token, readable by its owner only. @returns `undefined` if there is a file already */
const create = (file: string): string | undefined => {
  const token = makeSecret();
  try {
    writeFileSync(file, `${token}\n`, { flag: 'wx', mode: 0o600 });
    return token;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return undefined;
    throw error;
  }
};

/**
 * Reads the token in the first line of a file, and creates the file with a new token if it is missing.
 *
 * @throws UsageError if others can read the file, or it has no token
 */
export const tokenIn = (file: string): string => {
  const made = create(file);
  if (made !== undefined) return made;
  const opened = openSync(file, 'r');
  try {
    if (isOpenToOthers(fstatSync(opened)))
      throw new UsageError(`Others can read ${file}. Keep it to yourself: chmod 600 ${file}`);
    const token = readFileSync(opened, 'utf8').split(/\r?\n/)[0] as string;
    if (!TOKEN.test(token))
      throw new UsageError(`The first line of ${file} is no token. Delete the file: the next start makes a new one.`);
    return token;
  } finally {
    closeSync(opened);
  }
};
