import { decodeClaims } from '../../contract/record.js';
import type { Status } from '../../contract/statuses.js';

/** Returns the act of a record that both sides signed; a page cannot verify it. `undefined` where it cannot be read. */
export const actOf = (record = ''): string | undefined => (decodeClaims(record) as { act?: string } | null)?.act;

/** Returns the status to show once both sides hold a record of an act. */
export const statusAfter = (act?: string): Status => {
  if (act === 'leave') return 'ended';
  return act === 'pause' ? 'paused' : 'related';
};
