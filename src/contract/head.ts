/**
 * The head of a chain: what the next record of a relationship needs to know of those before it. It is folded from them one by one, so
 * that one more record costs the same however many there are.
 *
 * @module
 */
import { type Claims, sideOf } from './record.js';
import { isBeginning } from './rules.js';

/** The state of a relationship after its last record. */
export interface Head {
  readonly status: 'related' | 'paused' | 'ended';
  /** The hashes of the first and the last record of the line; missing if there is only a leave. */
  readonly first?: string;
  readonly last?: string;
  /** The agreement in force, and the hash of the record that agreed on it: the last `relate`, else the first `intentcast`. */
  readonly agreement?: string | undefined;
  readonly agreed?: string;
  /** Whether each side holds the relationship: it paused and did not resume. */
  readonly held: Readonly<Record<'customer' | 'vendor', boolean>>;
  /** The number of records that each side signed first. */
  readonly counts: Readonly<Record<'customer' | 'vendor', number>>;
  /** The `iat` of the first record. */
  readonly since: number;
}

/** The head before the first record. */
const NEW = { held: { customer: false, vendor: false }, counts: { customer: 0, vendor: 0 } } as const;

/**
 * Returns the head after one more record.
 *
 * @param before `undefined` if the record is the first
 * @param link a record that can follow, with its hash
 */
export const headAfter = (
  before: Head | undefined,
  { hash, claims }: { readonly hash: string; readonly claims: Claims },
): Head => {
  const { held, counts, ...rest } = before ?? NEW;
  const { act, agreement, iat } = claims;
  const side = sideOf(claims);
  const isHeld = /^(pause|resume)$/.test(act) ? { ...held, [side]: act === 'pause' } : held;
  const isAgreed = act === 'relate' || (before?.first === undefined && isBeginning(claims));
  const isLeave = act === 'leave';
  const live = isHeld.customer || isHeld.vendor ? 'paused' : 'related';
  return {
    since: iat,
    ...rest,
    ...(!isLeave && { first: before?.first ?? hash, last: hash }),
    ...(isAgreed && { agreement, agreed: hash }),
    held: isHeld,
    counts: { ...counts, [side]: counts[side] + 1 },
    status: isLeave || before?.status === 'ended' ? 'ended' : live,
  };
};
