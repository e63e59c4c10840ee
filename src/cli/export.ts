import { readingFrom } from '../server/reading.js';
import { skipOnce } from '../server/report.js';
import { type Command, readOptions } from './command.js';
import { FORMAT_HELP, FORMAT_OPTIONS, formatOf } from './format.js';
import { openSource, SOURCE_HELP, SOURCE_OPTIONS } from './identity.js';
import { replaceFile } from './new-files.js';
import { print, warn } from './output.js';
import { shown } from './shown.js';

const HELP = `Usage: relbutton export [options]

Writes all records as a file for other systems, beside a vendor at work. \`relbutton import\` reads it back.

Options:
${SOURCE_HELP}
${FORMAT_HELP}
  --to <file>          the file. One of that name is replaced once all is written; only its owner can read it. Default: the output
  --help               prints this

It ends with 0 if all is written, 1 if a record cannot be read and is left out, 2 if it could not do its work.
`;

const run = async (args: string[]): Promise<number> => {
  const options = readOptions(args, { ...SOURCE_OPTIONS, ...FORMAT_OPTIONS, to: { type: 'string' } });
  const format = formatOf(options.format, options.to);
  const { store, close } = await openSource(options);
  try {
    let faults = 0;
    const skip = skipOnce((error) => {
      faults++;
      warn((error as Error).message);
    });
    const text = readingFrom(store, skip).export(format);
    // A file gets each byte; a terminal nothing that would change it.
    if (options.to === undefined) for await (const part of text) await print(process.stdout.isTTY ? shown(part) : part);
    else await replaceFile(options.to, text);
    return faults > 0 ? 1 : 0;
  } finally {
    await close();
  }
};

export const exportCommand: Command = { about: 'writes all records as a file', help: HELP, run };
