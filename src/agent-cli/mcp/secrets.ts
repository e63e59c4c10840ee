/**
 * Makes and compares secrets.
 *
 * @module
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';

/** Makes a secret of 256 bits, in base64url. */
export const makeSecret = (): string => randomBytes(32).toString('base64url');

/** Compares in a time that tells nothing but the length. */
export const isSame = (given: string | null | undefined, wanted: string): boolean => {
  const [a, b] = [Buffer.from(given ?? ''), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
};
