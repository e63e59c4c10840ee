import { readJson } from '../contract/fields.js';
import { MAX_TEXT } from '../contract/messages.js';
import { readLimited } from '../contract/read-limited.js';
import { MAX_RECORDS_TEXT, type PageReply, parsePageReply, parseReply } from '../contract/replies.js';
import { parseStanding, type Standing } from '../contract/standing.js';
import { writeJson } from '../contract/write-json.js';

/** The time limit for a vendor's answer, to its last byte, in milliseconds. */
const PATIENCE = 20_000;

/**
 * Requests an address of the vendor, and reads the answer.
 *
 * @param max the maximum length of the answer, in UTF-16 units, of which UTF-8 takes at most three bytes each
 * @returns what `read` makes of it; `undefined` if the network fails, or it is too long, or takes more than 20 s
 */
const request = async <T>(
  url: string,
  init: RequestInit,
  max: number,
  read: (text: string, status: number) => T | undefined,
): Promise<T | undefined> => {
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    const response = await window.fetch(url, { credentials: 'same-origin', redirect: 'error', signal, ...init });
    return read((await readLimited(response, 3 * max, signal)) ?? '', response.status);
  } catch {
    return undefined;
  }
};

/**
 * Posts a record to the vendor's endpoint.
 *
 * @param endpoint an absolute URL of the page's origin
 * @param record the JWS's JSON text, sent unchanged
 * @param isExport `true` if a passkey's record asks for an export
 * @returns `undefined` if the vendor was not reached: the network failed, it took more than 20 s, or its answer is no reply
 */
export const post = (endpoint: string, record: string, isExport: boolean): Promise<PageReply | undefined> =>
  request(
    endpoint,
    { method: 'POST', headers: { 'content-type': 'application/jose+json' }, body: record },
    isExport ? MAX_RECORDS_TEXT : MAX_TEXT,
    (text, status) => parsePageReply(text, status, isExport),
  );

/**
 * Asks the vendor's endpoint for a passkey's relationship (contract, "Coming back").
 *
 * @param key `credential`, the passkey's id; or `customer`, the thumbprint of its key
 * @returns `null` if the vendor knows none; `undefined` if the vendor was not reached
 */
export const findStanding = (
  endpoint: string,
  key: 'credential' | 'customer',
  value: string,
): Promise<Standing | null | undefined> => {
  const url = new URL(endpoint);
  url.searchParams.set(key, value);
  return request<Standing | null>(url.href, {}, MAX_TEXT, (text, status) => {
    if (status === 200) return parseStanding(text);
    return parseReply(text, status)?.code === 'unknown_credential' ? null : undefined;
  });
};

/** Reads a JSON object that the vendor publishes. @returns `undefined` if it cannot be read, or is longer than 65,536 UTF-16 units */
export const readPublished = (url: string): Promise<object | undefined> =>
  request(url, {}, MAX_TEXT, (text, status) => (status === 200 ? readJson(text, MAX_TEXT) : undefined));

/**
 * Awaits the answer of the vendor's own code.
 *
 * @param response the argument of `respondWith`: resolves to a reply's body
 * @param isExport as for `post`
 * @returns `undefined` if it rejects, takes more than 20 s or is no reply
 */
export const hearResponse = (response: unknown, isExport: boolean): Promise<PageReply | undefined> =>
  Promise.race([
    // Serialise first, so that getters run here, and the text is parsed like any other reply.
    // `Promise.resolve` throws if the page's promise has a trap for its `constructor`.
    new Promise((resolve) => resolve(response)).then((body) => parsePageReply(`${writeJson(body)}`, undefined, isExport)),
    new Promise<undefined>((resolve) => setTimeout(resolve, PATIENCE)),
  ]).catch(() => undefined);
