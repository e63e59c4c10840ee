import { extname } from 'node:path';
import { type Format, FORMATS } from '../server/portable.js';
import { UsageError } from './command.js';
import { didYouMean } from './nearest.js';

export const FORMAT_OPTIONS = { format: { type: 'string' } } as const;
export const FORMAT_HELP = `  --format <format>    ${FORMATS.join(' or ')}. Default: by the end of the file's name`;

const ENDINGS: Readonly<Record<string, Format>> = { '.csv': 'csv', '.json': 'json-ld', '.jsonld': 'json-ld' };

/** Returns the format of a file. @throws UsageError if there is no such format, or the name does not tell */
export const formatOf = (given: string | undefined, file = ''): Format => {
  const format = given ?? ENDINGS[extname(file).toLowerCase()];
  if (format === undefined) throw new UsageError(`Name the format: --format ${FORMATS.join(' or --format ')}.`);
  if (!(FORMATS as readonly string[]).includes(format))
    throw new UsageError(`There is no format ${format}.${didYouMean(format, FORMATS)} There are ${FORMATS.join(', ')}.`);
  return format as Format;
};
