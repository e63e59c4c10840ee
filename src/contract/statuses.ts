/** The drawing of one side's magnet: `outline` is not willing, `solid` willing, `half` on hold. */
export type Magnet = 'outline' | 'solid' | 'half';

/**
 * The customer's magnet and the vendor's in each status. In `related` the two are joined, and in `ended` a line parts them.
 *
 * @see docs/sign.md
 */
export const SIGNS = {
  none: ['outline', 'outline'],
  offered: ['outline', 'solid'],
  asked: ['solid', 'solid'],
  related: ['solid', 'solid'],
  paused: ['half', 'half'],
  ended: ['outline', 'outline'],
} as const satisfies Readonly<Record<string, readonly [customer: Magnet, vendor: Magnet]>>;

/** The status of a relationship. */
export type Status = keyof typeof SIGNS;
/** The statuses of a relationship, in the order in which they are shown. */
export const STATUSES = Object.keys(SIGNS) as readonly Status[];

/** Returns whether there is a relationship, on hold or not. */
export const isRelated = (status: Status): boolean => status === 'related' || status === 'paused';
