/**
 * How a ledger reaches a vendor's server with no page open: where the contract has it publish its endpoint and its keys, and
 * nowhere else. No cookie goes along.
 *
 * @module
 */
import type { JSONWebKeySet } from 'jose';
import { MAX_RECORDS_TEXT } from '../contract/replies.js';

/** How long a vendor may take to answer, in milliseconds. */
const PATIENCE = 20_000;

export interface VendorClient {
  /** The keys that the vendor publishes. */
  keys(): Promise<JSONWebKeySet>;
  /** Sends a record to the endpoint, as it is. */
  send(record: string): Promise<{ status: number; text: string }>;
}

/**
 * Looks up what a vendor publishes.
 *
 * @param origin the vendor's
 * @throws TypeError where it is not reached, answers something else, or leads to another origin
 */
export const findVendor = async (origin: string): Promise<VendorClient> => {
  const request = async (path: string, init: RequestInit = {}): Promise<{ status: number; text: string }> => {
    const url = new URL(path, origin);
    if (url.origin !== origin) throw new TypeError(`${origin} leads elsewhere: ${url.href}`);
    const signal = AbortSignal.timeout(PATIENCE);
    const response = await globalThis
      .fetch(url, { credentials: 'omit', redirect: 'error', signal, ...init })
      .catch((cause: unknown) => {
        throw new TypeError(`${origin} is not reached.`, { cause });
      });
    const text = await response.text();
    if (text.length > MAX_RECORDS_TEXT) throw new TypeError(`${url.href} answers more than can be read.`);
    return { status: response.status, text };
  };
  const get = async (path: string): Promise<object> => {
    const { status, text } = await request(path);
    if (status !== 200) throw new TypeError(`${origin} answers ${status} for ${path}`);
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) throw new TypeError(`${path} of ${origin} is no JSON object.`);
    return value;
  };

  const { jwks, endpoint } = (await get('/.well-known/relbutton.json')) as { jwks: unknown; endpoint: unknown };
  return {
    keys: async () => (await get(String(jwks))) as JSONWebKeySet,
    send: (record) =>
      request(String(endpoint), { method: 'POST', headers: { 'content-type': 'application/jose+json' }, body: record }),
  };
};
