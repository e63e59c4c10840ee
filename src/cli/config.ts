import { dirname, resolve } from 'node:path';
import { UsageError } from './command.js';
import { CONFIG_FIELDS, isFile } from './config-fields.js';
import { readFields, type Values } from './fields.js';
import { readJsonFile } from './read-json.js';
import { codeOf, reasonOf } from './reasons.js';

/** The name of the file in which `relbutton` finds its settings. */
export const CONFIG_FILE = 'relbutton.config.json';
export const CONFIG_OPTIONS = { config: { type: 'string' } } as const;
export const CONFIG_HELP = `  --config <file>      the settings. Default: ${CONFIG_FILE}`;

/** The settings of a vendor. Its paths are absolute. */
export type Config = Values<typeof CONFIG_FIELDS> & {
  /** The file that they come from. */
  readonly file: string;
};

const asObject = (value: unknown, file: string): object => {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new UsageError(`${file} is not a JSON object: it begins with {. \`relbutton init\` writes one in another folder.`);
};

/** @throws UsageError with a line for each fault */
const check = (given: object, file: string): Config => {
  const faults: string[] = [];
  const config = readFields(CONFIG_FIELDS, given, faults);
  if (faults.length > 0) throw new UsageError([`${file} has to be mended:`, ...faults.map((fault) => `  ${fault}`)].join('\n'));
  const folder = dirname(resolve(file));
  const { key, pages, store } = config;
  return {
    ...config,
    file: resolve(file),
    key: resolve(folder, key),
    ...(pages !== undefined && { pages: resolve(folder, pages) }),
    store: isFile(store) ? resolve(folder, store) : store,
  };
};

/**
 * Reads the settings.
 *
 * @returns `undefined` if no file is named, and the default one is not there
 * @throws UsageError if a field has another form or is unknown, or the named file is missing
 */
export const findConfig = async (file?: string): Promise<Config | undefined> => {
  const path = file ?? CONFIG_FILE;
  try {
    return check(asObject(await readJsonFile(path), path), path);
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    if (codeOf(cause) !== 'ENOENT') throw new UsageError(`${path} cannot be read: ${reasonOf(cause)}.`, { cause });
    if (file === undefined) return undefined;
    throw new UsageError(`There is no file ${file}. \`relbutton init\` makes ${CONFIG_FILE}.`, { cause });
  }
};

/** Reads the settings. @throws UsageError as `findConfig`, and if there are none */
export const readConfig = async (file?: string): Promise<Config> => {
  const config = await findConfig(file);
  if (config) return config;
  throw new UsageError(`There is no ${CONFIG_FILE} in this folder. \`relbutton init\` makes it; --config names another file.`);
};
