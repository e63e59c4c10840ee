import { decodeClaims } from '../../contract/record.js';
import type { Status } from '../../contract/statuses.js';

/** What both sides holding a record looks like, as far as a page can tell. */
export const statusAfter = (record = ''): Status => {
  const { act } = (decodeClaims(record) ?? {}) as { act?: unknown };
  if (act === 'leave') return 'ended';
  return act === 'pause' ? 'paused' : 'related';
};
