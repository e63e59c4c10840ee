import { importJWK, type JWK } from 'jose';
import { stat } from 'node:fs/promises';
import { writeJson } from '../contract/write-json.js';
import { UsageError } from './command.js';
import { readJsonFile } from './read-json.js';
import { codeOf, reasonOf } from './reasons.js';

/** The keys of a vendor: the one that signs, then the public parts of those that signed before. */
export interface Keys {
  readonly key: JWK;
  readonly formerKeys: readonly JWK[];
}

/** Writes the text of a key file: a JWK set (RFC 7517, section 5). */
export const keyText = ({ key, formerKeys }: Keys): string => `${writeJson({ keys: [key, ...formerKeys] })}\n`;

const check = async ({ key, formerKeys }: Partial<Keys>, file: string): Promise<Keys> => {
  const isSigning = typeof key?.d === 'string' && typeof key.kid === 'string' && (key.alg === 'ES256' || key.alg === 'EdDSA');
  if (!isSigning || !formerKeys)
    throw new UsageError(`The first key in ${file} cannot sign: it has to be a private JWK with "alg", "kid" and "d".`);
  for (const one of [key, ...formerKeys])
    await importJWK(one, one.alg ?? 'ES256').catch((cause: Error) => {
      throw new UsageError(`The key ${one.kid} in ${file} cannot be used: ${cause.message}.`, { cause });
    });
  return { key, formerKeys };
};

/**
 * Reads a key file: one private JWK, as `createKey` makes it, or a JWK set with the former keys after it.
 *
 * @throws UsageError if it cannot be read, or its first key cannot sign
 */
export const readKeyFile = async (file: string): Promise<Keys> => {
  let value: unknown;
  try {
    value = await readJsonFile(file);
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    if (codeOf(cause) === 'ENOENT')
      throw new UsageError(`There is no key file ${file}. \`relbutton init\` makes one.`, { cause });
    throw new UsageError(`The key file ${file} cannot be read: ${reasonOf(cause)}.`, { cause });
  }
  const { keys = [value] } = (value ?? {}) as { keys?: unknown };
  const all = (Array.isArray(keys) ? keys : []) as readonly (JWK | undefined)[];
  const [key, ...formerKeys] = all.filter((one) => typeof one === 'object' && one !== null);
  return check({ ...(key && { key }), formerKeys }, file);
};

/** Returns whether others of this machine may read a file. */
export const isOpenToOthers = async (file: string): Promise<boolean> =>
  process.platform !== 'win32' && ((await stat(file)).mode & 0o077) !== 0;
