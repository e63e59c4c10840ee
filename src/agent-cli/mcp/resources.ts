/**
 * The resources of the assistant: agreements and records in plain words.
 *
 * @module
 */
import type { ListResourcesResult } from '@modelcontextprotocol/sdk/types.js';
import { AGREEMENT_IDS } from '../../contract/agreements.js';
import { readClaims, sideOf } from '../../contract/record.js';
import { UsageError } from '../../cli/command.js';
import { recordInWords, termsOf, timeInWords } from '../in-words.js';
import type { Opened } from '../open.js';
import { BAR_NOTE, barred } from './untrusted.js';

const MIME = 'text/plain';
export const AGREEMENTS_URI = 'relbutton://agreements';
const RECORDS = 'relbutton://records/';
/** The most records on one page, and relationships in one list. */
const PAGE = 50;

const AGREEMENTS = {
  uri: AGREEMENTS_URI,
  name: 'agreements',
  description: 'The agreements of the roster, in plain words.',
  mimeType: MIME,
};
export const TEMPLATES = [
  {
    uriTemplate: `${RECORDS}{relationship}{?before}`,
    name: 'records',
    description: `The last ${PAGE} records of a relationship, in plain words; with "before", those before the record of that number.`,
    mimeType: MIME,
  },
];

/** Lists the agreements, and the records of each relationship. @param cursor as the page before gave it */
export const listResources = async ({ ledger }: Opened, cursor?: string): Promise<ListResourcesResult> => {
  const resources = cursor === undefined ? [AGREEMENTS] : [];
  let last: string | undefined;
  let count = 0;
  for await (const { vendor, iss } of ledger.relationships({ after: cursor, limit: PAGE })) {
    const description = `The records with ${vendor}, in plain words.`;
    resources.push({ uri: `${RECORDS}${iss}`, name: `records of ${vendor}`, description, mimeType: MIME });
    last = iss;
    count++;
  }
  return { resources, ...(count === PAGE && last !== undefined && { nextCursor: last }) };
};

const inWords = (record: string, number: number): string => {
  const claims = readClaims(record);
  if (!claims) return '';
  const { act, body, iat } = claims;
  const isVendors = sideOf(claims) === 'vendor';
  const words = recordInWords(act, body);
  const by = isVendors ? 'the vendor' : 'the person';
  return `Record ${number}, by ${by}, ${timeInWords(iat)}:\n${isVendors ? barred(words) : words}`;
};

/** Reads a page of records, oldest first. @param before the number of the record after the last one. Default: none */
const recordsOf = async ({ ledger }: Opened, iss: string, before = Infinity): Promise<string> => {
  const page: string[] = [];
  let count = 0;
  for await (const record of ledger.records(iss)) {
    if (++count >= before) break;
    page.push(inWords(record, count));
    if (page.length > PAGE) page.shift();
  }
  const first = Math.min(count, before - 1) - page.length + 1;
  const earlier = first > 1 ? [`Earlier records: ${RECORDS}${iss}?before=${first}`] : [];
  return [BAR_NOTE, ...earlier, ...page].join('\n\n');
};

/** Reads a resource. @throws UsageError if there is none of that address; RecordError `not_related` */
export const readResource = async (opened: Opened, uri: string): Promise<{ uri: string; mimeType: string; text: string }> => {
  if (uri === AGREEMENTS_URI) return { uri, mimeType: MIME, text: AGREEMENT_IDS.map(termsOf).join('\n') };
  const [, iss, before] = /^relbutton:\/\/records\/([\w-]+)(?:\?before=([1-9]\d{0,8}))?$/.exec(uri) ?? [];
  if (iss === undefined) throw new UsageError(`There is no resource of that address. Try ${AGREEMENTS_URI}.`);
  return { uri, mimeType: MIME, text: await recordsOf(opened, iss, before === undefined ? undefined : Number(before)) };
};
