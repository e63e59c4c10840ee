/**
 * Signs the customer's records, and stores each until it is answered.
 *
 * @module
 */
import { exportJWK, generateKeyPair } from 'jose';
import { type CustomerAct, ruleOf } from '../contract/acts.js';
import type { Body } from '../contract/bodies.js';
import { MAX_RECORD } from '../contract/fields.js';
import { type Claims, lacksBody, readClaims } from '../contract/record.js';
import { reOf, ruleFault } from '../contract/rules.js';
import { RecordError } from '../records/errors.js';
import { claimsOf, parseJws } from '../records/jws.js';
import { signRecord, type Statement } from '../records/sign.js';
import { thumbprintOf } from '../records/thumbprint.js';
import type { LedgerBase } from './ledger-base.js';
import { keysOf, prevOf, statusOf, type StoredRelationship } from './relationship.js';

/** An act of the contract with its body, which can be left out if none of its fields is required. */
type Known = {
  [A in CustomerAct]: { readonly act: A } & (Partial<Body<A>> extends Body<A>
    ? { readonly body?: Body<A> }
    : { readonly body: Body<A> });
}[CustomerAct];
/** A vendor's own act, in reverse-DNS form. */
interface Own {
  readonly act: `${string}.${string}`;
  readonly body?: Readonly<Record<string, unknown>>;
}
/** An act that is known at run time only, such as the act of an ask. */
interface Bare {
  readonly act: string;
  readonly body?: never;
}
/** An act and its body. */
export type Saying = Known | Own | Bare;

/** An act that the person addresses to a vendor. `body` has the fields of that act (contract, "Records"). */
export type Proposal = Saying &
  Pick<Statement, 'agreement' | 'challenge'> & {
    /** `origin` from the browser, never from a message of the page; `name` to show. */
    readonly vendor: { readonly origin: string; readonly name: string };
  };

/** Makes the key for a new relationship. It is extractable, for `export`: scripts of the agent's own origin can use it anyway. */
const begin = async ({ origin, name }: Proposal['vendor']): Promise<StoredRelationship> => {
  const keys = await generateKeyPair('ES256', { extractable: true });
  const iss = await thumbprintOf(await exportJWK(keys.publicKey));
  return { vendor: origin, name, iss, keys, jwks: { keys: [] }, signers: [], length: 0, proposed: undefined };
};

/** Returns whether the vendor has not answered the first proposal yet. */
export const isUndecided = ({ head, proposed }: StoredRelationship): boolean => !head && proposed !== undefined;

/** Signs the person's act with the key of its relationship, and stores the record as waiting. */
export const signAs = async (store: LedgerBase, kept: StoredRelationship, { vendor, ...said }: Proposal): Promise<string> => {
  const proposed = await signRecord({ aud: vendor.origin, ...said, ...prevOf(kept) }, keysOf(kept));
  const claims = claimsOf(parseJws(proposed, MAX_RECORD));
  const before = await store.before(kept.iss, [reOf(claims) ?? []].flat());
  const fault = ruleFault(claims, before) ?? (lacksBody(claims) ? 'malformed' : undefined);
  if (fault) throw new RecordError(fault);
  await store.put({
    relationship: { ...kept, name: vendor.name, proposed, ...(isUndecided(kept) && { isDoubtful: true }) },
  });
  return proposed;
};

/**
 * Finds the relationship in which an act is said.
 *
 * @param iss names it; default: the one with the vendor that has not ended, if any
 * @throws RecordError `not_related` if there is none of that name, `ended` if it has ended
 */
export const relationshipFor = async (
  store: LedgerBase,
  { vendor }: Proposal,
  iss: string | undefined,
): Promise<StoredRelationship | undefined> => {
  if (iss === undefined) return store.current(vendor.origin);
  const kept = await store.get(iss);
  if (statusOf(kept) === 'ended') throw new RecordError('ended');
  return kept;
};

/** What the person saw when they agreed. */
export interface Seen {
  /** The agreement that was in force, as `ListedRelationship` has it. */
  readonly inForce: string | undefined;
}

/**
 * Checks that an act is signed under the terms that the person saw. A leave is signed under any.
 *
 * @throws DOMException `InvalidStateError` if others are in force
 */
export const checkTerms = (act: string, kept: StoredRelationship | undefined, { inForce }: Seen): void => {
  const now = kept?.head?.agreement;
  if (act === 'leave' || now === inForce) return;
  const message = `The terms have changed from ${inForce ?? 'none'} to ${now ?? 'none'} meanwhile: nothing was signed. Look at them, and decide again.`;
  throw new DOMException(message, 'InvalidStateError');
};

/** See `Ledger.sign`. @param iss as in `relationshipFor` @param seen as in `Ledger.say` */
export const sign = async (store: LedgerBase, proposal: Proposal, iss?: string, seen?: Seen): Promise<string> => {
  const known = await relationshipFor(store, proposal, iss);
  const { act } = proposal;
  const canFollow = known && (act === 'leave' || !isUndecided(known));
  if (!canFollow && !ruleOf(act)?.begins) throw new RecordError('not_related');
  if (seen) checkTerms(act, known, seen);
  return signAs(store, known ?? (await begin(proposal.vendor)), proposal);
};

/**
 * Returns the waiting record unchanged, to be sent again. An expired leave is signed again: a leave waits until the vendor is
 * reached, however long that takes.
 */
export const renew = async (store: LedgerBase, kept: StoredRelationship, proposed: string): Promise<string> => {
  const { act, exp, body } = readClaims(proposed) as Claims;
  if (act !== 'leave' || exp > Date.now() / 1_000) return proposed;
  const renewed = await signRecord({ aud: kept.vendor, act, ...(body && { body }), ...prevOf(kept) }, keysOf(kept));
  await store.put({ relationship: { ...kept, proposed: renewed } });
  return renewed;
};
