/**
 * Makes the proposals that a person is asked to sign, at the terminal or in the window.
 *
 * @module
 */
import { fetchOffer, type Heard, type Proposal } from '../agent/ledger.js';
import type { CustomerAct } from '../contract/acts.js';
import { AGREEMENT_IDS, isAgreement } from '../contract/agreements.js';
import { INTENT } from '../contract/rules.js';
import { UsageError } from '../cli/command.js';
import { RecordError } from '../records/errors.js';
import { termsOf } from './in-words.js';
import type { Opened } from './open.js';
import { standingWith } from './standing.js';

/** A proposal, and the agreement in force or to be proposed. */
export interface Proposed {
  readonly proposal: Proposal;
  readonly terms: string | undefined;
  /** The record that it is about: the one that it answers, or the share that it ends. */
  readonly about?: string;
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

/** @throws UsageError if the vendor does not accept the agreement, it is not in the roster, or it is in force already; as `standingWith` */
export const proposeRelate = async (opened: Opened, origin: string, agreement: string): Promise<Proposed> => {
  const related = await standingWith(opened, origin, agreement);
  const { name, accepts } = await fetchOffer(origin, opened.fetch);
  if (!accepts.includes(agreement) || !isAgreement(agreement)) {
    const others = AGREEMENT_IDS.filter((id) => accepts.includes(id)).map((id) => `  ${termsOf(id)}`);
    if (others.length === 0) throw new UsageError(`${origin} accepts no agreement of the roster: you cannot relate with it yet.`);
    throw new UsageError(`${origin} does not accept ${agreement}. Name one of these as the agreement:\n${others.join('\n')}`);
  }
  if (related?.status === 'related' && related.agreement === agreement)
    throw new UsageError(`You and ${origin} relate under ${agreement} already.`);
  return { proposal: { vendor: { origin, name }, act: 'relate', agreement }, terms: agreement };
};

/** @throws UsageError if there is no relationship; RecordError `unknown_re` if it has no record of the hash in `re`; as `standingWith`, except for a leave, which nothing delays */
export const proposeAct = async (opened: Opened, origin: string, act: CustomerAct, body: object): Promise<Proposed> => {
  const isLeave = act === 'leave';
  const related = await (isLeave ? opened.related(origin) : standingWith(opened, origin));
  if (!related || (related.status === 'none' && !isLeave))
    throw new UsageError(`You have no relationship with ${origin}. Relate first.`);
  const vendor = { origin, name: related.name };
  const proposal = { vendor, act, ...(Object.keys(body).length > 0 && { body }) } as Proposal;
  const { re } = body as { readonly re?: string };
  if (re === undefined) return { proposal, terms: related.agreement };
  const about = await opened.ledger.record(related.iss, re);
  if (about === undefined) throw new RecordError('unknown_re');
  return { proposal, terms: related.agreement, about };
};

/** Gives each request so many milliseconds. */
const hurried =
  (fetch: Opened['fetch'], patience: number): Opened['fetch'] =>
  (input, init) =>
    fetch(input, { ...init, signal: AbortSignal.any([AbortSignal.timeout(patience), ...(init?.signal ? [init.signal] : [])]) });

/** The time in which a vendor can tell its name, in milliseconds. */
const PATIENCE = 3_000;

/** Looks up the names of vendors, after their answers to what waits there. One that is not known has the reason in its place. */
export const namesOf = (
  opened: Opened,
  origins: readonly string[],
  patience = PATIENCE,
): Promise<{ readonly origin: string; readonly name: string }[]> => {
  const fetch = hurried(opened.fetch, patience);
  const nameOf = async (origin: string): Promise<string> => {
    await standingWith({ ...opened, sync: (one) => opened.sync(one, patience) }, origin, INTENT);
    return (await fetchOffer(origin, fetch)).name;
  };
  return Promise.all(
    origins.map(async (origin) => ({
      origin,
      name: await nameOf(origin).catch(({ message }: Error) => `not known now (${message})`),
    })),
  );
};
