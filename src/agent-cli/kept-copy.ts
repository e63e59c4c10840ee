import { vendorOrigin } from '../agent/vendor-origin.js';
import { readClaims } from '../contract/record.js';

/** The members of kept files that name vendors. */
interface Kept {
  /** Of the copy of an offer, which the panel's "Keep a copy" writes. */
  readonly vendor?: { readonly origin?: unknown } | null;
  /** Of a ledger's export, and of the copy of a relationship, which the panel's "Save your copy" writes. */
  readonly relationships?: readonly ({ readonly vendor?: unknown } | null)[];
}

const parse = (text: string): Kept | null => {
  try {
    return JSON.parse(text) as Kept | null;
  } catch {
    return null;
  }
};

/**
 * Reads whom a kept file is about: the copy of an offer, the copy of a relationship, a ledger's export, or one record. It believes only
 * the origins: the vendor's server gives the rest.
 *
 * @returns the origins, each once; none if it is another file
 */
export const vendorsIn = (text: string): readonly string[] => {
  const { vendor, relationships } = parse(text) ?? {};
  const claims = readClaims(text);
  const listed = Array.isArray(relationships) ? (relationships as NonNullable<Kept['relationships']>) : [];
  const named: readonly unknown[] = [vendor?.origin, ...listed.map((one) => one?.vendor), claims?.aud, claims?.iss];
  // The other of the two in a record is the thumbprint of a key.
  return [...new Set(named.filter((one): one is string => typeof one === 'string' && vendorOrigin(one) === one))];
};
