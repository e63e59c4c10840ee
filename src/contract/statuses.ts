/** How one side's magnet is drawn: not willing, willing, or on hold. */
export type Magnet = 'outline' | 'solid' | 'half';

/** The customer's magnet and the vendor's in each status (contract, section 12); `related` is joined, and a line parts `ended`. */
export const SIGNS = {
  none: ['outline', 'outline'],
  offered: ['outline', 'solid'],
  asked: ['solid', 'solid'],
  related: ['solid', 'solid'],
  paused: ['half', 'half'],
  ended: ['outline', 'outline'],
} as const satisfies Readonly<Record<string, readonly [customer: Magnet, vendor: Magnet]>>;

/** Where a relationship stands. */
export type Status = keyof typeof SIGNS;
export const STATUSES = Object.keys(SIGNS) as readonly Status[];
