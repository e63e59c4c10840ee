/**
 * Opens the person's ledger for a command.
 *
 * @module
 */
import { mkdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { FileLedger } from '../agent/ledger-file/index.js';
import type { ListedRelationship } from '../agent/ledger.js';
import { vendorOrigin } from '../agent/vendor-origin.js';
import { vendorLine } from '../agent/vendor-text.js';
import { UsageError } from '../cli/command.js';
import { readPassphrase } from './passphrase.js';
import { reaching } from './reaching.js';

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

const pathOf = ({ ledger = process.env.RELBUTTON_LEDGER }: Options): string =>
  ledger || join(process.env.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'relbutton', 'ledger.db');

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

/** Asks for the passphrase of the ledger. @throws UsageError if there is no ledger, and the command begins none */
const passphraseOf = (path: string, options: Options, begins: boolean): Promise<string> => {
  const isNew = !statSync(path, { throwIfNoEntry: false })?.size;
  if (isNew && !begins)
    throw new UsageError(
      `There is no ledger at ${path}. Name another file by --ledger, or begin one: relbutton-agent relate <vendor>.`,
    );
  return readPassphrase(
    options['passphrase-file'],
    `${isNew ? 'A passphrase for the new ledger' : 'The passphrase of'} ${path}`,
    isNew,
  );
};

/**
 * Opens the ledger, and closes it after the work.
 *
 * @param begins `true` creates a missing ledger. Default: `false`
 */
export const withLedger = async <T>(options: Options, work: (opened: Opened) => Promise<T>, begins = false): Promise<T> => {
  const { openFileLedger } = await importLedger();
  const path = pathOf(options);
  const passphrase = await passphraseOf(path, options, begins);
  const fetch = reaching(options['allow-local'] ?? false);
  if (begins && !options.ledger) mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const ledger = await openFileLedger(path, { passphrase, fetch, create: begins });
  try {
    return await work(openedWith(ledger, fetch, passphrase));
  } finally {
    ledger.close();
  }
};

/** @throws UsageError if an address is none of a vendor's */
export const originOf = (address: string): string => {
  const origin = vendorOrigin(address);
  if (origin === undefined)
    throw new UsageError(
      `"${vendorLine(address)}" is no vendor's address. Write it like shop.example, without http: and a user name.`,
    );
  return origin;
};
