import { decodeClaims } from '../../contract/record.js';
import type { Status } from '../../contract/statuses.js';

/** Returns the act of a record that both sides signed; a page cannot verify it. `undefined` where it cannot be read. */
export const actOf = (record = ''): string | undefined => (decodeClaims(record) as { act?: string } | null)?.act;

/**
 * Returns the status to show once both sides hold a record of an act.
 *
 * @param before the status before that record: what is on hold stays so until a `resume`
 */
export const statusAfter = (act: string | undefined, before: Status): Status => {
  if (act === 'leave') return 'ended';
  return act === 'pause' || (before === 'paused' && act !== 'resume') ? 'paused' : 'related';
};
