import type { AgreementId } from '../contract/agreements.js';
import { type Claims, readClaims } from '../contract/record.js';
import type { Status } from '../contract/statuses.js';
import { isReadable } from './pages.js';
import type { Skip } from './report.js';
import { chainIn, openIn, statusIn } from './state.js';
import type { Entry, State } from './store.js';

/** A proposal that awaits the vendor's decision. */
export interface PendingProposal {
  readonly iss: string;
  readonly claims: Claims;
  /** The JWS's JSON text, with the customer's signature alone. */
  readonly record: string;
}

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
  /** The proposal in it that awaits a decision. */
  readonly proposal: PendingProposal | undefined;
}

/** Reads a proposal. @param open its entry */
export const proposalOf = (open: Entry | undefined, skip: Skip): PendingProposal | undefined =>
  open && isReadable(open, skip)
    ? { iss: open.iss, claims: readClaims(open.received) as Claims, record: open.received }
    : undefined;

/**
 * Puts a relationship together.
 *
 * @param entries all entries of one customer
 * @param skip is called for each entry that cannot be read or does not belong to the chain, and is left out
 */
export const relationshipOf = (iss: string, state: State, entries: readonly Entry[], skip: Skip): VendorRelationship => {
  const chain = chainIn(
    iss,
    entries.filter((entry) => isReadable(entry, skip)),
    skip,
  );
  const { agreement, agreed } = state.head ?? {};
  return {
    iss,
    status: statusIn(state),
    agreement: agreement as AgreementId | undefined,
    record: chain.find(({ hash }) => hash === agreed)?.entry.record ?? undefined,
    records: chain.map(({ entry }) => entry.record as string),
    proposal: proposalOf(
      entries.find(({ jti }) => jti === openIn(state)),
      skip,
    ),
  };
};
