import type { ListedRelationship } from '../agent/ledger.js';
import { vendorLine } from '../agent/vendor-text.js';
import { UsageError } from '../cli/command.js';
import { termsOf, titleOf } from './in-words.js';
import type { Opened } from './open.js';
import type { Answered } from './syncing.js';

/** Says that a vendor does not agree to what waited for its answer, and what the person can do now. */
const disagreement = (
  now: ListedRelationship | undefined,
  { origin, act, heard: { answer, agreement = '', code = '' } }: Answered & { readonly origin: string },
): string => {
  const inForce = now?.agreement;
  if (answer === 'counter')
    return `${origin} does not agree to the terms that you proposed before. It suggests ${termsOf(agreement)}\nNothing else was signed. ${
      inForce === undefined
        ? 'Relate first, under those terms or others.'
        : `${inForce} stays in force: try again, or relate under other terms.`
    }`;
  return `${origin} does not agree to what you signed before, "${titleOf(act)}" (${vendorLine(code)}). Nothing else was signed. ${
    inForce === undefined ? 'You have no relationship with it: relate first.' : 'Try again.'
  }`;
};

/**
 * Finds the relationship with a vendor, after the vendor's answer to what waits there: a person decides by how things stand.
 *
 * @param wanted the agreement that the person wants to propose now: it is no news if the vendor suggests that one
 * @returns `undefined` if there is none
 * @throws UsageError if the vendor does not agree to what waited, or has not decided on the first proposal; else as `Opened.sync`
 */
export const standingWith = async (opened: Opened, origin: string, wanted?: string): Promise<ListedRelationship | undefined> => {
  const before = await opened.related(origin);
  if (before?.proposed === undefined) return before;
  const { act = '', heard } = (await opened.sync(before)) ?? {};
  const now = await opened.related(origin);
  const isNews = heard?.answer === 'refuse' || (heard?.answer === 'counter' && heard.agreement !== wanted);
  if (heard && isNews) throw new UsageError(disagreement(now, { origin, act, heard }));
  if (now?.status === 'asked')
    throw new UsageError(
      `${origin} has not decided on your first proposal yet. Nothing else was signed: try again once it has, or leave.`,
    );
  return now;
};
