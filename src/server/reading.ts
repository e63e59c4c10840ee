import type { AgreementId } from '../contract/agreements.js';
import type { Status } from '../contract/statuses.js';
import { eachOf, isReadable } from './pages.js';
import { type Format, writeRecords } from './portable.js';
import { type PendingProposal, proposalOf, relationshipOf, type VendorRelationship } from './relationship.js';
import type { Skip } from './report.js';
import { statusIn } from './state.js';
import type { Entry, RelationshipPage, State, Store, StoredRelationship } from './store.js';

/** A relationship in a list, without its records. */
export interface ListedRelationship {
  /** The thumbprint of the key that the customer made for this vendor alone. */
  readonly iss: string;
  readonly status: Status;
  /** The agreement in force; `undefined` before an agreement and after erasure. */
  readonly agreement: AgreementId | undefined;
  /** The time of its first record, as an RFC 3339 date-time; `undefined` before an agreement. */
  readonly since: string | undefined;
  /** The number of records that each side signed first. */
  readonly counts: Readonly<Record<'customer' | 'vendor', number>>;
  /** The proposal in it that awaits a decision. */
  readonly proposal: PendingProposal | undefined;
}

/** The methods of a vendor that only read. */
export interface Reading {
  /** Returns the status of a relationship: `offered` if there is none. */
  status(iss: string): Promise<Status>;
  /** Returns a relationship with all its records. */
  relationship(iss: string): Promise<VendorRelationship>;
  /**
   * Lists the relationships page by page, in the order in which they began, including those that await a decision.
   *
   * @param page `after`: the `iss` of the one before the first, such as the last one of the page before; `limit`: at most so many;
   * `status`: only those of one status. Default: all
   */
  relationships(page?: {
    readonly after?: string | undefined;
    readonly limit?: number;
    readonly status?: Status | undefined;
  }): AsyncIterable<ListedRelationship>;
  /**
   * Lists the entry of every record that both sides hold, page by page: relationship by relationship, and in each the oldest first.
   *
   * @param page `iss`: only those of one relationship; `after`: the entry before the first one. Default: all
   */
  records(page?: {
    readonly iss?: string | undefined;
    readonly after?: Pick<Entry, 'iss' | 'hash'> | undefined;
  }): AsyncIterable<Entry>;
  /**
   * Lists the proposals that await a decision page by page, in the order in which their relationships began.
   *
   * @param page `after`: the `iss` of the one before the first; `limit`: at most so many. Default: all
   */
  pending(page?: { readonly after?: string | undefined; readonly limit?: number }): AsyncIterable<PendingProposal>;
  /**
   * Writes all stored records as a file for other systems, including proposals that were not accepted.
   *
   * @returns the file's text in parts, for a stream
   */
  export(format: Format): AsyncIterable<string>;
}

const listed = ({ iss, state, open }: StoredRelationship, skip: Skip): ListedRelationship => {
  const { head }: State = state;
  return {
    iss,
    status: statusIn(state),
    agreement: head?.agreement as AgreementId | undefined,
    since: head && new Date(head.since * 1_000).toISOString(),
    counts: head?.counts ?? { customer: 0, vendor: 0 },
    proposal: proposalOf(open, skip),
  };
};

/** Makes the methods of a vendor that only read its store. */
export const readingFrom = (store: Store, skip: Skip): Reading => {
  const each = ({ after: begin, limit, ...wanted }: RelationshipPage, atOnce?: number): AsyncGenerator<StoredRelationship> =>
    eachOf<StoredRelationship>(
      (after, most) => store.relationships({ ...wanted, after: after?.iss ?? begin, limit: most }),
      limit,
      atOnce,
    );
  const entriesOf = (iss: string, begin?: string): AsyncGenerator<Entry> =>
    eachOf<Entry>((after, limit) => store.read(iss, { after: after?.hash ?? begin, limit }));
  const entries = async function* (begin?: Pick<Entry, 'iss' | 'hash'>): AsyncGenerator<Entry> {
    const all = eachOf<Pick<Entry, 'iss' | 'hash'>>((after, limit) => store.list({ after: after ?? begin, limit }));
    for await (const entry of all as AsyncGenerator<Entry>) if (isReadable(entry, skip)) yield entry;
  };
  return {
    status: async (iss) => statusIn((await store.look({ iss })).state),
    async relationship(iss) {
      const { state } = await store.look({ iss });
      const all: Entry[] = [];
      for await (const entry of entriesOf(iss)) all.push(entry);
      return relationshipOf(iss, state, all, skip);
    },
    async *relationships({ limit = Infinity, ...page } = {}) {
      let left = limit;
      for await (const one of each(page, Math.max(limit, 1))) {
        const { status, ...rest } = listed(one, skip);
        // Nothing came of it: the customer proposed, and was refused.
        if (status === 'offered' && page.status !== status) continue;
        if (left-- <= 0) return;
        yield { status, ...rest };
      }
    },
    async *records({ iss, after } = {}) {
      for await (const entry of iss === undefined ? entries(after) : entriesOf(iss, after?.hash))
        if (entry.record !== null && isReadable(entry, skip)) yield entry;
    },
    async *pending(page = {}) {
      for await (const { open } of each({ ...page, isOpen: true })) {
        const proposal = proposalOf(open, skip);
        if (proposal) yield proposal;
      }
    },
    export: (format) => writeRecords(entries(), format),
  };
};
