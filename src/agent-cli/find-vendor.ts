/**
 * Finds a vendor by what a person has of it. Only the origin in that counts; the vendor's server gives the rest.
 *
 * @module
 */
import { fetchOffer, type Offer } from '../agent/ledger.js';
import { UsageError } from '../cli/command.js';
import { vendorsIn } from './kept-copy.js';
import { isLink, originOf } from './open.js';
import { fetchPageOffer } from './vendor-page.js';

/** A vendor, and what it offers. */
export interface Found extends Offer {
  /** The vendor's origin. */
  readonly vendor: string;
  /**
   * Where the offer comes from: `server`, `/.well-known/relbutton.json`; `page`, the markup of a button. A vendor with the latter alone
   * is related with in its page, by an agent in the browser.
   */
  readonly source: 'server' | 'page';
}

/** Reads the origin of a kept file. @throws UsageError if it names no vendor, or several */
const originInCopy = (text: string): string => {
  const vendors = vendorsIn(text);
  const [only] = vendors;
  if (only === undefined)
    throw new UsageError('This names no vendor: it is neither a copy from a page, nor a record, nor the export of a ledger.');
  if (vendors.length > 1) throw new UsageError(`This names ${vendors.length} vendors. Name one of them: ${vendors.join(', ')}`);
  return only;
};

/** Returns the page at an address, as a person types it. */
const pageAt = (address: string, vendor: string): URL =>
  new URL(/^https?:\/\//i.test(address) ? address : `${new URL(vendor).protocol}//${address}`);

/**
 * Finds a vendor. It fetches `/.well-known/relbutton.json`; where a vendor's server publishes no offer, the page at the address that was
 * given, `/` by default.
 *
 * @param what the address of the vendor or of a page of it; a `web+rel:` link; or the text of a kept copy, of a record, or of a ledger's
 * export
 * @param options `fetch`: reaches vendors, such as `publicFetch()`, which refuses private networks and redirects
 * @throws UsageError if it names no vendor; TypeError if the vendor is not reached, or publishes neither
 */
export const findVendor = async (what: string, { fetch }: { readonly fetch: typeof globalThis.fetch }): Promise<Found> => {
  const given = what.trim();
  const isCopy = given.startsWith('{');
  const vendor = isCopy ? originInCopy(given) : originOf(given);
  try {
    return { vendor, ...(await fetchOffer(vendor, fetch)), source: 'server' };
  } catch (error) {
    const isAddress = !isCopy && !isLink(given);
    const offer = isAddress ? await fetchPageOffer(pageAt(given, vendor), fetch).catch(() => undefined) : undefined;
    if (!offer) throw error;
    return { vendor, ...offer, name: offer.name || new URL(vendor).host, source: 'page' };
  }
};
