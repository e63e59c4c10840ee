import type { AgreementId } from '../contract/agreements.js';
import { agreedIn, lastOf, type Link, linkOf, orderChain, statusOf } from '../contract/chain.js';
import type { Status } from '../contract/statuses.js';
import type { Entry } from './store.js';

/** A relationship as its vendor keeps it. */
export interface VendorRelationship {
  /** The thumbprint of the key that the customer made for this vendor alone. */
  readonly iss: string;
  readonly status: Status;
  /** The agreement that holds, and the record in which both sides agreed on it; none before that, and none once it was erased. */
  readonly agreement: AgreementId | undefined;
  readonly record: string | undefined;
  /** Every record that both sides hold, in the order of the chain. */
  readonly records: readonly string[];
}

/** A relationship with what it takes to go on with it. */
export interface Standing extends VendorRelationship {
  readonly chain: readonly Link[];
  /** What the next record names as `prev`. */
  readonly last: string | undefined;
}

/**
 * Reads a relationship off its entries.
 *
 * @param entries all of one customer's
 * @throws ChainError where the store was tampered with
 */
export const standingOf = async (iss: string, entries: readonly Entry[]): Promise<Standing> => {
  // What was said while a leave erased all may lie there with nothing before it: it ended, and that is all there is to it.
  const isErased = entries.some(({ answer }) => answer.erasure && 'erased' in answer.erasure);
  const records = entries.flatMap(({ record, place }) => (record !== null && (!isErased || place === null) ? [record] : []));
  const byHash = new Map<string, string>();
  const links: Link[] = [];
  for (const record of records) {
    const link = await linkOf(record);
    byHash.set(link.hash, record);
    links.push(link);
  }
  const chain = orderChain(links);
  const isAsked = entries.some(({ answer }) => answer.pending);
  const agreed = agreedIn(chain);
  return {
    iss,
    status: statusOf(links, isAsked ? 'asked' : 'offered'),
    agreement: agreed?.claims.agreement as AgreementId | undefined,
    record: agreed && byHash.get(agreed.hash),
    records: chain.map(({ hash }) => byHash.get(hash) as string),
    chain,
    last: lastOf(chain)?.hash,
  };
};
