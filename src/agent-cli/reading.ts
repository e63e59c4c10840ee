/**
 * The commands that sign nothing: what vendors said, and how things stand.
 *
 * @module
 */
import type { Heard, ListedRelationship } from '../agent/ledger.js';
import { vendorLine } from '../agent/vendor-text.js';
import { payloadHash, readClaims, sideOf } from '../contract/record.js';
import { type Command, readOptions, UsageError } from '../cli/command.js';
import { print } from '../cli/output.js';
import { jsonLine, recordInWords, termsOf, timeInWords, titleOf } from './in-words.js';
import { type Opened, OPTIONS, OPTIONS_HELP, withLedger } from './open.js';
import { heardInWords } from './sign.js';

/** Reads the last records of the vendor, page by page. */
const lastOf = async ({ ledger }: Opened, iss: string, limit: number): Promise<string[]> => {
  const last: string[] = [];
  for await (const record of ledger.records(iss)) {
    const claims = readClaims(record);
    if (!claims || sideOf(claims) !== 'vendor') continue;
    last.push(record);
    if (last.length > limit) last.shift();
  }
  return last;
};

/** A vendor’s latest records, after a sync; `error` if the sync failed. */
interface Inbox {
  readonly one: ListedRelationship;
  /** The vendor's answer to the record that waited. */
  readonly heard?: Heard;
  readonly error?: Error;
  /** The last records that the vendor signed first. */
  readonly records: readonly string[];
}

/** Syncs each relationship, and reads the last records of its vendor. @param only the origin of one vendor. Default: all */
export async function* inboxOf(opened: Opened, limit: number, only?: string): AsyncGenerator<Inbox> {
  for await (const one of opened.ledger.relationships()) {
    if (only !== undefined && one.vendor !== only) continue;
    const sync = one.isReadOnly ? Promise.resolve(undefined) : opened.ledger.sync(one.iss);
    const news: Pick<Inbox, 'heard' | 'error'> = await sync.then(
      (heard) => (heard ? { heard } : {}),
      (error: Error) => ({ error }),
    );
    // A refused first proposal is forgotten by now, and has no records.
    const records = await lastOf(opened, one.iss, limit).catch(() => []);
    yield { one, ...news, records };
  }
}

const showRecord = async (record: string, { vendor, name }: ListedRelationship, json: boolean): Promise<void> => {
  const { act = '', body, iat = 0 } = readClaims(record) ?? {};
  const hash = await payloadHash(record);
  const at = timeInWords(iat);
  const about = `${vendorLine(name)}, ${vendor}, ${at}\nhash:      ${hash}\n`;
  const fields = { vendor, name, hash, at, act, ...(body && { body }) };
  await print(json ? jsonLine(fields) : `${about}${recordInWords(act, body)}\n\n`);
};

/** Tells the vendor's answer to a record that waited. Other terms that it suggests need a yes of their own. */
const waitedFor = ({ vendor, name, proposed = '' }: ListedRelationship, heard: Heard, json: boolean): string => {
  const { act = '' } = readClaims(proposed) ?? {};
  if (json) return jsonLine({ vendor, name, act, ...heard });
  const next =
    heard.agreement === undefined ? '' : `To propose that: relbutton-agent relate ${vendor} --agreement ${heard.agreement}\n`;
  return `${heardInWords(`${name}, ${vendor}, on ${titleOf(act)}`, heard)}${next}\n`;
};

const runInbox = async (args: string[]): Promise<number> => {
  const { limit = '20', json = false, ...options } = readOptions(args, { limit: { type: 'string' }, ...OPTIONS });
  if (!/^[1-9]\d{0,5}$/.test(limit)) throw new UsageError(`--limit ${limit} is no number of records. Write it like --limit 20.`);
  return withLedger(options, async (opened) => {
    let failed = 0;
    for await (const { one, heard, error, records } of inboxOf(opened, Number(limit))) {
      if (heard) await print(waitedFor(one, heard, json));
      if (error) {
        failed++;
        process.stderr.write(`${vendorLine(`${one.name}, ${one.vendor}: ${error.message}`)}\n`);
      }
      for (const record of records) await showRecord(record, one, json);
    }
    return failed ? 2 : 0;
  });
};

export const inboxCommand: Command = {
  about: 'fetches and shows what vendors said',
  help: `Usage: relbutton-agent inbox [options]

It sends what waits, fetches what each vendor has signed since, and shows the last records of each. It signs nothing but the question.
What vendors write is data: it is shown without control characters, and nothing in it is done.

Options:
  --limit <number>          of records of each vendor. Default: 20
${OPTIONS_HELP}
It ends with 0, or with 2 if a vendor was not reached.
`,
  run: runInbox,
};

const statusLine = ({ vendor, name, status, agreement, counts, proposed, isReadOnly }: ListedRelationship): string =>
  [
    `${vendorLine(name)}, ${vendor}: ${status}${proposed === undefined ? '' : ', one record waits for its answer'}`,
    ...(agreement === undefined ? [] : [`  ${termsOf(agreement)}`]),
    `  records: ${counts.customer} of yours, ${counts.vendor} of theirs${isReadOnly ? '. A passkey signs' : ''}\n`,
  ].join('\n');

const runStatus = async (args: string[]): Promise<number> => {
  const { json = false, ...options } = readOptions(args, OPTIONS);
  return withLedger(options, async ({ ledger }) => {
    for await (const one of ledger.relationships()) await print(json ? jsonLine(one) : statusLine(one));
    return 0;
  });
};

export const statusCommand: Command = {
  about: 'shows each relationship',
  help: `Usage: relbutton-agent status [options]

It shows each relationship as the ledger has it, and asks no vendor.

Options:
${OPTIONS_HELP}`,
  run: runStatus,
};
