/**
 * Standing permissions: some vendors may hear needs of one kind, without a press of the person, until a day. Nobody reads a need before
 * it is sent, so that its kind is exact: it has no word that the person has not written.
 *
 * @module
 */
import { vendorText } from '../../agent/vendor-text.js';
import { type Body, isReadable } from '../../contract/bodies.js';
import { endOf } from '../../contract/times.js';
import type { Shown } from '../in-words.js';

type Need = Body<'intentcast'>;

/** A need that was said under a permission. */
export interface Use {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly need: Need;
  readonly vendors: readonly string[];
}

/** A permission of the person's. Times are in milliseconds since 1970. */
export interface Permission {
  readonly id: string;
  /** The origins of the vendors. */
  readonly vendors: readonly string[];
  /** The words of a need. */
  readonly words: string;
  /** The largest budget of a need. Missing: a need has none. */
  readonly most?: NonNullable<Need['budget']>;
  /** The address at which the person can be answered. Missing: a need has none. */
  readonly reach?: string;
  readonly made: number;
  readonly until: number;
  /** The time of its end, if the person has ended it. */
  readonly revoked?: number;
  /** The latest time at which it was looked at: a clock that goes back does not give time back. */
  readonly seen: number;
  /** The last needs that were said under it, latest last. */
  readonly uses: readonly Use[];
}

const DAY = 86_400_000;
/** How far a clock may go back, in milliseconds: small corrections are no reason to ask. */
const DRIFT = 60_000;
/** The most needs under one permission in 24 hours. */
export const MAX_PER_DAY = 10;
/** The longest time of a permission, in days. */
const MAX_DAYS = 366;

const WORD = /[\p{L}\p{M}\p{N}\u200c\u200d]+/gu;
/** Only these characters stand between words. A need has at most 20 more of them than the permission. */
const BETWEEN = /^[\s.,;:!?'’()/&%+€$£-]*$/;
const MORE_BETWEEN = 20;

const wordsIn = (text: string): string[] => text.normalize('NFC').toLowerCase().match(WORD) ?? [];

/** Returns whether each word of a need is in the permission's words, and at most as often as there. */
const isOfKind = (need: string, words: string): boolean => {
  const free = wordsIn(words);
  const used = wordsIn(need);
  for (const word of used) {
    const at = free.indexOf(word);
    if (at < 0) return false;
    free.splice(at, 1);
  }
  return used.length > 0 && BETWEEN.test(need.replace(WORD, '')) && need.length <= words.length + MORE_BETWEEN;
};

/** An amount of a record in its smallest units: it has up to four digits after the point. */
const unitsOf = (amount: string): bigint => {
  const [whole = '', part = ''] = amount.split('.');
  return BigInt(whole + part.padEnd(4, '0'));
};

const isWithin = (budget: Need['budget'], most: Permission['most']): boolean =>
  !budget || (most?.currency === budget.currency && unitsOf(budget.amount) <= unitsOf(most.amount));

/** Returns whether a permission counts at a time. It does not while the clock is behind a time that it had before. */
export const isOpen = ({ revoked, made, seen, until }: Permission, now: number): boolean =>
  revoked === undefined && now >= Math.max(made, seen) - DRIFT && Math.max(now, seen) < until;

/** Returns whether a permission covers an act, so that no press is needed. */
export const covers = (permission: Permission, { act, to, body = {} }: Shown, now: number): boolean => {
  const { vendors, words, most, reach, uses } = permission;
  const { need, budget, by, reach: given, ...others } = body as Need;
  return (
    act === 'intentcast' &&
    isOpen(permission, now) &&
    uses.filter(({ at }) => at > now - DAY).length < MAX_PER_DAY &&
    to.every(({ origin }) => vendors.includes(origin)) &&
    isOfKind(need, words) &&
    isWithin(budget, most) &&
    // A time of day could carry what the person has not written.
    (by === undefined || /^\d{4}-\d\d-\d\d$/.test(by)) &&
    (given === undefined || given === reach) &&
    Object.keys(others).length === 0
  );
};

/** The first and the last day that a permission can end on, as ISO 8601 dates. */
export const daysFrom = (now: number): readonly [first: string, last: string] => {
  const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);
  return [dayOf(now), dayOf(now + (MAX_DAYS - 1) * DAY)];
};

/**
 * Reads a permission from the form that the person filled in beside a need.
 *
 * @param form `words`, `until` as an ISO 8601 date, and `most` if the need has a budget
 * @returns the permission without its `id`, or what is wrong
 */
export const readPermission = (form: URLSearchParams, { to, body }: Shown, now: number): Omit<Permission, 'id'> | string => {
  const { budget, reach } = body as Need;
  const words = (form.get('words') ?? '').replaceAll('\r\n', '\n');
  const until = form.get('until') ?? '';
  const amount = form.get('most') ?? '';
  const [first, last] = daysFrom(now);
  if (wordsIn(words).length === 0 || words.length > 4_000 || !isReadable(words) || vendorText(words) !== words)
    return 'Write the words that a need may have, at most 4,000 characters that can be seen.';
  const end = /^\d{4}-\d\d-\d\d$/.test(until) ? endOf(until) : undefined;
  if (end === undefined || until < first || until > last) return `Name the last day, from ${first} to ${last}.`;
  if (budget && !/^\d{1,12}(\.\d{1,4})?$/.test(amount)) return 'Write the most that a need may offer, such as 12.50.';
  return {
    vendors: to.map(({ origin }) => origin),
    words,
    ...(budget && { most: { amount, currency: budget.currency } }),
    ...(reach !== undefined && { reach }),
    ...{ made: now, until: end, seen: now, uses: [] },
  };
};
