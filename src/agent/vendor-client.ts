/**
 * Talks to a vendor's server with no page open: only at the addresses where the vendor publishes its endpoint and its keys
 * (contract, "The offer"), and without cookies.
 *
 * @module
 */
import type { JSONWebKeySet } from 'jose';
import { act, agreement, copy, plainText } from '../contract/fields.js';
import { MAX_TEXT } from '../contract/messages.js';
import { MAX_RECORDS_TEXT } from '../contract/replies.js';
import { readLimited } from '../contract/read-limited.js';
import { writeJson } from '../contract/write-json.js';
import { parseKeys } from './vendor-keys.js';

/** Reaches vendors as the global `fetch` does. */
export type Fetch = typeof globalThis.fetch;

/** The time limit for one answer, to its last byte, in milliseconds. */
const PATIENCE = 20_000;
const OFFER_PATH = '/.well-known/relbutton.json';

/** The maximum lengths of answers, in bytes. UTF-8 takes at most three bytes for a UTF-16 unit. */
const MAX_BYTES = {
  published: 65_536,
  reply: 3 * MAX_TEXT,
  records: 3 * MAX_RECORDS_TEXT,
} as const;

interface HttpAnswer {
  readonly status: number;
  readonly text: string;
}

export interface VendorClient {
  /** `true` if the vendor publishes an endpoint for records. */
  readonly hasEndpoint: boolean;
  /** Fetches the keys that the vendor publishes. */
  keys(): Promise<JSONWebKeySet>;
  /**
   * Sends a record to the endpoint, unchanged.
   *
   * @param expected the kind of answer, which sets its maximum length
   */
  send(record: string, expected: 'reply' | 'records'): Promise<HttpAnswer>;
}

/** Returns the reason for a failure. Node's own `fetch` says "fetch failed", and has the reason as its cause. */
const reasonOf = ({ message, cause }: Error): string =>
  message === 'fetch failed' ? (cause as Error | undefined)?.message || message : message;

/** @param max in bytes, of the answer */
const request = async (
  fetch: Fetch,
  origin: string,
  path: unknown,
  { max, ...init }: RequestInit & { max: number },
): Promise<HttpAnswer> => {
  if (typeof path !== 'string') throw new TypeError(`${origin} does not publish where its endpoint and its keys are.`);
  if (!URL.canParse(path, origin))
    throw new TypeError(`${origin} publishes ${writeJson(path.slice(0, 200)).replace(/[^ -~]/g, '?')}, which is no address.`);
  const url = new URL(path, origin);
  if (url.origin !== origin) throw new TypeError(`${origin} publishes an address at another origin: ${url.href}`);
  // The limit covers headers and body, so that a body that drips ends as well.
  const signal = AbortSignal.timeout(PATIENCE);
  let status: number;
  let text: string | undefined;
  try {
    const response = await fetch(url, { credentials: 'omit', redirect: 'error', signal, ...init });
    status = response.status;
    text = await readLimited(response, max, signal);
  } catch (cause) {
    const why = signal.aborted ? `it gave no whole answer within ${PATIENCE / 1_000} s` : reasonOf(cause as Error);
    throw new TypeError(`${origin} cannot be reached: ${why.replace(/\.$/, '')}.`, { cause });
  }
  if (text === undefined)
    throw new TypeError(`${url.href} answers more than can be read. The body is longer than ${max.toLocaleString('en')} bytes.`);
  return { status, text };
};

const getJson = async (fetch: Fetch, origin: string, path: unknown): Promise<unknown> => {
  const { status, text } = await request(fetch, origin, path, { max: MAX_BYTES.published });
  if (status !== 200) throw new TypeError(`${origin} answers ${status} for ${String(path)}.`);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new TypeError(`${String(path)} of ${origin} is not JSON.`, { cause });
  }
};

const getPublished = async (fetch: Fetch, origin: string): Promise<object> => {
  const value = await getJson(fetch, origin, OFFER_PATH);
  if (typeof value !== 'object' || value === null) throw new TypeError(`${OFFER_PATH} of ${origin} is not a JSON object.`);
  return value;
};

/**
 * Looks up what a vendor publishes.
 *
 * @param origin the vendor's
 * @throws TypeError if the vendor cannot be reached, its answer is malformed or too long, or it points to another origin
 */
export const findVendor = async (origin: string, fetch: Fetch): Promise<VendorClient> => {
  const { jwks, endpoint } = (await getPublished(fetch, origin)) as { jwks?: unknown; endpoint?: unknown };
  return {
    hasEndpoint: typeof endpoint === 'string',
    keys: async () => parseKeys(await getJson(fetch, origin, jwks), String(jwks)),
    send: (record, expected) => {
      const headers = { 'content-type': 'application/jose+json' };
      return request(fetch, origin, endpoint, { max: MAX_BYTES[expected], method: 'POST', headers, body: record });
    },
  };
};

/**
 * Returns whether an origin answers without publishing an endpoint. `false` for a server that fails or cannot be reached: it may
 * publish one another time.
 */
export const publishesNothing = async (origin: string, fetch: Fetch): Promise<boolean> => {
  const get = (mode: RequestMode): Promise<Response> =>
    fetch(new URL(OFFER_PATH, origin), { mode, credentials: 'omit', signal: AbortSignal.timeout(PATIENCE) });
  // A site that publishes nothing sends no CORS headers. A request without CORS still shows that it answers.
  const response = await get('cors')
    .catch(() => get('no-cors'))
    .catch(() => undefined);
  void response?.body?.cancel().catch(() => undefined);
  return response !== undefined && response.status < 500 && response.status !== 429;
};

/** The offer that a vendor's server publishes. */
export interface Offer {
  /** The vendor's name, at most 200 characters. */
  readonly name: string;
  /** The ids of the agreements that it accepts. */
  readonly accepts: readonly string[];
  /** The acts that it supports: `relate` and others. */
  readonly acts: readonly string[];
}

const OFFER = { name: plainText(200), accepts: [agreement], acts: [act] } as const;

/**
 * Fetches the offer of a vendor's server, for an agent that follows a link with no page open (contract, "The offer").
 *
 * @param origin the vendor's, such as `https://shop.example`
 * @param fetch reaches the vendor. Default: the global one
 * @throws TypeError if it cannot be reached within 20 s, publishes no offer or more than 65,536 bytes, or has no endpoint at its origin
 * @example
 * const { name, accepts } = await fetchOffer('https://shop.example');
 * // 'Shop', ['SD-BASE']
 */
export const fetchOffer = async (origin: string, fetch = globalThis.fetch): Promise<Offer> => {
  const published = await getPublished(fetch, origin);
  const offer = copy(OFFER, published);
  const { endpoint } = published as { endpoint?: unknown };
  const isOwn = typeof endpoint === 'string' && URL.canParse(endpoint, origin) && new URL(endpoint, origin).origin === origin;
  if (!isOwn || !offer?.acts.includes('relate'))
    throw new TypeError(
      `${origin} names no way to relate: ${OFFER_PATH} needs name, accepts, acts, and an endpoint at the same origin.`,
    );
  return { ...offer };
};
