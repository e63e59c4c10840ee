/**
 * Makes acts of what an assistant asks for. None is signed here: `perform` runs after the person's press alone.
 *
 * @module
 */
import type { Told } from '../../agent/ledger.js';
import type { CustomerAct } from '../../contract/acts.js';
import { INTENT } from '../../contract/rules.js';
import { toldInWords } from '../ask-for.js';
import { bodyOf } from '../bodies.js';
import type { Opened } from '../open.js';
import { counterOf, namesOf, proposeAct, type Proposed, proposeRelate, signAgreed } from '../proposals.js';
import { heardInWords } from '../sign.js';
import type { Act, Outcome, Result } from './prepared.js';

const HINT = 'See the description of the arguments.';

const resultOf = ({ vendor, heard, error }: Told): Result => ({
  vendor,
  ...(heard && { answer: heard.answer, agreement: heard.agreement, code: heard.code }),
  ...(error && { error: error.message }),
});

/** The act of one proposal. */
const actOf = (opened: Opened, proposed: Proposed): Act => {
  const { proposal, terms, about } = proposed;
  const { vendor, act, body } = proposal;
  const perform = async (): Promise<Outcome> => {
    const heard = await signAgreed(opened, proposed);
    const counter = counterOf(heard, proposed);
    const told = { text: heardInWords(vendor.origin, heard), results: [resultOf({ vendor: vendor.origin, heard })] };
    return counter ? { ...told, next: actOf(opened, counter) } : told;
  };
  return { shown: { to: [vendor], act, agreement: terms, body, about }, perform };
};

export const prepareRelate = async (opened: Opened, origin: string, agreement: string): Promise<Act> =>
  actOf(opened, await proposeRelate(opened, origin, agreement));

export const prepareAct = async (opened: Opened, origin: string, act: CustomerAct, given: object): Promise<Act> =>
  actOf(opened, await proposeAct(opened, origin, act, bodyOf(act, given, HINT)));

const outcomeOf = (told: readonly Told[]): Outcome => ({ text: told.map(toldInWords).join(''), results: told.map(resultOf) });

/**
 * Prepares one need for several vendors. None of them waits for another one.
 *
 * @param patience the time in which a vendor can tell its name, in milliseconds
 */
export const prepareIntentcast = async (
  opened: Opened,
  origins: readonly string[],
  given: object,
  patience: number,
): Promise<Act> => {
  const need = bodyOf('intentcast', given, HINT);
  const vendors = [...new Set(origins)];
  const to = await namesOf(opened, vendors, patience);
  const perform: Act['perform'] = async (tell) => {
    const told: (readonly Told[])[] = vendors.map(() => []);
    const say = async (vendor: string, i: number): Promise<void> => {
      told[i] = await opened.ledger.intentcast(need, [vendor]);
      tell(outcomeOf(told.flat()));
    };
    await Promise.all(vendors.map(say));
    return outcomeOf(told.flat());
  };
  return { shown: { to, act: 'intentcast', agreement: INTENT, body: need }, perform };
};
