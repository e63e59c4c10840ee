import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { ChainError } from '../contract/chain.js';
import { RecordError } from '../records/errors.js';
import { importRecords } from '../server/import.js';
import { readRecords } from '../server/read-file.js';
import { type Command, readArguments, UsageError } from './command.js';
import { FORMAT_HELP, FORMAT_OPTIONS, formatOf } from './format.js';
import { IDENTITY_HELP, IDENTITY_OPTIONS, openSource, readIdentity, SOURCE_HELP, SOURCE_OPTIONS } from './identity.js';
import { print, warn } from './output.js';
import { reasonOf } from './reasons.js';

const HELP = `Usage: relbutton import <file> [options]

Adds the records of a file to a store, beside a vendor at work. It proves each record first, and leaves out those that are there. The file
\`-\` is the input.

Options:
${SOURCE_HELP}
${IDENTITY_HELP}
${FORMAT_HELP}
  --help               prints this

It ends with 0 if all records are there, 1 if the file has a fault, 2 if it could not do its work. The records before a fault may be added
already: mend the file, and import it again.
`;

/** Returns whether an error is the file's fault. */
const isOfFile = (error: unknown): error is Error =>
  error instanceof RecordError || error instanceof ChainError || error instanceof TypeError;

/** @throws UsageError if it is no file */
const requireFile = async (file: string): Promise<void> => {
  const found = await stat(file).catch((cause: unknown) => {
    throw new UsageError(`The file ${file} cannot be read: ${reasonOf(cause)}.`, { cause });
  });
  if (found.isDirectory()) throw new UsageError(`${file} is a folder: name the file in it.`);
};

const run = async (args: string[]): Promise<number> => {
  const read = readArguments(args, { ...SOURCE_OPTIONS, ...IDENTITY_OPTIONS, ...FORMAT_OPTIONS }, ['file']);
  const { options } = read;
  const [file = ''] = read.given;
  const format = formatOf(options.format, file);
  if (file !== '-') await requireFile(file);
  const { origin, jwks } = await readIdentity(options);
  const { store, close } = await openSource(options, true);
  try {
    const text = file === '-' ? process.stdin.setEncoding('utf8') : createReadStream(file, 'utf8');
    await print(`Added: ${await importRecords(readRecords(text as AsyncIterable<string>, format), store, origin, jwks)}.\n`);
    return 0;
  } catch (error) {
    if (!isOfFile(error)) throw error;
    warn(`${file} has a fault: ${error.message}`);
    return 1;
  } finally {
    await close();
  }
};

export const importCommand: Command = { about: 'adds the records of such a file', help: HELP, run };
