/**
 * Makes acts of what an assistant asks for. None is signed here: `perform` runs after the person's press alone.
 *
 * @module
 */
import type { Proposal, Told } from '../../agent/ledger.js';
import { vendorText } from '../../agent/vendor-text.js';
import type { CustomerAct } from '../../contract/acts.js';
import { BODIES, type Body, bodyFault, isReadable } from '../../contract/bodies.js';
import { copy } from '../../contract/fields.js';
import { INTENT } from '../../contract/rules.js';
import { RecordError } from '../../records/errors.js';
import { UsageError } from '../../cli/command.js';
import { toldInWords } from '../ask-for.js';
import type { Opened } from '../open.js';
import { namesOf, proposeAct, type Proposed, proposeRelate } from '../proposals.js';
import { heardInWords } from '../sign.js';
import type { Act, Outcome, Result } from './prepared.js';

/** Checks that a person sees each character that is signed. @throws RecordError `unreadable_text` */
const checkReadable = (value: unknown): void => {
  if (typeof value === 'object' && value) for (const item of Object.values(value)) checkReadable(item);
  else if (typeof value === 'string' && (!isReadable(value) || vendorText(value) !== value))
    throw new RecordError('unreadable_text');
};

/**
 * Copies the body of an act.
 *
 * @throws RecordError with the code of a field that is not valid; UsageError if a field without a code is not
 */
const bodyOf = <A extends CustomerAct>(act: A, given: object): Body<A> => {
  const fault = bodyFault(act, given);
  if (fault) throw new RecordError(fault);
  const body = copy(BODIES[act], given) as Body<A> | undefined;
  const wrong = Object.entries(given).find(([field, value]) => value !== undefined && !Object.hasOwn(body ?? {}, field));
  if (!body || wrong)
    throw new UsageError(`${wrong ? `"${wrong[0]}"` : 'A field'} does not fit: see the description of the arguments.`);
  checkReadable(body);
  return { ...body };
};

const resultOf = ({ vendor, heard, error }: Told): Result => ({
  vendor,
  ...(heard && { answer: heard.answer, agreement: heard.agreement, code: heard.code }),
  ...(error && { error: error.message }),
});

/** The act of one proposal. */
const actOf = (opened: Opened, { proposal, terms }: Proposed): Act => {
  const { vendor, act, body } = proposal;
  const perform = async (): Promise<Outcome> => {
    const related = await opened.related(vendor.origin);
    if (act !== 'relate' && related?.agreement !== terms)
      throw new UsageError('The terms have changed since this was prepared: nothing was signed.');
    const heard = await opened.ledger.say(proposal);
    const { answer, agreement } = heard;
    const told = { text: heardInWords(vendor.name, heard), results: [resultOf({ vendor: vendor.origin, heard })] };
    if (answer !== 'counter' || agreement === undefined) return told;
    const other = { ...proposal, agreement } as Proposal;
    return { ...told, next: actOf(opened, { proposal: other, terms: agreement }) };
  };
  return { shown: { to: [vendor], act, agreement: terms, body }, perform };
};

export const prepareRelate = async (opened: Opened, origin: string, agreement: string): Promise<Act> =>
  actOf(opened, await proposeRelate(opened, origin, agreement));

export const prepareAct = async (opened: Opened, origin: string, act: CustomerAct, given: object): Promise<Act> =>
  actOf(opened, await proposeAct(opened, origin, act, bodyOf(act, given)));

/** Gives each request so many milliseconds. */
const hurried =
  (fetch: Opened['fetch'], patience: number): Opened['fetch'] =>
  (input, init) =>
    fetch(input, { ...init, signal: AbortSignal.any([AbortSignal.timeout(patience), ...(init?.signal ? [init.signal] : [])]) });

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
  const need = bodyOf('intentcast', given);
  const vendors = [...new Set(origins)];
  const to = await namesOf({ fetch: hurried(opened.fetch, patience) }, vendors);
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
