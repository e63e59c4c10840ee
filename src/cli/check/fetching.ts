import { readLimited } from '../../contract/read-limited.js';
import { codeOf } from '../reasons.js';

/** An answer, read to its end. */
export interface Fetched {
  readonly url: URL;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}
/** Why an address did not answer, in words that follow its name. */
export interface Failed {
  readonly why: string;
}

/** The time limit for an answer, to its last byte, in milliseconds. */
const PATIENCE = 10_000;
/** The maximum length of an answer, in bytes. */
const MAX_BYTES = 5_000_000;

const REASONS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'has a host that is not known. Is it spelt right?',
  EAI_AGAIN: 'has a host that cannot be looked up now. Is this machine on the network?',
  ECONNREFUSED: 'is not served: nothing listens there.',
  ECONNRESET: 'broke the connection off.',
  UND_ERR_SOCKET: 'broke the connection off.',
  UND_ERR_CONNECT_TIMEOUT: 'cannot be reached in time.',
  EHOSTUNREACH: 'cannot be reached from here.',
  ENETUNREACH: 'cannot be reached from here.',
  CERT_HAS_EXPIRED: 'has a certificate that has expired. Renew it.',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'has a certificate that it signed itself. Take one that browsers trust.',
  SELF_SIGNED_CERT_IN_CHAIN: 'has a certificate that no authority signed. Take one that browsers trust.',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'leaves out a certificate of its chain. Serve the whole chain.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'has a certificate for another host.',
  ERR_SSL_WRONG_VERSION_NUMBER: 'does not speak TLS. Is it served by http?',
};

const reasonOf = (error: unknown): string => {
  const { name, message, cause } = error as Error;
  if (name === 'TimeoutError' || name === 'AbortError') return `did not answer within ${PATIENCE / 1_000} s.`;
  if ((cause as Error | undefined)?.message === 'bad port') return 'has a port that browsers block. Take another one.';
  const code = codeOf(error);
  return (code && REASONS[code]) ?? `cannot be read: ${(cause as Error | undefined)?.message ?? message}.`;
};

/** Fetches an address, without following redirects. Never rejects. */
export const get = async (url: URL, init: RequestInit = {}): Promise<Fetched | Failed> => {
  const signal = AbortSignal.timeout(PATIENCE);
  try {
    const response = await globalThis.fetch(url, { redirect: 'manual', ...init, signal });
    const { status, headers } = response;
    const text = await readLimited(response, MAX_BYTES, signal);
    return text === undefined ? { why: `is longer than ${MAX_BYTES / 1_000_000} MB.` } : { url, status, headers, text };
  } catch (error) {
    return { why: reasonOf(error) };
  }
};

/** Returns where a redirect leads; `undefined` if it is none. */
export const redirectOf = ({ status, headers, url }: Fetched): URL | undefined => {
  const location = headers.get('location');
  if (status < 300 || status >= 400 || location === null || !URL.canParse(location, url.href)) return undefined;
  return new URL(location, url);
};

/** Returns whether an answer has one of these types. */
export const hasType = ({ headers }: Fetched, pattern: RegExp): boolean =>
  pattern.test((headers.get('content-type') ?? '').split(';')[0]?.trim() ?? '');
