import { decodeClaims } from '../../contract/record.js';
import type { Status } from '../../contract/statuses.js';

/**
 * Returns the status to show once both sides hold a record. A page cannot verify it.
 *
 * @param before the status before that record: what is on hold stays so until a `resume`
 */
export const statusAfter = (record = '', before: Status): Status => {
  const { act } = (decodeClaims(record) ?? {}) as { act?: unknown };
  if (act === 'leave') return 'ended';
  return act === 'pause' || (before === 'paused' && act !== 'resume') ? 'paused' : 'related';
};
