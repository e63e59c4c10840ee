import { isAct } from '../contract/acts.js';
import { isAgreement } from '../contract/agreements.js';
import { readLimited } from '../contract/read-limited.js';
import type { Offer } from '../agent/ledger.js';
import { tagsOf, tokensOf } from '../cli/check/html.js';

/** The maximum length of a page, in bytes. */
const MAX_PAGE = 1_000_000;
/** The time limit for a page, to its last byte, in milliseconds. */
const PATIENCE = 20_000;

const listIn = (text = ''): string[] => text.match(/[^\s,]+/g) ?? [];

/** Reads the offer in the attributes of the first button of a page. @returns `undefined` if it has none */
export const offerIn = (page: string): Offer | undefined => {
  const [button] = tagsOf(tokensOf(page), 'rel-button');
  if (!button) return undefined;
  const read = (name: string): string | undefined => button.attributes.get(name);
  const acts = listIn(read('acts')).filter(isAct);
  return {
    name: read('vendor-name')?.trim() ?? '',
    accepts: listIn(read('accepts')).filter(isAgreement),
    acts: acts.length > 0 ? acts : ['relate'],
  };
};

/**
 * Fetches a page, and reads the offer in its markup, which runs no script.
 *
 * @returns `undefined` if it has no button, is no HTML, or is longer than 1,000,000 bytes
 * @throws TypeError if it cannot be reached
 */
export const fetchPageOffer = async (address: URL, fetch: typeof globalThis.fetch): Promise<Offer | undefined> => {
  const signal = AbortSignal.timeout(PATIENCE);
  const headers = { accept: 'text/html' };
  const response = await fetch(address, { credentials: 'omit', redirect: 'error', headers, signal });
  const isPage = response.ok && /^(text\/html|application\/xhtml\+xml)\b/i.test(response.headers.get('content-type') ?? '');
  const text = isPage ? await readLimited(response, MAX_PAGE, signal) : undefined;
  if (!isPage) await response.body?.cancel();
  return text === undefined ? undefined : offerIn(text);
};
