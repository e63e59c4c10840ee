import { parseReply, type Reply } from '../contract/replies.js';
import { writeJson } from '../contract/write-json.js';

/** The time limit for a vendor's answer, in milliseconds. */
const PATIENCE = 20_000;

/**
 * Posts a record to the vendor's endpoint.
 *
 * @param endpoint an absolute URL of the page's origin
 * @param record the JWS's JSON text, sent unchanged
 * @returns `undefined` if the vendor was not reached: the network failed, it took more than 20 s, or its answer is no reply
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
 * Awaits the answer of the vendor's own code.
 *
 * @param response the argument of `respondWith`: resolves to a reply's body
 * @returns `undefined` if it rejects, takes more than 20 s or is no reply
 */
export const hearResponse = (response: unknown): Promise<Reply | undefined> =>
  Promise.race([
    // Serialise first, so that getters run here, and the text is parsed like any other reply.
    // `Promise.resolve` throws if the page's promise has a trap for its `constructor`.
    new Promise((resolve) => resolve(response)).then((body) => parseReply(`${writeJson(body)}`)),
    new Promise<undefined>((resolve) => setTimeout(resolve, PATIENCE)),
  ]).catch(() => undefined);
