/**
 * The vendor's end in HTTP: what a request may look like, how often one may come, and how an answer is written.
 *
 * @module
 */
import { MAX_RECORD } from '../contract/fields.js';
import { RecordError, type RefusalCode } from '../records/errors.js';
import { type EndpointReply, refusalOf } from './receive.js';

// Anybody's agent may ask, from its own origin: no cookie counts here.
const CORS = { 'access-control-allow-origin': '*' };

export const json = (body: object, status = 200): Response => Response.json(body, { status, headers: CORS });

export const HTTP_STATUS: Partial<Record<RefusalCode, number>> = {
  unsupported_media_type: 415,
  too_large: 413,
  jti_reused: 409,
  too_many_requests: 429,
};

/** Reads a body no further than a record can be long. */
const readBody = async (request: Request): Promise<string> => {
  // Firefox has no `Request.body`.
  if (!request.body) return request.text();
  const reader = request.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (text.length <= MAX_RECORD) {
    const { done, value } = await reader.read();
    if (done) return text;
    text += value;
  }
  throw new RecordError('too_large');
};

const MINUTE = 60_000;

/**
 * @param perMinute how many requests of one client pass
 * @returns whether one more of this client passes
 */
export const limitRate = (perMinute: number): ((client: string) => boolean) => {
  let begun = 0;
  let counts = new Map<string, number>();
  return (client) => {
    const now = Date.now();
    if (now - begun >= MINUTE) {
      begun = now;
      counts = new Map();
    }
    const count = (counts.get(client) ?? 0) + 1;
    counts.set(client, count);
    return count <= perMinute;
  };
};

/**
 * Answers a request to the endpoint.
 *
 * @param mayPass whether this client is within its rate
 * @param receive answers a record
 */
export const answerEndpoint = async (
  request: Request,
  mayPass: boolean,
  receive: (received: string, request: Request) => Promise<EndpointReply>,
): Promise<Response> => {
  if (request.method === 'OPTIONS') {
    const headers = { 'access-control-allow-methods': 'POST', 'access-control-allow-headers': 'content-type' };
    return new Response(null, { status: 204, headers: { ...CORS, ...headers } });
  }
  if (request.method !== 'POST') return new Response(null, { status: 405, headers: { ...CORS, allow: 'POST, OPTIONS' } });
  try {
    if (!mayPass) throw new RecordError('too_many_requests');
    const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
    if (type !== 'application/jose+json') throw new RecordError('unsupported_media_type');
    const answer = await receive(await readBody(request), request);
    return json(answer, answer.pending ? 202 : 200);
  } catch (error) {
    if (error instanceof RecordError) return json(refusalOf(error), HTTP_STATUS[error.code] ?? 400);
    throw error;
  }
};
