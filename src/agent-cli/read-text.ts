import { readFileSync } from 'node:fs';
import { UsageError } from '../cli/command.js';
import { reasonOf } from '../cli/reasons.js';

/** Reads a file that the person names. @param what it is, for the error @throws UsageError if it cannot be read */
export const readText = (path: string, what: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new UsageError(`${what} ${path} cannot be read: ${reasonOf(cause)}.`, { cause });
  }
};
