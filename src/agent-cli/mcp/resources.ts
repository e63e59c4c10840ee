/**
 * The resources of the assistant: agreements and records in plain words.
 *
 * @module
 */
import { AGREEMENT_IDS } from '../../contract/agreements.js';
import { readClaims, sideOf } from '../../contract/record.js';
import { UsageError } from '../../cli/command.js';
import { recordInWords, termsOf, timeInWords } from '../in-words.js';
import type { Opened } from '../open.js';
import { BAR_NOTE, barred } from './untrusted.js';

const MIME = 'text/plain';
export const AGREEMENTS_URI = 'relbutton://agreements';
const RECORDS = 'relbutton://records/';
/** The most records of one relationship that are shown: the last ones. */
const MAX_SHOWN = 50;

/** The resources that are always there. */
export const RESOURCES = [
  { uri: AGREEMENTS_URI, name: 'agreements', description: 'The agreements of the roster, in plain words.', mimeType: MIME },
];
export const TEMPLATES = [
  {
    uriTemplate: `${RECORDS}{relationship}`,
    name: 'records',
    description: `The last ${MAX_SHOWN} records of a relationship, in plain words. my_relationships names the relationships.`,
    mimeType: MIME,
  },
];

const recordsOf = async ({ ledger }: Opened, iss: string): Promise<string> => {
  const last: string[] = [];
  for await (const record of ledger.records(iss)) {
    last.push(record);
    if (last.length > MAX_SHOWN) last.shift();
  }
  const shown = last.map((record) => {
    const claims = readClaims(record);
    if (!claims) return '';
    const { act, body, iat } = claims;
    const isVendors = sideOf(claims) === 'vendor';
    const words = recordInWords(act, body);
    const by = isVendors ? 'The vendor' : 'The person';
    return `${by}, ${timeInWords(iat)}:\n${isVendors ? barred(words) : words}`;
  });
  return [BAR_NOTE, ...shown].join('\n\n');
};

/** Reads a resource. @throws UsageError if there is none of that address; RecordError `not_related` */
export const readResource = async (opened: Opened, uri: string): Promise<{ uri: string; mimeType: string; text: string }> => {
  if (uri === AGREEMENTS_URI) return { uri, mimeType: MIME, text: AGREEMENT_IDS.map(termsOf).join('\n') };
  if (!uri.startsWith(RECORDS)) throw new UsageError(`There is no resource of that address. Try ${AGREEMENTS_URI}.`);
  return { uri, mimeType: MIME, text: await recordsOf(opened, uri.slice(RECORDS.length)) };
};
