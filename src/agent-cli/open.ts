/**
 * Opens the person's ledger for a command.
 *
 * @module
 */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { FileLedger } from '../agent/ledger-file/index.js';
import type { ListedRelationship } from '../agent/ledger.js';
import { publicFetch } from '../agent/public-fetch.js';
import { vendorOrigin } from '../agent/vendor-origin.js';
import { UsageError } from '../cli/command.js';
import { askLine, requireTerminal } from './terminal.js';

/** The options of every command. */
export const OPTIONS = {
  ledger: { type: 'string' },
  'passphrase-file': { type: 'string' },
  'allow-local': { type: 'boolean' },
  json: { type: 'boolean' },
} as const;
export const OPTIONS_HELP = `  --ledger <file>           the ledger. Default: the variable RELBUTTON_LEDGER, else relbutton/ledger.db in
                            XDG_DATA_HOME or ~/.local/share
  --passphrase-file <file>  the file whose first line is the passphrase. Default: the terminal asks
  --allow-local             also reaches vendors at localhost, while you develop one
  --json                    prints JSON
  --help                    prints this
`;
export interface Options {
  readonly ledger?: string | undefined;
  readonly 'passphrase-file'?: string | undefined;
  readonly 'allow-local'?: boolean | undefined;
  readonly json?: boolean | undefined;
}

const pathOf = ({ ledger = process.env.RELBUTTON_LEDGER }: Options): string => {
  if (ledger) return ledger;
  const path = join(process.env.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'relbutton', 'ledger.db');
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  return path;
};

/** Reads a passphrase from a file, else from the person. @param isNew asks twice */
export const readPassphrase = async (file: string | undefined, question: string, isNew = false): Promise<string> => {
  if (file !== undefined) return (readFileSync(file, 'utf8').split(/\r?\n/)[0] as string) || '';
  requireTerminal('Without --passphrase-file, the passphrase');
  const passphrase = (await askLine(`${question}: `, true)) ?? '';
  if (isNew && (await askLine('The same again: ', true)) !== passphrase) throw new UsageError('The two passphrases differ.');
  return passphrase;
};

export interface Opened {
  readonly ledger: FileLedger;
  readonly fetch: typeof globalThis.fetch;
  readonly passphrase: string;
  /** Finds the relationship with a vendor that has not ended. */
  related(origin: string): Promise<ListedRelationship | undefined>;
}

export const openedWith = (ledger: FileLedger, fetch: Opened['fetch'], passphrase: string): Opened => ({
  ledger,
  fetch,
  passphrase,
  async related(origin) {
    for await (const one of ledger.relationships()) if (one.vendor === origin && one.status !== 'ended') return one;
    return undefined;
  },
});

/** Imports the ledger, whose driver the person installs. */
const importLedger = (): Promise<typeof import('../agent/ledger-file/index.js')> =>
  import('../agent/ledger-file/index.js').catch((cause: Error & { code?: string }) => {
    if (cause.code !== 'ERR_MODULE_NOT_FOUND') throw cause;
    throw new UsageError('The package libsql is missing: npm install libsql', { cause });
  });

/** Opens the ledger, and closes it after the work. */
export const withLedger = async <T>(options: Options, work: (opened: Opened) => Promise<T>): Promise<T> => {
  const { openFileLedger } = await importLedger();
  const path = pathOf(options);
  const isNew = !existsSync(path);
  const question = isNew ? `A passphrase for the new ledger ${path}` : `The passphrase of ${path}`;
  const passphrase = await readPassphrase(options['passphrase-file'], question, isNew);
  const fetch = publicFetch({ allowLocal: options['allow-local'] ?? false });
  const ledger = await openFileLedger(path, { passphrase, fetch });
  try {
    return await work(openedWith(ledger, fetch, passphrase));
  } finally {
    ledger.close();
  }
};

/** @throws UsageError if an address is none of a vendor's */
export const originOf = (address: string): string => {
  const origin = vendorOrigin(address);
  if (origin === undefined) throw new UsageError(`"${address}" is no vendor's address. Write it like shop.example.`);
  return origin;
};
