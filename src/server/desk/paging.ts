/**
 * Reads pages of lists whose cost has a bound, however much is stored.
 *
 * @module
 */
import { type Link, linkOf } from '../../contract/chain.js';
import type { ListedRelationship } from '../reading.js';
import type { Vendor } from '../vendor.js';
import { html, type Markup } from './html.js';
import { W } from './words.js';

/** The number of items on a page. */
export const PAGE = 50;
/** The number of relationships that one page looks through for those it wants. */
const LOOKED_THROUGH = 1_000;
/** The number of records that one page reads for that. */
const RECORDS = 2_000;

/** A page of a list. */
export interface Found<T> {
  readonly items: readonly T[];
  /** The `iss` to go on after; missing if all were seen. */
  readonly next?: string | undefined;
}

/** Takes the first `PAGE` items that are wanted. */
export const pageOf = async <T extends { readonly iss: string }>(
  list: AsyncIterable<T>,
  isWanted: (one: T) => boolean = () => true,
): Promise<Found<T>> => {
  const items: T[] = [];
  let [seen, last] = [0, ''];
  for await (const one of list) {
    if (items.length === PAGE || seen === LOOKED_THROUGH) return { items, next: last };
    seen += 1;
    last = one.iss;
    if (isWanted(one)) items.push(one);
  }
  return { items };
};

/** A record of a relationship, with its text. */
export interface Told extends Link {
  readonly record: string;
}
export const tellAll = (records: readonly string[]): Promise<Told[]> =>
  Promise.all(records.map(async (record) => ({ ...(await linkOf(record)), record })));

/** A relationship in which something was found. */
export interface Looked<T> extends ListedRelationship {
  /** `undefined` if it has too many records for a page that looks through several. */
  readonly found: readonly T[] | undefined;
}

/**
 * Looks into the records of relationships that go on, one relationship after the other.
 *
 * @param after the `iss` of the one before the first
 * @param find returns what is wanted in the records of a relationship
 */
export const lookInto = async <T>(
  vendor: Vendor,
  after: string | undefined,
  find: (links: readonly Told[]) => readonly T[],
): Promise<Found<Looked<T>>> => {
  const items: Looked<T>[] = [];
  let [left, seen, last] = [RECORDS, 0, ''];
  for await (const one of vendor.relationships({ after })) {
    const { iss, status, counts } = one;
    const size = counts.customer + counts.vendor;
    const isRead = (status === 'related' || status === 'paused') && hasMore(one);
    const isFull = items.length === PAGE || seen === LOOKED_THROUGH;
    if (isFull || (isRead && size > left && left < RECORDS)) return { items, next: last };
    seen += 1;
    last = iss;
    if (!isRead) continue;
    left -= size;
    const found = size > RECORDS ? undefined : find(await tellAll((await vendor.relationship(iss)).records));
    if (found?.length !== 0) items.push({ ...one, found });
  }
  return { items };
};

/** Returns whether a customer said more than which terms. */
const hasMore = ({ counts, agreement }: ListedRelationship): boolean => counts.customer > 1 || agreement === 'PDC-INTENT';

/** Links the next page of a list. */
export const paging = (path: string, query: Readonly<Record<string, string>>, { items, next }: Found<unknown>): Markup => {
  const { after, ...others } = query;
  const address = (more: Record<string, string>): string => {
    const search = new URLSearchParams({ ...others, ...more }).toString();
    return search ? `${path}?${search}` : path;
  };
  return html`
    ${next && items.length < PAGE && html`<p>${W.more}</p>`}
    ${
      (after || next) &&
      html`<nav aria-label="Pages" class="actions">
        ${after && html`<a class="action" href="${address({})}">${W.first}</a>`}
        ${next && html`<a class="action" href="${address({ after: next })}" rel="next">${W.next}</a>`}
      </nav>`
    }
  `;
};
