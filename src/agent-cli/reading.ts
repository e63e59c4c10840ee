/**
 * The commands that sign nothing: what vendors said, and how things stand.
 *
 * @module
 */
import type { ListedRelationship } from '../agent/ledger.js';
import { vendorLine } from '../agent/vendor-text.js';
import { payloadHash, readClaims, sideOf } from '../contract/record.js';
import { type Command, readOptions, UsageError } from '../cli/command.js';
import { print } from '../cli/output.js';
import { jsonLine, recordInWords, termsOf, timeInWords, titleOf } from './in-words.js';
import { type Opened, OPTIONS, OPTIONS_HELP, withLedger } from './open.js';
import { sideBySide } from './side-by-side.js';
import { heardInWords } from './sign.js';
import type { Answered } from './syncing.js';

/** The most vendors that are synced at the same time. */
const AT_ONCE = 8;

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
  /** The relationship after the sync. */
  readonly one: ListedRelationship;
  /** The vendor's answer to what waited. */
  readonly answered?: Answered;
  readonly error?: Error;
  /** The last records that the vendor signed first. */
  readonly records: readonly string[];
}

/** Syncs a relationship, and reads the last records of its vendor. */
const newsOf = async (opened: Opened, before: ListedRelationship, limit: number): Promise<Inbox> => {
  const { iss, isReadOnly } = before;
  const sync = isReadOnly ? Promise.resolve(undefined) : opened.sync(before);
  const news: Pick<Inbox, 'answered' | 'error'> = await sync.then(
    (answered) => (answered ? { answered } : {}),
    (error: Error) => ({ error }),
  );
  // A refused first proposal is forgotten by now, and has no records.
  const records = await lastOf(opened, iss, limit).catch(() => []);
  const one = (await opened.find(iss)) ?? { ...before, status: 'none', proposed: undefined };
  return { one, ...news, records };
};

/** Lists the relationships of each vendor: they are synced one after the other. */
const byVendor = async (all: AsyncIterable<ListedRelationship>): Promise<Iterable<readonly ListedRelationship[]>> => {
  const groups = new Map<string, ListedRelationship[]>();
  for await (const one of all) {
    const group = groups.get(one.vendor) ?? [];
    groups.set(one.vendor, group);
    group.push(one);
  }
  return groups.values();
};

/**
 * Syncs relationships, with several vendors at once, and reads the last records of each vendor. They come in the order in which the
 * vendors answer.
 */
export async function* inboxOf(opened: Opened, all: AsyncIterable<ListedRelationship>, limit: number): AsyncGenerator<Inbox> {
  const news = async (ones: readonly ListedRelationship[]): Promise<Inbox[]> => {
    const told: Inbox[] = [];
    for (const one of ones) told.push(await newsOf(opened, one, limit));
    return told;
  };
  for await (const told of sideBySide(await byVendor(all), AT_ONCE, news)) yield* told;
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
const waitedFor = ({ vendor, name }: ListedRelationship, { act, heard }: Answered, json: boolean): string => {
  if (json) return jsonLine({ vendor, name, act, ...heard });
  const next =
    heard.agreement === undefined ? '' : `To propose that: relbutton-agent relate ${vendor} --agreement ${heard.agreement}\n`;
  return `${heardInWords(`${vendor}, on ${titleOf(act)}`, heard)}${next}\n`;
};

const runInbox = async (args: string[]): Promise<number> => {
  const { limit = '20', json = false, ...options } = readOptions(args, { limit: { type: 'string' }, ...OPTIONS });
  if (!/^[1-9]\d{0,5}$/.test(limit)) throw new UsageError(`--limit ${limit} is no number of records. Write it like --limit 20.`);
  return withLedger(options, async (opened) => {
    let failed = 0;
    for await (const { one, answered, error, records } of inboxOf(opened, opened.ledger.relationships(), Number(limit))) {
      if (answered) await print(waitedFor(one, answered, json));
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

It sends what you signed and what still waits, fetches what each vendor has signed since, and shows the last records of each, in the order
in which the vendors answer. It signs only the question, and again what waits where the vendor asks for that.
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
