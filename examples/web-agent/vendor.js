/**
 * What an agent does with no page of the vendor open (contract, section 8, step 4): it believes nothing but what the vendor's own
 * server says over https.
 */

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

/**
 * Asks a vendor's server what it agrees to.
 *
 * @param {string} origin
 * @returns {Promise<{ name: string, accepts: string[], endpoint: string }>}
 */
export const findVendor = async (origin) => {
  const response = await fetch(`${origin}/.well-known/relbutton.json`, { credentials: 'omit' });
  const { name, accepts, acts, endpoint } = await response.json();
  const isWhole = typeof name === 'string' && Array.isArray(accepts) && acts?.includes?.('relate');
  if (!response.ok || !isWhole || parseAddress(endpoint)?.origin !== origin) throw new Error('It names no way to relate.');
  return { name: name.slice(0, 200), accepts, endpoint };
};

/**
 * Puts a record to a vendor's server.
 *
 * @returns {Promise<import('relbutton/agent').Answer>}
 */
export const post = async (endpoint, record) => {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/jose+json' },
    body: record,
    credentials: 'omit',
    redirect: 'error',
    signal: AbortSignal.timeout(20_000),
  });
  const { record: agreed, counter, pending, code } = await response.json();
  if (agreed) return { answer: 'accept', record: agreed };
  if (counter) return { answer: 'counter', agreement: counter };
  return { answer: pending ? 'pending' : 'refuse', code };
};
