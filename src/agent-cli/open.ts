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
import { openByPassphrase } from './passphrase.js';
import { reaching } from './reaching.js';
import { type Sync, syncOf } from './syncing.js';

/** The options of every command with a ledger. */
export const LEDGER_OPTIONS = {
  ledger: { type: 'string' },
  'passphrase-file': { type: 'string' },
  keyring: { type: 'boolean' },
  'allow-local': { type: 'boolean' },
} as const;
/** The same, and that of a command which can print JSON. */
export const OPTIONS = { ...LEDGER_OPTIONS, json: { type: 'boolean' } } as const;

const HELP = '  --help                    prints this\n';
const LEDGER_HELP = `  --ledger <file>           the ledger. Default: the variable RELBUTTON_LEDGER, else relbutton/ledger.db in
                            XDG_DATA_HOME or ~/.local/share
  --passphrase-file <file>  the file whose first line is the passphrase. Default: the terminal asks
  --keyring                 the passphrase is in the system's keyring. The terminal asks for it once, and the keyring keeps it
  --allow-local             also reaches vendors at localhost, while you develop one
`;
export const LEDGER_OPTIONS_HELP = `${LEDGER_HELP}${HELP}`;
export const OPTIONS_HELP = `${LEDGER_HELP}  --json                    prints JSON\n${HELP}`;

export interface Options {
  readonly ledger?: string | undefined;
  readonly 'passphrase-file'?: string | undefined;
  readonly keyring?: boolean | undefined;
  readonly 'allow-local'?: boolean | undefined;
  readonly json?: boolean | undefined;
}

const pathOf = ({ ledger = process.env.RELBUTTON_LEDGER }: Options): string =>
  ledger || join(process.env.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'relbutton', 'ledger.db');

export interface Opened {
  readonly ledger: FileLedger;
  readonly fetch: typeof globalThis.fetch;
  readonly passphrase: string;
  /** Finds a relationship. */
  find(iss: string): Promise<ListedRelationship | undefined>;
  /** Finds the relationship with a vendor that has not ended. */
  related(origin: string): Promise<ListedRelationship | undefined>;
  readonly sync: Sync;
}

export const openedWith = (ledger: FileLedger, fetch: Opened['fetch'], passphrase: string): Opened => ({
  ledger,
  fetch,
  passphrase,
  async find(iss) {
    // The page after all that come before it.
    for await (const one of ledger.relationships({ after: iss.slice(0, -1), limit: 1 })) if (one.iss === iss) return one;
    return undefined;
  },
  async related(origin) {
    for await (const one of ledger.relationships()) if (one.vendor === origin && one.status !== 'ended') return one;
    return undefined;
  },
  sync: syncOf(ledger),
});

/** Imports the ledger, whose driver the person installs. */
const importLedger = (): Promise<typeof import('../agent/ledger-file/index.js')> =>
  import('../agent/ledger-file/index.js').catch((cause: Error & { code?: string }) => {
    if (cause.code !== 'ERR_MODULE_NOT_FOUND') throw cause;
    throw new UsageError('The package libsql is missing: npm install libsql', { cause });
  });

/**
 * Opens the ledger, and closes it after the work.
 *
 * @param begins `true` creates a missing ledger. Default: `false`
 */
export const withLedger = async <T>(options: Options, work: (opened: Opened) => Promise<T>, begins = false): Promise<T> => {
  const { openFileLedger } = await importLedger();
  const path = pathOf(options);
  const isNew = !statSync(path, { throwIfNoEntry: false })?.size;
  if (isNew && !begins)
    throw new UsageError(
      `There is no ledger at ${path}. Name another file by --ledger, or begin one: relbutton-agent relate <vendor>.`,
    );
  const fetch = reaching(options['allow-local'] ?? false);
  const opened = await openByPassphrase({ path, isNew }, options, async (passphrase) => {
    if (begins && !options.ledger) mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    return openedWith(await openFileLedger(path, { passphrase, fetch, create: begins }), fetch, passphrase);
  });
  try {
    return await work(opened);
  } finally {
    opened.ledger.close();
  }
};

const LINK = /^web\+rel:/i;
/** Returns whether a text is a `web+rel:` link. */
export const isLink = (text: string): boolean => LINK.test(text);

/** Reads the origin in a `web+rel:` link (contract, C-67). @returns `undefined` if it is none of a vendor's */
const originInLink = (link: string): string | undefined => {
  try {
    const address = decodeURIComponent(link.replace(LINK, ''));
    return /^https?:\/\//i.test(address) ? vendorOrigin(address) : undefined;
  } catch {
    return undefined;
  }
};

/** @throws UsageError if a text is neither a vendor's address nor a `web+rel:` link to one */
export const originOf = (text: string): string => {
  const given = text.trim();
  const origin = isLink(given) ? originInLink(given) : vendorOrigin(given);
  if (origin !== undefined) return origin;
  const shown = vendorLine(given).slice(0, 200);
  throw new UsageError(
    isLink(given)
      ? `The link ${shown} leads to no vendor: it needs the address of a page over https.`
      : `"${shown}" is no vendor's address. Write it like shop.example, without http: and a user name.`,
  );
};
