/**
 * Writes records for other systems: CSV for tables, JSON-LD in the vocabulary of IEEE 7012 by the W3C's DPV group
 * (https://w3id.org/dpv/standards/p7012). The other columns are for people; only the record is read back.
 *
 * @module
 */
import { agreementUrl, isAgreement } from '../contract/agreements.js';
import { BODIES, type Body } from '../contract/bodies.js';
import { jsonStringify } from '../contract/captured.js';
import { type Claims, readClaims, sideOf, vendorOf } from '../contract/record.js';
import { isProposal } from '../contract/rules.js';
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
const statusOf = ({ answer, record }: Entry, claims: Claims): string | undefined => {
  if (answer.pending) return 'AgreementNegotiationConfirmationRequired';
  if (answer.counter) return 'AgreementNegotiationCounterOfferMade';
  if (record === null) return 'AgreementRefused';
  const byAct: Readonly<Record<string, string>> = {
    pause: 'AgreementNegotiationPaused',
    resume: 'AgreementAccepted',
    leave: 'AgreementNegotiationTerminated',
  };
  return isProposal(claims) ? 'AgreementAccepted' : byAct[claims.act];
};

const timeOf = ({ iat }: Claims): string => new Date(iat * 1_000).toISOString();

/** The fields of all bodies that people read. Those of a budget are among them: `amount` and `currency`. */
const FIELDS = Object.values<object>(BODIES)
  .flatMap((shape) => Object.keys(shape))
  .map((key) => key.replace('?', ''))
  .filter((name, i, all) => !/^(budget|credential)$/.test(name) && all.indexOf(name) === i);
/** Returns the fields of a record's body as text, by name. */
const fieldsOf = ({ body = {} }: Claims): Readonly<Record<string, string>> => {
  const { budget, ...own } = body as Partial<Body<'intentcast'>>;
  const fields: Readonly<Record<string, string | undefined>> = { ...own, ...budget };
  return Object.fromEntries(FIELDS.flatMap((name) => (fields[name] === undefined ? [] : [[name, String(fields[name])]])));
};

/** The columns for people. The last one, `record`, is read back. */
const HUMAN = ['customer', 'vendor', 'time', 'side', 'act', 'agreement', 'status', 'hash', 'prev', ...FIELDS];

/** Quotes a field (RFC 4180). */
const quoted = (value: string): string => `"${value.replaceAll('"', '""')}"`;
/** Puts an apostrophe before a text that a spreadsheet would run as a formula. */
const inert = (value = ''): string => value.replace(/^[=+\-@\t\r\n＝＋－＠]/, "'$&");

const csvRow = (entry: Entry): string => {
  const claims = readClaims(entry.record ?? entry.received) as Claims;
  const { act, agreement, prev } = claims;
  const { iss, hash, record } = entry;
  const cells: Readonly<Record<string, string | undefined>> = {
    ...fieldsOf(claims),
    customer: iss,
    vendor: vendorOf(claims),
    time: timeOf(claims),
    side: sideOf(claims),
    act,
    agreement,
    status: statusOf(entry, claims),
    hash,
    prev,
  };
  return [...HUMAN.map((column) => inert(cells[column])), record ?? ''].map(quoted).join(',');
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

const recordId = (hash: string): string => `urn:relbutton:record:${hash}`;

const node = (entry: Entry): object => {
  const claims = readClaims(entry.record ?? entry.received) as Claims;
  const { act, agreement, prev } = claims;
  const status = statusOf(entry, claims);
  const { re, ...fields } = fieldsOf(claims);
  return {
    '@id': recordId(entry.hash),
    '@type': 'p7012:AgreementInteractionRecord',
    'dct:created': timeOf(claims),
    'p7012:hasFirstParty': `urn:relbutton:customer:${entry.iss}`,
    'p7012:hasSecondParty': vendorOf(claims),
    'rel:act': act,
    'rel:side': sideOf(claims),
    ...(agreement && isAgreement(agreement) && { 'dct:conformsTo': { '@id': agreementUrl(agreement) } }),
    ...(status && { 'dpv:hasStatus': { '@id': `p7012:${status}` } }),
    ...Object.fromEntries(Object.entries(fields).map(([name, value]) => [`rel:${name}`, value])),
    ...(re && { 'rel:re': { '@id': recordId(re) } }),
    ...(prev && { 'rel:prev': { '@id': recordId(prev) } }),
    ...(entry.record !== null && { 'rel:record': entry.record }),
  };
};

/** Writes entries as a file. @returns its text, in parts */
export async function* writeRecords(entries: AsyncIterable<Entry>, format: Format): AsyncGenerator<string> {
  const isTable = format === 'csv';
  const context = jsonStringify(bare(CONTEXT), null, 2);
  yield isTable ? `${[...HUMAN, 'record'].join(',')}\r\n` : `{\n"@context": ${context},\n"@graph": [`;
  let before = '\n';
  for await (const entry of entries) {
    yield isTable ? `${csvRow(entry)}\r\n` : before + jsonStringify(bare(node(entry)), null, 2);
    before = ',\n';
  }
  if (!isTable) yield '\n]\n}\n';
}
