/** Finds the vendor of a link or a kept copy. It believes only the origin: the vendor's server gives the rest. */

/** @returns {URL | null} null if the address cannot be a vendor's */
const parseAddress = (text) => {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url?.protocol === 'https:' || (url?.protocol === 'http:' && url.hostname === 'localhost') ? url : null;
};

/**
 * Reads the vendor's origin from a `web+rel:` link, or from a kept copy of an offer.
 *
 * @param {string} text `web+rel:` and a percent-encoded address, as the browser passes it, or the text of a file from "Keep a copy"
 * @returns {string | undefined} undefined if it has none
 */
export const originIn = (text) => {
  try {
    const address = text.startsWith('web+rel:')
      ? decodeURIComponent(text.slice('web+rel:'.length))
      : JSON.parse(text).vendor.origin;
    return parseAddress(address)?.origin;
  } catch {
    return undefined;
  }
};
