/**
 * Reads a passphrase from a file or from the person.
 *
 * @module
 */
import { UsageError } from '../cli/command.js';
import { readText } from './read-text.js';
import { askLine, requireTerminal } from './terminal.js';

const firstLineOf = (file: string): string => {
  const [line = ''] = readText(file, 'The passphrase file').split(/\r?\n/);
  if (!line) throw new UsageError(`The first line of ${file} is empty. Write the passphrase there.`);
  return line;
};

/** @param isNew asks twice */
const askPassphrase = async (question: string, isNew: boolean): Promise<string> => {
  requireTerminal('Without --passphrase-file, the passphrase');
  const passphrase = (await askLine(`${question}: `, true)) ?? '';
  if (!passphrase) throw new UsageError('No passphrase was typed.');
  if (isNew && (await askLine('The same again: ', true)) !== passphrase) throw new UsageError('The two passphrases differ.');
  return passphrase;
};

/** Reads a passphrase from a file, else from the person. @param isNew asks them twice */
export const readPassphrase = async (file: string | undefined, question: string, isNew = false): Promise<string> =>
  file === undefined ? askPassphrase(question, isNew) : firstLineOf(file);
