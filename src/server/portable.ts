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
 * for (const format of FORMATS) writeFileSync(`records.${format}`, await vendor.export(format));
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

/** Writes entries as a file. @returns its text */
export const writeRecords = (entries: readonly Entry[], format: Format): string =>
  format === 'csv'
    ? [[...HUMAN, 'record'].join(','), ...entries.map(csvRow), ''].join('\r\n')
    : jsonStringify(bare({ '@context': CONTEXT, '@graph': entries.map(node) }), null, 2);

/** Reads the rows of a CSV text (RFC 4180). */
const csvRows = (text: string): string[][] => {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, inMarks, plain = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    row.push(inMarks?.replaceAll('""', '"') ?? plain);
    if (end === ',') continue;
    if (row.length > 1 || row[0]) rows.push(row);
    row = [];
  }
  return rows;
};

/**
 * Reads the records in a file that `writeRecords` wrote.
 *
 * @returns their JSON texts, unchecked
 * @throws TypeError if the file has another form
 */
export const readRecords = (text: string, format: Format): string[] => {
  if (format === 'csv') {
    const [head = [], ...rows] = csvRows(text);
    const column = head.indexOf('record');
    if (column < 0) throw new TypeError('This table has no column named record.');
    return rows.flatMap((row) => row[column] || []);
  }
  let graph: unknown;
  try {
    graph = (JSON.parse(text) as { '@graph'?: unknown } | null)?.['@graph'];
  } catch (cause) {
    throw new TypeError('This is not JSON-LD.', { cause });
  }
  if (!Array.isArray(graph)) throw new TypeError('This JSON-LD has no @graph.');
  return (graph as Record<string, unknown>[]).flatMap((one) => {
    const record = one?.['rel:record'];
    return typeof record === 'string' ? [record] : [];
  });
};
