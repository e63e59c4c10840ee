/**
 * Reaches vendors from a program on the person's machine or server, and nothing else there.
 *
 * @module
 */
import { lookup as lookUp, type LookupAddress, type LookupOptions } from 'node:dns';
import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import { Readable } from 'node:stream';
import { isLoopback, isPublicAddress, isWebPort } from './public-address.js';
import type { Fetch } from './vendor-client.js';

/** The hosts that are this machine, and that nobody else can point elsewhere. */
const LOCAL = /^(localhost|127\.0\.0\.1|\[::1\])$/;

type Looked = (error: Error | null, found: string | readonly LookupAddress[], family?: number) => void;

/** Resolves a host for a connection: only addresses that fit are connected to, whatever the name resolves to at another time. */
const lookupBy =
  (fits: (address: string) => boolean) =>
  (host: string, { all: wantsAll, ...options }: LookupOptions, done: Looked): void =>
    lookUp(host, { ...options, all: true }, (error, found) => {
      const addresses = (found as readonly LookupAddress[] | undefined)?.filter(({ address }) => fits(address)) ?? [];
      const [first] = addresses;
      if (error) done(error, []);
      else if (!first) done(new TypeError(`${host} is in a private network.`), []);
      else if (wantsAll) done(null, addresses);
      else done(null, first.address, first.family);
    });

/** @throws TypeError if no request may go there */
const check = ({ protocol, hostname, host, port, username, password }: URL, isLocal: boolean): void => {
  if (username || password) throw new TypeError(`The address of ${host} has a user name. Leave it out.`);
  if (isLocal) return;
  if (LOCAL.test(hostname))
    throw new TypeError(
      `${host} is this machine. Only while you develop a vendor there, allow it: --allow-local, or allowLocal.`,
    );
  if (protocol !== 'https:') throw new TypeError(`${host} is not reached by ${protocol.slice(0, -1)}. A vendor needs https.`);
  if (!isWebPort(port)) throw new TypeError(`${host} is not reached: port ${port} belongs to another protocol.`);
  const address = hostname.replace(/^\[|\]$/g, '');
  if (isIP(address) && !isPublicAddress(address)) throw new TypeError(`${host} is in a private network.`);
};

/** @throws TypeError if the answer leads elsewhere, or has a status that no answer has */
const answerOf = (message: IncomingMessage, url: URL): Response => {
  const {
    statusCode: status = 0,
    headersDistinct,
    headers: { location },
  } = message;
  if (status >= 300 && status < 400) {
    message.destroy();
    const to =
      location !== undefined && URL.canParse(location, url) ? new URL(location, url).href.slice(0, 200) : 'another address';
    throw new TypeError(`it leads to ${to} (${status}), which is not followed.`);
  }
  if (status < 200 || status > 599) {
    message.destroy();
    throw new TypeError(`it answers with the status ${status}, which is no answer to a request.`);
  }
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(headersDistinct)) for (const value of values) headers.append(name, value);
  const hasBody = ![204, 205, 304].includes(status);
  return new Response(hasBody ? (Readable.toWeb(message) as ReadableStream) : null, { status, headers });
};

/**
 * Makes a `fetch` for `openLedger` in Node. It reaches vendors over https at public addresses: every address that a name resolves to is
 * checked as the connection is made. It follows no redirect, sends no cookies, and uses no proxy and no cache.
 *
 * @param options `allowLocal`: `true` also reaches `localhost`, `127.0.0.1` and `[::1]`, over http too. Default: `false`
 * @returns the function. It rejects with TypeError if the address is not allowed, redirects, or cannot be reached
 * @example
 * const ledger = await openFileLedger('ledger.db', { passphrase, fetch: publicFetch({ allowLocal: true }) });
 */
export const publicFetch = ({ allowLocal = false }: { readonly allowLocal?: boolean } = {}): Fetch => {
  return async (input, init) => {
    const asked = new Request(input, { ...init, redirect: 'error' });
    const url = new URL(asked.url);
    const isLocal = allowLocal && LOCAL.test(url.hostname);
    check(url, isLocal);
    const body = new Uint8Array(await asked.arrayBuffer());
    const options = {
      method: asked.method,
      headers: { ...Object.fromEntries(asked.headers), 'accept-encoding': 'identity', 'content-length': body.length },
      lookup: lookupBy(isLocal ? isLoopback : isPublicAddress),
      signal: asked.signal,
      agent: false,
    };
    const request = url.protocol === 'https:' ? requestHttps : requestHttp;
    const message = await new Promise<IncomingMessage>((resolve, reject) => {
      const sent = request(url, options as Parameters<typeof request>[1], resolve);
      // Without a listener, a 101 would end the connection without an error.
      sent.on('upgrade', (answer, socket) => {
        socket.destroy();
        resolve(answer);
      });
      sent.on('error', (cause) => reject(cause instanceof TypeError ? cause : new TypeError(cause.message, { cause })));
      sent.end(body);
    });
    return answerOf(message, url);
  };
};
