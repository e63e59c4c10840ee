/**
 * Writes records for other systems: CSV for tables, JSON-LD in the vocabulary of IEEE 7012 by the W3C's DPV group
 * (https://w3id.org/dpv/standards/p7012). The other columns are for people; only the record is read back.
 *
 * @module
 */
import { agreementUrl, isAgreement } from '../contract/agreements.js';
import { jsonStringify } from '../contract/captured.js';
import { type Claims, readClaims, sideOf, vendorOf } from '../contract/record.js';
import { bare } from '../contract/write-json.js';
import type { Entry } from './store.js';

/**
 * The formats in which records are written and read.
 *
 * @example
 * for (const format of FORMATS) await writeFile(`records.${format}`, vendor.export(format));
 */
export const FORMATS = ['csv', 'json-ld'] as const;
export type Format = (typeof FORMATS)[number];

/** Returns the agreement's status in the vocabulary; `undefined` if the entry does not change it. */
const statusOf = ({ answer, record }: Entry, { act }: Claims): string | undefined => {
  if (answer.pending) return 'AgreementNegotiationConfirmationRequired';
  if (answer.counter) return 'AgreementNegotiationCounterOfferMade';
  if (record === null) return 'AgreementRefused';
  const byAct: Readonly<Record<string, string>> = {
    relate: 'AgreementAccepted',
    pause: 'AgreementNegotiationPaused',
    resume: 'AgreementAccepted',
    leave: 'AgreementNegotiationTerminated',
  };
  return byAct[act];
};

const timeOf = ({ iat }: Claims): string => new Date(iat * 1_000).toISOString();

const COLUMNS = ['customer', 'vendor', 'time', 'side', 'act', 'agreement', 'status', 'hash', 'prev', 'record'] as const;

/** Quotes a field (RFC 4180). */
const quoted = (value = ''): string => `"${value.replaceAll('"', '""')}"`;

const csvRow = (entry: Entry): string => {
  const claims = readClaims(entry.record ?? entry.received) as Claims;
  const { act, agreement, prev } = claims;
  const { iss, hash, record } = entry;
  const values: Record<(typeof COLUMNS)[number], string | undefined> = {
    customer: iss,
    vendor: vendorOf(claims),
    time: timeOf(claims),
    side: sideOf(claims),
    act,
    agreement,
    status: statusOf(entry, claims),
    hash,
    prev,
    record: record ?? undefined,
  };
  return COLUMNS.map((column) => quoted(values[column])).join(',');
};

const CONTEXT = {
  dct: 'http://purl.org/dc/terms/',
  dpv: 'https://w3id.org/dpv#',
  p7012: 'https://w3id.org/dpv/standards/p7012#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
  rel: 'urn:relbutton:',
  'dct:created': { '@type': 'xsd:dateTime' },
  'p7012:hasSecondParty': { '@type': '@id' },
  'p7012:hasFirstParty': { '@type': '@id' },
};

const node = (entry: Entry): object => {
  const claims = readClaims(entry.record ?? entry.received) as Claims;
  const { act, agreement, prev } = claims;
  const status = statusOf(entry, claims);
  return {
    '@id': `urn:relbutton:record:${entry.hash}`,
    '@type': 'p7012:AgreementInteractionRecord',
    'dct:created': timeOf(claims),
    'p7012:hasFirstParty': `urn:relbutton:customer:${entry.iss}`,
    'p7012:hasSecondParty': vendorOf(claims),
    'rel:act': act,
    'rel:side': sideOf(claims),
    ...(agreement && isAgreement(agreement) && { 'dct:conformsTo': { '@id': agreementUrl(agreement) } }),
    ...(status && { 'dpv:hasStatus': { '@id': `p7012:${status}` } }),
    ...(prev && { 'rel:prev': { '@id': `urn:relbutton:record:${prev}` } }),
    ...(entry.record !== null && { 'rel:record': entry.record }),
  };
};

/** Writes entries as a file. @returns its text, in parts */
export async function* writeRecords(entries: AsyncIterable<Entry>, format: Format): AsyncGenerator<string> {
  const isTable = format === 'csv';
  const context = jsonStringify(bare(CONTEXT), null, 2);
  yield isTable ? `${COLUMNS.join(',')}\r\n` : `{\n"@context": ${context},\n"@graph": [`;
  let before = '\n';
  for await (const entry of entries) {
    yield isTable ? `${csvRow(entry)}\r\n` : before + jsonStringify(bare(node(entry)), null, 2);
    before = ',\n';
  }
  if (!isTable) yield '\n]\n}\n';
}
