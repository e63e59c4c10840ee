import { type Status, STATUSES } from '../contract/statuses.js';
import { writeJson } from '../contract/write-json.js';
import { type ListedRelationship, readingFrom } from '../server/reading.js';
import { skipOnce } from '../server/report.js';
import { type Command, readOptions, UsageError } from './command.js';
import { openSource, SOURCE_HELP, SOURCE_OPTIONS } from './identity.js';
import { didYouMean } from './nearest.js';
import { print, warn } from './output.js';
import { shownLine } from './shown.js';

const HELP = `Usage: relbutton list [options]

Lists the relationships in the order in which they began: the customer, the status, the agreement, the records of customer and vendor,
and since when.

Options:
${SOURCE_HELP}
  --status <status>    only those of one status: ${STATUSES.join(', ')}
  --limit <number>     at most so many. Default: all
  --after <customer>   those after that one, such as the last one of the list before
  --json               prints each as a line of JSON
  --help               prints this

It ends with 0 if all are listed, 1 if one cannot be read and is left out, 2 if it could not do its work.
`;

const statusFrom = (given: string | undefined): Status | undefined => {
  if (given === undefined || (STATUSES as readonly string[]).includes(given)) return given as Status | undefined;
  throw new UsageError(`There is no status ${given}.${didYouMean(given, STATUSES)} There are ${STATUSES.join(', ')}.`);
};
const limitFrom = (given: string | undefined): { limit?: number } => {
  if (given === undefined) return {};
  const limit = /^\d{1,15}$/.test(given) ? Number(given) : 0;
  if (limit < 1) throw new UsageError(`--limit is ${given}: it is a number from 1 on.`);
  return { limit };
};

const row = (customer: string, status: string, agreement: string, records: string, since: string): string =>
  `${[shownLine(customer).padEnd(43), status.padEnd(8), shownLine(agreement).padEnd(18), records.padEnd(9), since].join('  ').trimEnd()}\n`;
const asRow = ({ iss, status, agreement, counts, since = '' }: ListedRelationship): string =>
  row(iss, status, agreement ?? '', `${counts.customer} + ${counts.vendor}`, since.slice(0, 10));
const asJson = ({ iss, status, agreement, counts, since, proposal }: ListedRelationship): string =>
  `${shownLine(writeJson({ iss, status, agreement, since, counts, isPending: proposal !== undefined }))}\n`;

const run = async (args: string[]): Promise<number> => {
  const text = { type: 'string' } as const;
  const options = readOptions(args, { ...SOURCE_OPTIONS, status: text, limit: text, after: text, json: { type: 'boolean' } });
  const [status, page] = [statusFrom(options.status), limitFrom(options.limit)];
  const { store, close } = await openSource(options);
  let faults = 0;
  try {
    const { relationships } = readingFrom(
      store,
      skipOnce((error) => {
        faults++;
        warn((error as Error).message);
      }),
    );
    let count = 0;
    let last = '';
    if (!options.json) await print(row('CUSTOMER', 'STATUS', 'AGREEMENT', 'RECORDS', 'SINCE'));
    for await (const one of relationships({ status, after: options.after, ...page })) {
      await print(options.json ? asJson(one) : asRow(one));
      count++;
      last = one.iss;
    }
    if (!options.json) await print(count > 0 && count === page.limit ? `There may be more: --after ${shownLine(last)}\n` : '');
  } finally {
    await close();
  }
  return faults > 0 ? 1 : 0;
};

export const listCommand: Command = { about: 'lists the relationships', help: HELP, run };
