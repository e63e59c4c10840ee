import { readFile } from 'node:fs/promises';
import { UsageError } from './command.js';
import { placeOfFault } from './json-fault.js';

/** Reads a file of JSON text. It may begin with a byte order mark. @throws UsageError if it is no JSON: it says where, and shows nothing of it */
export const readJsonFile = async (file: string): Promise<unknown> => {
  const text = (await readFile(file, 'utf8')).replace(/^\ufeff/, '');
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`${file} is not JSON: mend it at ${placeOfFault(text)}.`);
  }
};
