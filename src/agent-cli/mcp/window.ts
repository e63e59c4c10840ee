/**
 * Serves the agent's own window: a page on the loopback address of this machine, which needs no script. What another site or a name
 * that leads here (DNS rebinding) asks is refused.
 *
 * @module
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HEADERS } from '../../server/desk/frame.js';
import { notePage, pageOf, STYLE } from './page.js';
import type { Prepared, PreparedActs } from './prepared.js';
import { isSame } from './secrets.js';

/** The maximum length of a form, in bytes. */
const MAX_FORM = 8_192;

const send = (response: ServerResponse, status: number, text: string, type = 'text/html', headers: object = {}): void =>
  void response.writeHead(status, { ...HEADERS, 'content-type': `${type}; charset=utf-8`, ...headers }).end(text);

const refuse = (response: ServerResponse, status: number, text: string): void =>
  send(response, status, notePage('This is not possible', text), 'text/html', { connection: 'close' });

/** @returns the form; `undefined` if it is none or too long */
const readForm = async (request: IncomingMessage): Promise<URLSearchParams | undefined> => {
  if (request.headers['content-type'] !== 'application/x-www-form-urlencoded') return undefined;
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > MAX_FORM) return undefined;
    parts.push(part);
  }
  return new URLSearchParams(Buffer.concat(parts).toString());
};

export interface Window {
  /** Returns the address of the page of an act. */
  addressOf(prepared: Prepared): string;
  close(): void;
}

/**
 * Opens the window's server at a random port of 127.0.0.1.
 *
 * @param passphrase of the ledger: asked for where the assistant was told the address
 */
export const openWindow = async (acts: PreparedActs, passphrase: string): Promise<Window> => {
  let origin = '';
  const isOwnForm = ({ headers }: IncomingMessage): boolean =>
    headers.origin === origin && (headers['sec-fetch-site'] ?? 'same-origin') === 'same-origin';

  const decide = async (request: IncomingMessage, response: ServerResponse, prepared: Prepared): Promise<void> => {
    if (!isOwnForm(request)) return refuse(response, 403, 'The form does not come from this page.');
    const form = await readForm(request);
    if (!form || !isSame(form.get('token'), prepared.token))
      return refuse(response, 403, 'The form does not come from this page.');
    const decision = form.get('decision');
    if (decision === 'no') acts.decline(prepared);
    else if (decision !== 'yes') return refuse(response, 400, 'The form has no decision.');
    else if (prepared.isTold && !isSame(form.get('passphrase'), passphrase)) {
      acts.miss(prepared);
      return send(response, 403, pageOf(prepared, 'This is not the passphrase of your ledger. Nothing was signed.'));
    } else await acts.accept(prepared);
    send(response, 303, '', 'text/plain', { location: `/${prepared.secret}` });
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method, url = '', headers } = request;
    if (`http://${headers.host}` !== origin) return refuse(response, 421, 'This page has another address.');
    if (method === 'GET' && url === '/window.css') return send(response, 200, STYLE, 'text/css');
    const prepared = acts.withSecret(url.slice(1));
    if (!prepared) return refuse(response, 404, 'There is nothing to decide at this address.');
    if (method === 'POST') return decide(request, response, prepared);
    if (method !== 'GET') return refuse(response, 405, 'This page takes GET and POST.');
    send(response, 200, pageOf(prepared));
  };

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    addressOf: ({ secret }) => `${origin}/${secret}`,
    close: () => server.close().closeAllConnections(),
  };
};
