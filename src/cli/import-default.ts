import { resolve as absolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UsageError } from './command.js';

/**
 * Imports the default export of a person's own module.
 *
 * @param what the module is for, such as `driver`
 * @param file its path, from the current folder
 * @throws UsageError if the module cannot be imported, or its default export is no function
 */
export const importDefault = async <F>(what: string, file: string): Promise<F> => {
  const { default: it } = (await import(pathToFileURL(absolute(file)).href).catch((cause: Error) => {
    throw new UsageError(`The ${what} ${file} cannot be imported: ${cause.message}`, { cause });
  })) as { default?: unknown };
  if (typeof it !== 'function') throw new UsageError(`The ${what} ${file} has no function as its default export.`);
  return it as F;
};
