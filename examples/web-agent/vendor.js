/** Finds the vendor that a link or a kept copy leads to. Nothing else in them is believed: its own server says the rest. */

/** @returns {URL | null} null for what no vendor can be at */
const parseAddress = (text) => {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url?.protocol === 'https:' || (url?.protocol === 'http:' && url.hostname === 'localhost') ? url : null;
};

/**
 * The vendor's origin in what the browser hands over for a `web+rel:` link, or in a kept copy of an offer.
 *
 * @param {string} text `web+rel:` and a percent-encoded address, or the text of the file that "Keep a copy" wrote
 * @returns {string | undefined} undefined where there is none in it
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
