import type { AgreementId } from '../contract/agreements.js';
import { agreedIn, ChainError, lastOf, type Link, linkOf, orderChain, statusOf } from '../contract/chain.js';
import type { Status } from '../contract/statuses.js';
import type { Skip } from './report.js';
import type { Entry } from './store.js';

/** A relationship as the vendor keeps it. */
export interface VendorRelationship {
  /** The thumbprint of the key that the customer made for this vendor alone. */
  readonly iss: string;
  readonly status: Status;
  /** The agreement in force, and below the record of it; both `undefined` before an agreement and after erasure. */
  readonly agreement: AgreementId | undefined;
  readonly record: string | undefined;
  /** Every record that both sides hold, in the order of the chain. */
  readonly records: readonly string[];
}

/** A relationship with the state that the next record needs. */
export interface Standing extends VendorRelationship {
  readonly chain: readonly Link[];
  /** The `prev` of the next record. */
  readonly last: string | undefined;
}

/** Orders records, and leaves out those that do not belong to the chain. */
const orderFitting = (links: readonly Link[], iss: string, skip: Skip): readonly Link[] => {
  for (let fitting = links; ;) {
    try {
      return orderChain(fitting);
    } catch (error) {
      if (!(error instanceof ChainError)) throw error;
      const { hash } = error;
      for (const link of fitting) if (link.hash === hash) skip(iss, link.claims.jti, error);
      fitting = fitting.filter((link) => link.hash !== hash);
    }
  }
};

/**
 * Reads a relationship from its entries.
 *
 * @param entries all entries of one customer
 * @param skip is called for each record that does not belong to the chain, and is left out
 */
export const standingOf = async (iss: string, entries: readonly Entry[], skip: Skip): Promise<Standing> => {
  // After erasure, ignore records that raced with the leave.
  const isErased = entries.some(({ answer }) => answer.erasure && 'erased' in answer.erasure);
  const records = entries.flatMap(({ record, place }) => (record !== null && (!isErased || place === null) ? [record] : []));
  const byHash = new Map<string, string>();
  const links: Link[] = [];
  for (const record of records) {
    const link = await linkOf(record);
    byHash.set(link.hash, record);
    links.push(link);
  }
  const chain = orderFitting(links, iss, skip);
  const isAsked = entries.some(({ answer }) => answer.pending);
  const agreed = agreedIn(chain);
  return {
    iss,
    status: statusOf(chain, isAsked ? 'asked' : 'offered'),
    agreement: agreed?.claims.agreement as AgreementId | undefined,
    record: agreed && byHash.get(agreed.hash),
    records: chain.map(({ hash }) => byHash.get(hash) as string),
    chain,
    last: lastOf(chain)?.hash,
  };
};
