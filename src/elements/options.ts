/**
 * The values of the options that button and badge share: types, validation, stories and tests come from these lists.
 *
 * @module
 */
export const SIZES = ['small', 'medium', 'large'] as const;
export type Size = (typeof SIZES)[number];
export const APPEARANCES = ['solid', 'outline', 'plain', 'sign'] as const;
export type Appearance = (typeof APPEARANCES)[number];
