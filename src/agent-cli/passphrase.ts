/**
 * Reads the passphrase of a ledger from a file, from the system's keyring, or from the person.
 *
 * @module
 */
import { statSync } from 'node:fs';
import { UsageError } from '../cli/command.js';
import { shownLine } from '../cli/shown.js';
import { keyringEntry } from './keyring.js';
import { isOpenToOthers } from './private-file.js';
import { readText } from './read-text.js';
import { askLine, requireTerminal } from './terminal.js';

/** Tells the person once if others can read the file. It is no fault: where a container mounts secrets, all in it can read them. */
const warnIfOpen = (file: string): void => {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats && isOpenToOthers(stats))
    process.stderr.write(
      `relbutton-agent: Others can read or change ${shownLine(file)}. Keep it to yourself: chmod 600 ${shownLine(file)}\n`,
    );
};

const firstLineOf = (file: string): string => {
  const [line = ''] = readText(file, 'The passphrase file').split(/\r?\n/);
  warnIfOpen(file);
  if (!line) throw new UsageError(`The first line of ${file} is empty. Write the passphrase there.`);
  return line;
};

/** @param isNew asks twice */
const askPassphrase = async (question: string, isNew: boolean): Promise<string> => {
  const passphrase = (await askLine(`${question}: `, true)) ?? '';
  if (!passphrase) throw new UsageError('No passphrase was typed.');
  if (isNew && (await askLine('The same again: ', true)) !== passphrase) throw new UsageError('The two passphrases differ.');
  return passphrase;
};

/** Reads a passphrase from a file, else from the person. @param isNew asks them twice */
export const readPassphrase = async (file: string | undefined, question: string, isNew = false): Promise<string> => {
  if (file !== undefined) return firstLineOf(file);
  requireTerminal('Without --passphrase-file and --keyring, the passphrase');
  return askPassphrase(question, isNew);
};

/** A ledger whose passphrase is read. */
export interface Locked {
  readonly path: string;
  /** `true` if it is going to be created. */
  readonly isNew: boolean;
}

const isWrong = (error: unknown): boolean => error instanceof DOMException && error.name === 'OperationError';

/** Opens by the passphrase in the keyring. Where that lacks it, or has another one, the person types it, and the keyring keeps it. */
const openByKeyring = async <T>(
  { path, isNew }: Locked,
  question: string,
  open: (passphrase: string) => Promise<T>,
): Promise<T> => {
  const entry = await keyringEntry(path);
  const kept = isNew ? undefined : await entry.read();
  if (kept !== undefined) {
    try {
      return await open(kept);
    } catch (error) {
      if (!isWrong(error)) throw error;
    }
  }
  requireTerminal(`The right passphrase of ${path} is not in the keyring yet: to type it there once`);
  const typed = await askPassphrase(question, isNew);
  const opened = await open(typed);
  await entry.write(typed);
  return opened;
};

/**
 * Opens a ledger by its passphrase.
 *
 * @param options the options of the command
 * @param open opens it
 * @throws UsageError if the options do not fit; NoTerminalError if nobody can type it; else as `open`
 */
export const openByPassphrase = async <T>(
  locked: Locked,
  options: { readonly 'passphrase-file'?: string | undefined; readonly keyring?: boolean | undefined },
  open: (passphrase: string) => Promise<T>,
): Promise<T> => {
  const { 'passphrase-file': file, keyring = false } = options;
  const { path, isNew } = locked;
  const question = `${isNew ? 'A passphrase for the new ledger' : 'The passphrase of'} ${path}`;
  if (!keyring) return open(await readPassphrase(file, question, isNew));
  if (file !== undefined) throw new UsageError('Name either --keyring or --passphrase-file.');
  return openByKeyring(locked, question, open);
};
