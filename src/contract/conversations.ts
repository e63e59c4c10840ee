import { type Link, orderChain, says } from './chain.js';
import { sideOf } from './record.js';
import { reOf } from './rules.js';

/** A thread: a text or a need, and what was said to it. */
export interface Conversation {
  /** The record that began it. */
  readonly root: Link;
  /** That record and the texts that answer it or one another, in their order. */
  readonly links: readonly Link[];
  /** The side that has not spoken last: it may want to answer. */
  readonly awaits: 'customer' | 'vendor';
}

/**
 * Returns the conversations of a relationship, oldest first: threads by the `re` of each `converse`. A `converse` that answers nothing
 * begins one, and so does an `intentcast`; any other record begins one once a `converse` answers it.
 *
 * @param links the records, as `linkOf` reads them, in any order; repeated ones count once
 * @throws ChainError if they are not the records of one relationship
 * @see The contract, "What follows from the records"
 * @example
 * const [conversation] = conversationsOf([await linkOf(record)]);
 * conversation; // → undefined
 */
export const conversationsOf = (links: Iterable<Link>): readonly Conversation[] => {
  const threads = new Map<string, Link[]>();
  const roots = new Map<string, Link>();
  for (const link of orderChain(links)) {
    const { hash, claims } = link;
    const root = (says(link, 'converse') && roots.get(reOf(claims) ?? '')) || link;
    roots.set(hash, root);
    const thread = threads.get(root.hash);
    if (thread) thread.push(link);
    else threads.set(root.hash, [link]);
  }
  return [...threads.values()]
    .filter(([root, answer]) => root && (answer || /^(converse|intentcast)$/.test(root.claims.act)))
    .map((thread) => ({
      root: thread[0] as Link,
      links: thread,
      awaits: sideOf((thread.at(-1) as Link).claims) === 'customer' ? 'vendor' : 'customer',
    }));
};
