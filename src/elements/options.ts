/**
 * The values of the attributes that button and badge share. Types, validation, stories and tests all use these lists.
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
