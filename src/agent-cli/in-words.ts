/**
 * Writes agreements, acts and records in plain words, for a terminal.
 *
 * @module
 */
import { AGREEMENTS, agreementUrl, isAgreement } from '../contract/agreements.js';
import type { CustomerAct } from '../contract/acts.js';
import { readClaims } from '../contract/record.js';
import { writeJson } from '../contract/write-json.js';
import { vendorLine, vendorText } from '../agent/vendor-text.js';
import { en } from '../locales/en.js';
import { INDENT } from './fit.js';

/** The terms of an agreement in full, with the address of the text that decides. */
export const termsOf = (id: string): string => {
  if (!isAgreement(id)) return `${vendorLine(id)}, which is not in the roster`;
  const { permits, portability } = AGREEMENTS[id];
  const uses = permits.map((use) => en.uses[use]).join(', ');
  return `${id}: ${en.permits.replace('{0}', uses)}${portability ? en.portability : ''}. ${agreementUrl(id)}`;
};

/** A block of lines with a label before the first one. */
const labelled = (label: string, text: string): string =>
  `${`${label}:`.padEnd(INDENT - 1)} ${text.replaceAll('\n', `\n${' '.repeat(INDENT)}`)}`;

/** Every field of a body, each with its value in full. */
const fieldsOf = (body: object): (readonly [label: string, text: string])[] =>
  Object.entries(body).map(([name, value]) => [name, vendorText(typeof value === 'string' ? value : writeJson(value))]);

/** An act that a person is asked to sign. */
export interface Shown {
  /** To whom: each a name and an origin. */
  readonly to: readonly { readonly name: string; readonly origin: string }[];
  readonly act: string;
  readonly agreement: string | undefined;
  readonly body?: object | undefined;
  /** The record that `re` in the body names. */
  readonly about?: string | undefined;
}

export const titleOf = (act: string): string => en.acts[act as CustomerAct] ?? vendorLine(act);

const lines = (parts: readonly (readonly [label: string, text: string])[]): string =>
  parts.map(([label, text]) => labelled(label, text)).join('\n');

/** Writes the act and the fields of a record on lines of their own. */
export const recordInWords = (act: string, body: object = {}): string => lines([['act', vendorLine(act)], ...fieldsOf(body)]);

/** The same of a record as it is kept. */
const inWords = (record: string): string => {
  const { act = '', body } = readClaims(record) ?? {};
  return recordInWords(act, body);
};

/** Everything that is to be signed: each part with its label. */
export const partsOf = ({ to, act, agreement, body = {}, about }: Shown): (readonly [label: string, text: string])[] => [
  // A vendor chooses its name, which could look like an address: it stands apart.
  ...to.flatMap(({ name, origin }) => [['To', origin] as const, ['Name', vendorLine(name)] as const]),
  ['You', titleOf(act)],
  ...fieldsOf(body),
  ...(about === undefined ? [] : [['About', inWords(about)] as const]),
  ['Terms', agreement === undefined ? 'none yet' : termsOf(agreement)],
];

/** Everything that is to be signed, for a terminal. */
export const inFull = (shown: Shown): string => lines(partsOf(shown));

/** Every character but the printable ones of ASCII. */
const NOT_PLAIN = /[^\x20-\x7e]/g;
/** Writes a line of JSON that a terminal shows as it is: characters beyond ASCII are escaped. */
export const jsonLine = (value: unknown): string =>
  `${writeJson(value).replace(NOT_PLAIN, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`;

/** A record's time, in seconds since 1970, as RFC 3339; a vendor can write one beyond the dates that there are, which stays a number. */
export const timeInWords = (iat: number): string => {
  const at = new Date(iat * 1_000);
  return Number.isNaN(at.getTime()) ? String(iat) : at.toISOString();
};
