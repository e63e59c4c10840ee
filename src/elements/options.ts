/**
 * The values of the attributes of the elements. Types, validation, stories and tests all use these lists.
 *
 * @module
 */
/** The values of `size`. */
export const SIZES = ['small', 'medium', 'large'] as const;
/** A value of `size`. */
export type Size = (typeof SIZES)[number];
/** The values of `appearance`. */
export const APPEARANCES = ['solid', 'outline', 'plain', 'sign'] as const;
/** A value of `appearance`. `sign` shows the magnets alone. */
export type Appearance = (typeof APPEARANCES)[number];
/** The values of `no-agent`: without an agent a press opens the panel, or follows the child link. */
export const NO_AGENT = ['panel', 'follow'] as const;
/** A value of `no-agent`. */
export type NoAgent = (typeof NO_AGENT)[number];
