/**
 * The commands that move the ledger to and from other agents.
 *
 * @module
 */
import { type Command, readArguments, readOptions, UsageError } from '../cli/command.js';
import { print } from '../cli/output.js';
import { jsonLine } from './in-words.js';
import { LEDGER_OPTIONS, LEDGER_OPTIONS_HELP, OPTIONS, OPTIONS_HELP, withLedger } from './open.js';
import { readPassphrase } from './passphrase.js';
import { readText } from './read-text.js';

const runExport = async (args: string[]): Promise<number> => {
  const options = readOptions(args, LEDGER_OPTIONS);
  return withLedger(options, async ({ ledger, passphrase }) => {
    for await (const part of ledger.exportParts(passphrase)) await print(part);
    return 0;
  });
};

export const exportCommand: Command = {
  about: 'writes the ledger as one file, which every agent reads',
  help: `Usage: relbutton-agent export [options] > <file>

It writes the ledger as one JSON file, which a person and every other agent can read. The passphrase of the ledger encrypts the keys in
it, and nothing else: keep the file to yourself.

Options:
${LEDGER_OPTIONS_HELP}`,
  run: runExport,
};

/** Returns whether a file of a ledger has keys, which need its passphrase. @throws UsageError if it is another file */
const hasKeys = (text: string, file: string): boolean => {
  if (text.startsWith('SQLite format 3\0'))
    throw new UsageError(
      `${file} is itself a ledger, not an export of one: relbutton-agent export --ledger ${file} > export.json`,
    );
  try {
    const { relbutton, keys } = JSON.parse(text) as { relbutton?: unknown; keys?: unknown };
    if (relbutton === 1) return keys !== undefined;
  } catch {
    // It is another file.
  }
  throw new UsageError(`${file} is no file of a ledger. An agent's export writes one, and a page's "Save your copy".`);
};

const runImport = async (args: string[]): Promise<number> => {
  const own = { 'from-passphrase-file': { type: 'string' } } as const;
  const { options, given } = readArguments(args, { ...own, ...OPTIONS }, ['file']);
  const [file = ''] = given;
  const text = readText(file, 'The file');
  const isLocked = hasKeys(text, file);
  return withLedger(
    options,
    async ({ ledger }) => {
      const passphrase = isLocked ? await readPassphrase(options['from-passphrase-file'], `The passphrase of ${file}`) : '';
      await ledger.import(text, passphrase);
      let count = 0;
      for await (const one of ledger.relationships()) if (one.iss) count++;
      await print(options.json ? jsonLine({ relationships: count }) : `The ledger has ${count} relationships now.\n`);
      return 0;
    },
    true,
  );
};

export const importCommand: Command = {
  about: 'adds the file of another agent',
  help: `Usage: relbutton-agent import <file> [options]

It adds what another agent exported: all of it or, if a record in it is invalid, nothing.

Options:
  --from-passphrase-file <file>  the file whose first line is the passphrase of that file. Default: the terminal asks
${OPTIONS_HELP}`,
  run: runImport,
};
