/**
 * Makes the proposals that a person is asked to sign, at the terminal or in the window.
 *
 * @module
 */
import { fetchOffer, type Heard, type Proposal } from '../agent/ledger.js';
import type { CustomerAct } from '../contract/acts.js';
import { isAgreement } from '../contract/agreements.js';
import { UsageError } from '../cli/command.js';
import { termsOf } from './in-words.js';
import type { Opened } from './open.js';

/** A proposal, and the agreement in force or to be proposed. */
export interface Proposed {
  readonly proposal: Proposal;
  readonly terms: string | undefined;
  /** `true` if the vendor suggested the terms in place of others: it can do so once. */
  readonly isCountered?: true;
}

/**
 * Signs and sends what the person agreed to, under the terms that they saw. Call it only after their yes.
 *
 * @throws DOMException `InvalidStateError` if the terms have changed meanwhile: nothing was signed
 */
export const signAgreed = ({ ledger }: Pick<Opened, 'ledger'>, { proposal, terms }: Proposed): Promise<Heard> =>
  proposal.act === 'relate' ? ledger.say(proposal) : ledger.say(proposal, { inForce: terms });

/** Returns the proposal under the terms that the vendor suggests instead, to ask the person about; `undefined` if it suggests none. */
export const counterOf = ({ answer, agreement }: Heard, { proposal, isCountered }: Proposed): Proposed | undefined =>
  answer === 'counter' && agreement !== undefined && proposal.act === 'relate' && !isCountered
    ? { proposal: { ...proposal, agreement }, terms: agreement, isCountered: true }
    : undefined;

/** @throws UsageError if the vendor does not accept the agreement, it is not in the roster, or it is in force already */
export const proposeRelate = async (opened: Opened, origin: string, agreement: string): Promise<Proposed> => {
  const { name, accepts } = await fetchOffer(origin, opened.fetch);
  if (!accepts.includes(agreement) || !isAgreement(agreement)) {
    const others = accepts.filter(isAgreement).map((id) => `  ${termsOf(id)}`);
    if (others.length === 0) throw new UsageError(`${origin} accepts no agreement of the roster: you cannot relate with it yet.`);
    throw new UsageError(`${origin} does not accept ${agreement}. Name one of these as the agreement:\n${others.join('\n')}`);
  }
  const related = await opened.related(origin);
  if (related?.status === 'related' && related.agreement === agreement)
    throw new UsageError(`You and ${origin} relate under ${agreement} already.`);
  return { proposal: { vendor: { origin, name }, act: 'relate', agreement }, terms: agreement };
};

/** @throws UsageError if there is no relationship */
export const proposeAct = async (opened: Opened, origin: string, act: CustomerAct, body: object): Promise<Proposed> => {
  const related = await opened.related(origin);
  if (!related) throw new UsageError(`You have no relationship with ${origin}. Relate first.`);
  const vendor = { origin, name: related.name };
  const proposal = { vendor, act, ...(Object.keys(body).length > 0 && { body }) } as Proposal;
  return { proposal, terms: related.agreement };
};

/** Looks up the names of vendors. One that is not reached has the reason in its place. */
export const namesOf = (
  { fetch }: Pick<Opened, 'fetch'>,
  origins: readonly string[],
): Promise<{ readonly origin: string; readonly name: string }[]> =>
  Promise.all(
    origins.map(async (origin) => {
      const name = await fetchOffer(origin, fetch).then(
        (offer) => offer.name,
        (error: Error) => `not reached now (${error.message})`,
      );
      return { origin, name };
    }),
  );
