import { decodeClaims } from '../../contract/record.js';
import type { Status } from '../../contract/statuses.js';

/** Returns the status to show once both sides hold a record. A page cannot verify it. */
export const statusAfter = (record = ''): Status => {
  const { act } = (decodeClaims(record) ?? {}) as { act?: unknown };
  if (act === 'leave') return 'ended';
  return act === 'pause' ? 'paused' : 'related';
};
