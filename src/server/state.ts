/**
 * The state of a relationship, which a store keeps beside its entries and changes in the same step. It follows from them, so that it
 * can be made again; and it has all that the next record needs, so that one more costs the same however many there are.
 *
 * @module
 */
import { ChainError, headOf, type Link, orderChain } from '../contract/chain.js';
import { headAfter } from '../contract/head.js';
import { type Claims, customerOf, readClaims } from '../contract/record.js';
import type { Status } from '../contract/statuses.js';
import type { Skip } from './report.js';
import type { Entry, Proposal, State } from './store.js';

/** The state before the first entry. */
export const NOTHING: State = { version: 0, proposals: [] };

/** Returns the proposal that awaits a decision. */
export const pendingIn = ({ proposals }: State): Proposal | undefined => proposals.find(({ answer }) => answer === 'pending');

/** Returns the `jti` of the proposal that can still be decided: none once the relationship has ended. */
export const openIn = (state: State): string | undefined => (state.head?.status === 'ended' ? undefined : pendingIn(state)?.jti);

export const statusIn = (state: State): Status => state.head?.status ?? (pendingIn(state) ? 'asked' : 'offered');

/** Returns the proposals at a place that count against another one there. */
export const triesIn = ({ proposals }: State, prev: string | undefined): readonly Proposal[] => {
  const now = Date.now() / 1_000;
  return proposals.filter((one) => one.prev === prev && (one.answer === 'pending' || one.exp > now));
};

/** Returns whether a leave waits for its erasure to end. */
export const isErasing = ({ answer }: Entry): boolean => answer.erasure !== undefined && 'pending' in answer.erasure;
/** Returns whether an entry can still be decided: a proposal, or a leave whose erasure has not ended. */
export const awaits = (entry: Entry): boolean => entry.answer.pending === true || isErasing(entry);
export const isErased = ({ answer }: Entry): boolean => answer.erasure !== undefined && 'erased' in answer.erasure;

const proposalOf = ({ answer }: Entry, { jti, prev, exp, challenge }: Claims): Proposal => ({
  jti,
  exp,
  ...(prev !== undefined && { prev }),
  ...(challenge !== undefined && { challenge }),
  answer: answer.pending ? 'pending' : answer.counter ? 'countered' : 'refused',
});

const erasureIn = ({ answer }: Entry): Pick<State, 'erasure'> => (answer.erasure ? { erasure: answer.erasure } : {});

/** Returns the state after the erasure that a leave asks for has ended. */
export const stateErased = (state: State, leave: Entry, claims: Claims): State =>
  isErased(leave) ? stateAfter(state, leave, claims) : { ...state, version: state.version + 1, ...erasureIn(leave) };

/**
 * Returns the state after an entry is added or decided.
 *
 * @param claims of the entry
 */
export const stateAfter = (state: State, entry: Entry, claims: Claims): State => {
  const version = state.version + 1;
  const others = state.proposals.filter(({ jti }) => jti !== entry.jti);
  if (entry.record === null) {
    const tries = triesIn({ ...state, proposals: others }, claims.prev);
    return { ...state, version, proposals: [...tries, proposalOf(entry, claims)] };
  }
  const link = { hash: entry.hash, claims };
  if (isErased(entry)) return { version, head: headAfter(undefined, link), proposals: [], ...erasureIn(entry) };
  const credential = state.credential ?? entry.credential;
  return {
    version,
    head: headAfter(state.head, link),
    // The line went on: of the proposals before, only one that waits still counts.
    proposals: entry.place === null ? others : others.filter(({ answer }) => answer === 'pending'),
    ...(credential !== undefined && { credential }),
    ...(state.erasure && { erasure: state.erasure }),
    ...erasureIn(entry),
  };
};

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

/** Returns the claims of an entry; `undefined` if it cannot be read or is of another relationship. */
export const claimsIn = ({ iss, record, received, answer }: Entry): Claims | undefined => {
  const claims = readClaims(record ?? received);
  const isGood = claims !== null && customerOf(claims) === iss && typeof answer === 'object' && answer !== null;
  return isGood ? claims : undefined;
};

/** A record of a relationship, with its entry. */
export interface Kept extends Link {
  readonly entry: Entry;
}

/**
 * Orders the records in the entries of one relationship.
 *
 * @param entries all of them; after erasure, records that raced with the leave do not count
 * @param skip is called for each record that does not belong to the chain, and is left out
 */
export const chainIn = (iss: string, entries: readonly Entry[], skip: Skip): readonly Kept[] => {
  const wasErased = entries.some(isErased);
  const links = entries.flatMap((entry) => {
    const claims = entry.record !== null && (!wasErased || entry.place === null) ? claimsIn(entry) : undefined;
    return claims ? [{ hash: entry.hash, claims, entry }] : [];
  });
  return orderFitting(links, iss, skip) as readonly Kept[];
};

/** Derives the state of a relationship from all its entries. @param version the version to give it */
export const stateOf = (iss: string, entries: readonly Entry[], version: number, skip: Skip): State => {
  const chain = chainIn(iss, entries, skip);
  const head = headOf(chain);
  const credential = chain.find(({ entry }) => entry.credential !== undefined)?.entry.credential;
  const proposals = entries.flatMap((entry) => {
    const claims = entry.record === null ? claimsIn(entry) : undefined;
    return claims ? [proposalOf(entry, claims)] : [];
  });
  const tries = new Set(triesIn({ version, proposals }, head?.last));
  return {
    version,
    ...(head && { head }),
    proposals: proposals.filter((one) => one.answer === 'pending' || tries.has(one)),
    ...(credential !== undefined && { credential }),
    ...chain.map(({ entry }) => erasureIn(entry)).reduce((before, next) => ({ ...before, ...next }), {}),
  };
};
