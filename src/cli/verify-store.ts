import { writeJson } from '../contract/write-json.js';
import { UnreadableEntryError } from '../server/report.js';
import { type Verified, verifyStore } from '../server/verify-store.js';
import { type Command, readOptions } from './command.js';
import { IDENTITY_HELP, IDENTITY_OPTIONS, openSource, readIdentity, SOURCE_HELP, SOURCE_OPTIONS } from './identity.js';
import { print } from './output.js';
import { shownLine } from './shown.js';

const HELP = `Usage: relbutton verify-store [options]

Proves a vendor's store: each signature, each chain, and that the state of each relationship follows from its records. It reads one
relationship after another, beside a vendor at work.

Options:
${SOURCE_HELP}
${IDENTITY_HELP}
  --mend               makes a wrong state again from the records, if all of them are proved
  --json               prints each fault, and then the numbers, as a line of JSON
  --help               prints this

It ends with 0 if there are no faults or all are mended, 1 if there are, 2 if it could not do its work.
`;

const inWords = ({ relationships, records, faults, mended }: Verified): string => {
  const [many, most, wrong] = [relationships, records, faults].map((number) => number.toLocaleString('en'));
  return `Relationships: ${many}. Records: ${most}. Faults: ${wrong}. Mended: ${mended.toLocaleString('en')}.`;
};

const asJson = (error: Error): string => {
  const { name, message } = error;
  const { iss, jti } = error as UnreadableEntryError;
  return writeJson({ fault: error instanceof UnreadableEntryError ? 'record' : 'state', iss, jti, name, message });
};

/** Shows on a terminal how far it is. @returns a function that receives the numbers */
const showProgress = (): ((found: Verified) => void) => {
  let shown = Date.now();
  return (found) => {
    if (!process.stderr.isTTY || Date.now() - shown < 200) return;
    shown = Date.now();
    process.stderr.write(`\r${inWords(found)}`);
  };
};

const run = async (args: string[]): Promise<number> => {
  const options = readOptions(args, {
    ...SOURCE_OPTIONS,
    ...IDENTITY_OPTIONS,
    mend: { type: 'boolean' },
    json: { type: 'boolean' },
  });
  const { json = false, mend = false } = options;
  const { origin, jwks } = await readIdentity(options);
  const { store, close } = await openSource(options);
  try {
    const onfault = (error: Error): void => void print(`${shownLine(json ? asJson(error) : error.message)}\n`);
    const found = await verifyStore(store, jwks, { origin, mend, onfault, onprogress: showProgress() });
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
    await print(`${json ? writeJson(found) : inWords(found)}\n`);
    return found.faults > found.mended ? 1 : 0;
  } finally {
    await close();
  }
};

export const verifyStoreCommand: Command = { about: 'proves each signature, chain and state of a store', help: HELP, run };
