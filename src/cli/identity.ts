import type { JSONWebKeySet } from 'jose';
import { readFile } from 'node:fs/promises';
import { jwksOf } from '../server/well-known.js';
import { UsageError } from './command.js';
import { CONFIG_FILE, CONFIG_HELP, CONFIG_OPTIONS, findConfig } from './config.js';
import { readKeyFile } from './key-file.js';
import { reasonOf } from './reasons.js';
import { type OpenedStore, openStore, STORE_HELP, STORE_OPTIONS, type StoreOptions } from './open-store.js';

/** Says whose store a command works with, and which. */
export const SOURCE_OPTIONS = { ...CONFIG_OPTIONS, ...STORE_OPTIONS } as const;
export const SOURCE_HELP = `${CONFIG_HELP}\n${STORE_HELP}`;
export const IDENTITY_OPTIONS = { origin: { type: 'string' }, jwks: { type: 'string' } } as const;
export const IDENTITY_HELP = `  --origin <origin>    the vendor's origin, such as https://shop.example. Default: that of the settings
  --jwks <file or URL> the vendor's public keys. Default: those of the settings, or /.well-known/jwks.json at the origin`;

type Source = StoreOptions & { readonly config?: string | undefined };
interface Identity {
  readonly origin?: string | undefined;
  readonly jwks?: string | undefined;
}

/** Opens the store that the options or the settings name. @param mayMake whether that of the settings is made if it is missing */
export const openSource = async (options: Source, mayMake = false): Promise<OpenedStore> => {
  const isNamed = [options.sqlite, options.postgres, options.mysql].some((address) => address !== undefined);
  const config = isNamed ? undefined : await findConfig(options.config);
  return openStore(options, config?.store, mayMake && config !== undefined);
};

const isKeySet = (value: unknown): value is JSONWebKeySet => Array.isArray((value as JSONWebKeySet | null)?.keys);

/** The time limit for fetching the keys, in milliseconds. */
const TIMEOUT = 10_000;

/** @param from a URL, or the path of a file */
const readJwks = async (from: string): Promise<JSONWebKeySet> => {
  const fetched = async (): Promise<string> => {
    const response = await globalThis.fetch(from, { signal: AbortSignal.timeout(TIMEOUT) });
    if (!response.ok) throw new Error(`it answers ${response.status}`);
    return response.text();
  };
  if (/^https?:/.test(from) && !URL.canParse(from)) throw new UsageError(`--jwks is ${from}, which is no address.`);
  let keys: unknown;
  try {
    keys = JSON.parse(await (/^https?:/.test(from) ? fetched() : readFile(from, 'utf8')));
  } catch (cause) {
    const why = cause instanceof SyntaxError ? 'this is not JSON' : reasonOf(cause);
    throw new UsageError(`The keys cannot be read from ${from}: ${why}. Name them by --jwks.`, { cause });
  }
  if (!isKeySet(keys)) throw new UsageError(`${from} has no key set: give {"keys": […]}, as the vendor publishes it.`);
  return keys;
};

/**
 * Reads whose records are in a store.
 *
 * @returns the vendor's origin and its public keys, former ones included
 * @throws UsageError if neither the options nor the settings name them
 */
export const readIdentity = async ({
  config: file,
  origin,
  jwks,
}: Identity & Pick<Source, 'config'>): Promise<{ origin: string; jwks: JSONWebKeySet }> => {
  const config = origin === undefined || file !== undefined ? await findConfig(file) : undefined;
  const given = origin ?? config?.origin;
  if (given === undefined || !URL.canParse(given) || new URL(given).origin !== given)
    throw new UsageError(
      `Name the origin of the vendor: --origin https://shop.example, without a path; or have a ${CONFIG_FILE}.`,
    );
  if (jwks === undefined && config) return { origin: given, jwks: jwksOf({ ...config, ...(await readKeyFile(config.key)) }) };
  return { origin: given, jwks: await readJwks(jwks ?? `${given}/.well-known/jwks.json`) };
};
