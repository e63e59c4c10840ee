/** Compares what a store did with what it promises. */
import { writeJson } from '../../contract/write-json.js';

/** Copies plain data with its keys in order, and without those that are `undefined`. */
const plain = (value: unknown): unknown => {
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(plain);
  const pairs = Object.entries(value).filter(([, one]) => one !== undefined);
  return Object.fromEntries(pairs.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, one]) => [key, plain(one)]));
};
/** `undefined` is no JSON, and a string must not look like it. */
const textOf = (value: unknown): string => (value === undefined ? 'nothing' : writeJson(plain(value)));

/** The number of characters that a message shows of a value. */
const SHOWN = 400;
/** Shortens a text to the part around a place. */
const around = (text: string, place: number): string => {
  if (text.length <= SHOWN) return text;
  const start = Math.max(0, place - SHOWN / 2);
  const part = text.slice(start, start + SHOWN);
  return `${start > 0 ? '…' : ''}${part}${start + SHOWN < text.length ? '…' : ''} (${text.length} characters)`;
};

/** What a store did, where it promises something else. */
export class Difference extends Error {
  constructor(
    what: string,
    readonly actual: unknown,
    readonly expected: unknown,
  ) {
    const [came, wanted] = [textOf(actual), textOf(expected)];
    let place = 0;
    while (place < came.length && came[place] === wanted[place]) place++;
    super(`${what}: expected ${around(wanted, place)}, but got ${around(came, place)}.`);
    this.name = 'Difference';
  }
}

/**
 * Compares plain data: the order of keys does not count, and a key that is `undefined` counts as missing.
 *
 * @param what names the call or the situation, for the message
 * @throws Difference if they differ
 */
export const same = (what: string, actual: unknown, expected: unknown): void => {
  if (textOf(actual) !== textOf(expected)) throw new Difference(what, actual, expected);
};
