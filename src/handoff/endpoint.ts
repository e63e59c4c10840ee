import { parseReply, type Reply } from '../contract/replies.js';
import { writeJson } from '../contract/write-json.js';

/** How long a vendor may take to answer, in milliseconds. */
const PATIENCE = 20_000;

/**
 * Puts a record to the vendor's endpoint.
 *
 * @param endpoint an absolute URL of the page's origin
 * @param record the JWS's JSON text, sent as it is
 * @returns `undefined` where the vendor was not reached: the network failed, it took more than 20 s, or said nothing of sense
 */
export const post = async (endpoint: string, record: string): Promise<Reply | undefined> => {
  try {
    const response = await window.fetch(endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/jose+json' },
      body: record,
      credentials: 'same-origin',
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE),
    });
    return parseReply(await response.text(), response.status);
  } catch {
    return undefined;
  }
};

/**
 * Waits for what the vendor's own code answers.
 *
 * @param response what `respondWith` was given: resolves to a reply's body
 * @returns `undefined` where it rejects, takes more than 20 s or is no reply
 */
export const hearResponse = (response: unknown): Promise<Reply | undefined> =>
  Promise.race([
    // Through JSON, so that what a page's object may hide, a getter say, runs here, and its text is read as any other.
    // `Promise.resolve` throws where a promise of the page's has a trap for its `constructor`.
    new Promise((resolve) => resolve(response)).then((body) => parseReply(`${writeJson(body)}`)),
    new Promise<undefined>((resolve) => setTimeout(resolve, PATIENCE)),
  ]).catch(() => undefined);
