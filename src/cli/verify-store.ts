import type { JSONWebKeySet } from 'jose';
import { readFile } from 'node:fs/promises';
import { writeJson } from '../contract/write-json.js';
import { UnreadableEntryError } from '../server/report.js';
import { type Verified, verifyStore } from '../server/verify-store.js';
import { type Command, readOptions, UsageError } from './command.js';
import { openStore, STORE_HELP, STORE_OPTIONS } from './open-store.js';

const HELP = `Usage: relbutton verify-store --origin <origin> [options]

Proves a vendor's store: each signature, each chain, and that the state of each relationship follows from its records. It reads one
relationship after another, beside a vendor at work.

Options:
  --origin <origin>    the vendor's origin, such as https://shop.example
${STORE_HELP}
  --jwks <file or URL> the vendor's public keys. Default: /.well-known/jwks.json at the origin
  --mend               makes a wrong state again from the records, if all of them are proved
  --json               prints each fault, and then the numbers, as a line of JSON
  --help               prints this

It ends with 0 if there are no faults or all are mended, 1 if there are, 2 if it could not do its work.
`;

const isKeySet = (value: unknown): value is JSONWebKeySet => Array.isArray((value as JSONWebKeySet | null)?.keys);

/** The time limit for fetching the keys, in milliseconds. */
const TIMEOUT = 10_000;

/** @param from a URL, or the path of a file */
const readKeys = async (from: string): Promise<JSONWebKeySet> => {
  const fetched = async (): Promise<string> => {
    const response = await globalThis.fetch(from, { signal: AbortSignal.timeout(TIMEOUT) });
    if (!response.ok) throw new Error(`it answers ${response.status}`);
    return response.text();
  };
  let keys: unknown;
  try {
    keys = JSON.parse(await (/^https?:/.test(from) ? fetched() : readFile(from, 'utf8')));
  } catch (cause) {
    throw new UsageError(`The keys cannot be read from ${from}: ${(cause as Error).message}. Name them by --jwks.`, { cause });
  }
  if (!isKeySet(keys)) throw new UsageError(`${from} has no key set: give {"keys": […]}, as the vendor publishes it.`);
  return keys;
};

const readOrigin = (given: string | undefined): string => {
  if (given === undefined || !URL.canParse(given) || new URL(given).origin !== given)
    throw new UsageError('Name the origin of the vendor: --origin https://shop.example, without a path.');
  return given;
};

const inWords = ({ relationships, records, faults, mended }: Verified): string => {
  const [many, most, wrong] = [relationships, records, faults].map((number) => number.toLocaleString('en'));
  return `Relationships: ${many}. Records: ${most}. Faults: ${wrong}. Mended: ${mended.toLocaleString('en')}.`;
};

const asJson = (error: Error): string => {
  const { name, message } = error;
  const { iss, jti } = error as UnreadableEntryError;
  return writeJson({ fault: error instanceof UnreadableEntryError ? 'record' : 'state', iss, jti, name, message });
};

/** Shows on a terminal how far it is. @returns a function that receives the numbers */
const showProgress = (): ((found: Verified) => void) => {
  let shown = Date.now();
  return (found) => {
    if (!process.stderr.isTTY || Date.now() - shown < 200) return;
    shown = Date.now();
    process.stderr.write(`\r${inWords(found)}`);
  };
};

const run = async (args: string[]): Promise<number> => {
  const options = readOptions(args, {
    ...STORE_OPTIONS,
    origin: { type: 'string' },
    jwks: { type: 'string' },
    mend: { type: 'boolean' },
    json: { type: 'boolean' },
  });
  const { json = false, mend = false } = options;
  const origin = readOrigin(options.origin);
  const jwks = await readKeys(options.jwks ?? `${origin}/.well-known/jwks.json`);
  const { store, close } = await openStore(options);
  try {
    const print = (line: string): void => void process.stdout.write(`${line}\n`);
    const onfault = (error: Error): void => print(json ? asJson(error) : error.message);
    const found = await verifyStore(store, jwks, { origin, mend, onfault, onprogress: showProgress() });
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
    print(json ? writeJson(found) : inWords(found));
    return found.faults > found.mended ? 1 : 0;
  } finally {
    await close();
  }
};

export const verifyStoreCommand: Command = { about: 'proves each signature, chain and state of a store', help: HELP, run };
