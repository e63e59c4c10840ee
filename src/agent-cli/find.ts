import { existsSync } from 'node:fs';
import { vendorLine } from '../agent/vendor-text.js';
import { type Command, readArguments, UsageError } from '../cli/command.js';
import { print } from '../cli/output.js';
import { ACTS } from '../contract/acts.js';
import { AGREEMENT_IDS } from '../contract/agreements.js';
import { findVendor, type Found } from './find-vendor.js';
import { jsonLine, termsOf, titleOf } from './in-words.js';
import { vendorsIn } from './kept-copy.js';
import { reaching } from './reaching.js';
import { readText } from './read-text.js';

const HELP = `Usage: relbutton-agent find <what> [options]

It shows who a vendor is, the agreements that it accepts, and the acts that it takes part in. It needs no ledger, and signs nothing.
<what> is one of:
  shop.example              the vendor's address, or the address of a page of it
  web+rel:…                 a link to it
  copy.json                 a file that names it: a copy from its page, a record, or the export of a ledger

Options:
  --allow-local             also reaches vendors at localhost, while you develop one
  --json                    prints JSON
  --help                    prints this

It ends with 0 if you can relate with the vendor, 1 if only its page can, 2 if it finds none.
`;

const inWords = ({ vendor, name, accepts, acts, source }: Found): string => {
  const agreements = AGREEMENT_IDS.filter((id) => accepts.includes(id)).map((id) => `  ${termsOf(id)}`);
  const way =
    source === 'server'
      ? `Relate with it: relbutton-agent relate ${vendor}`
      : 'Its page has a button, and its server publishes no offer: open the page in your browser to relate.';
  return `${[
    `${vendorLine(name)}, ${vendor}`,
    ...agreements,
    `  acts: ${ACTS.filter((act) => acts.includes(act))
      .map(titleOf)
      .join(', ')}`,
    way,
  ].join('\n')}\n`;
};

/** Reads a kept copy. @throws UsageError if it is another file */
const readCopy = (path: string): string => {
  const text = readText(path, 'The file');
  if (vendorsIn(text).length === 0)
    throw new UsageError(`${path} names no vendor: it is neither a copy from a page, nor a record, nor the export of a ledger.`);
  return text;
};

const run = async (args: string[]): Promise<number> => {
  const own = { 'allow-local': { type: 'boolean' }, json: { type: 'boolean' } } as const;
  const { options, given } = readArguments(args, own, ['vendor']);
  const [what = ''] = given;
  const isFile = /^(~|\.{1,2})?\//.test(what) || existsSync(what);
  const text = isFile ? readCopy(what) : what;
  const found = await findVendor(text, { fetch: reaching(options['allow-local'] ?? false) });
  await print(options.json ? jsonLine(found) : inWords(found));
  return found.source === 'server' ? 0 : 1;
};

export const findCommand: Command = { about: 'shows who a vendor is, and what it offers', help: HELP, run };
