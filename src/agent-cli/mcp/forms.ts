/**
 * Reads the forms of the window, and sends its pages.
 *
 * @module
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { HEADERS } from '../../server/desk/frame.js';
import { notePage } from './page.js';
import { isSame } from './secrets.js';

/** The maximum length of a form, in bytes. Texts of 4,000 characters fit in, each of up to nine bytes. */
const MAX_FORM = 65_536;

export const send = (response: ServerResponse, status: number, text: string, type = 'text/html', headers: object = {}): void =>
  void response.writeHead(status, { ...HEADERS, 'content-type': `${type}; charset=utf-8`, ...headers }).end(text);

export const refuse = (response: ServerResponse, status: number, text: string): void =>
  send(response, status, notePage('This is not possible', text), 'text/html', { connection: 'close' });

export const goTo = (response: ServerResponse, location: string): void => send(response, 303, '', 'text/plain', { location });

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

/** Reads the form of a page of this window. @returns `undefined` if it comes from elsewhere, and was refused */
export const readOwnForm = async (
  request: IncomingMessage,
  response: ServerResponse,
  origin: string,
  token: string,
): Promise<URLSearchParams | undefined> => {
  const { headers } = request;
  const isOwn = headers.origin === origin && (headers['sec-fetch-site'] ?? 'same-origin') === 'same-origin';
  const form = isOwn ? await readForm(request) : undefined;
  if (form && isSame(form.get('token'), token)) return form;
  refuse(response, 403, 'The form does not come from this page.');
  return undefined;
};
