/** Writes a standing permission in plain words, for the window and for a terminal. */
import { recordInWords } from '../in-words.js';
import { MAX_PER_DAY, type Permission } from './permissions.js';

type Parts = readonly (readonly [label: string, text: string])[];

const timeOf = (at: number): string => new Date(at).toISOString();

export const permissionParts = ({ vendors, words, most, reach, until, revoked }: Permission, isOpen: boolean): Parts => [
  ...vendors.map((origin) => ['Vendor', origin] as const),
  ['Words', words],
  ['Budget', most ? `at most ${most.amount} ${most.currency}` : 'none'],
  ['Answers', reach ?? 'no address'],
  ['At most', `${MAX_PER_DAY} a day`],
  ['Until', timeOf(until)],
  ['State', revoked === undefined ? (isOpen ? 'in force' : 'not in force') : `ended by you on ${timeOf(revoked)}`],
];

/** Describes the needs that were signed under a permission, the latest first. */
export const usesOf = ({ uses }: Permission): Parts =>
  uses
    .map(({ at, need, vendors }) => [timeOf(at), `${recordInWords('intentcast', need)}\n${vendors.join(', ')}`] as const)
    .reverse();
