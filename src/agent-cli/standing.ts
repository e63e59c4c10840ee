import type { Heard, ListedRelationship } from '../agent/ledger.js';
import { vendorLine } from '../agent/vendor-text.js';
import { readClaims } from '../contract/record.js';
import { UsageError } from '../cli/command.js';
import { termsOf, titleOf } from './in-words.js';
import type { Opened } from './open.js';

/** Says that a vendor does not agree to what waited for its answer, and what the person can do now. */
const disagreement = (before: ListedRelationship, now: ListedRelationship | undefined, heard: Heard): string => {
  const { vendor, proposed = '' } = before;
  const { answer, agreement = '', code = '' } = heard;
  const what = titleOf(readClaims(proposed)?.act ?? '');
  const inForce = now?.agreement;
  if (answer === 'counter')
    return `${vendor} does not agree to the terms that you proposed before. It suggests ${termsOf(agreement)}\nNothing else was signed. ${
      inForce === undefined
        ? 'Relate first, under those terms or others.'
        : `${inForce} stays in force: try again, or relate under other terms.`
    }`;
  return `${vendor} does not agree to what you signed before, "${what}" (${vendorLine(code)}). Nothing else was signed. ${
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
  const heard = await opened.sync(before.iss);
  const now = await opened.related(origin);
  const isNews = heard?.answer === 'refuse' || (heard?.answer === 'counter' && heard.agreement !== wanted);
  if (heard && isNews) throw new UsageError(disagreement(before, now, heard));
  if (now?.status === 'asked')
    throw new UsageError(
      `${origin} has not decided on your first proposal yet. Nothing else was signed: try again once it has, or leave.`,
    );
  return now;
};
