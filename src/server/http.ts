/**
 * The vendor's HTTP: methods and bodies of requests, and the form of refusals.
 *
 * @module
 */
import { MAX_RECORD } from '../contract/fields.js';
import { writeJson } from '../contract/write-json.js';
import { RecordError, type RefusalCode } from '../records/errors.js';
import { inTime } from './in-time.js';
import { type EndpointReply, refusalOf } from './answers.js';
import type { Report } from './report.js';

// Agents send requests from any origin, without cookies.
const CORS = { 'access-control-allow-origin': '*' };

const bodies = new WeakMap<Response, object>();
/** Returns what a response says: the object that `json` wrote. */
export const bodyOf = (response: Response): object => bodies.get(response) ?? {};

export const json = (body: object, status = 200, headers: Record<string, string> = {}): Response => {
  const response = new Response(writeJson(body), {
    status,
    headers: { 'content-type': 'application/json', ...CORS, ...headers },
  });
  bodies.set(response, body);
  return response;
};

/** The seconds after which a client may try again, if the server cannot take a request now. */
const PAUSE = 5;

/** Refuses a request that the client can send again after some seconds. It reports nothing. */
export const putOff = (code: 'unavailable' | 'too_many_requests', seconds = PAUSE): Response => {
  // Pages of other origins can read only the headers that are named.
  const headers = { 'retry-after': String(seconds), 'access-control-expose-headers': 'retry-after' };
  return json(refusalOf(new RecordError(code)), HTTP_STATUS[code], headers);
};

/** The HTTP status of each refusal; 400 for those not listed. */
export const HTTP_STATUS: Partial<Record<RefusalCode, number>> = {
  method_not_allowed: 405,
  timed_out: 408,
  unknown_credential: 404,
  jti_reused: 409,
  too_large: 413,
  no_room: 413,
  unsupported_media_type: 415,
  too_many_requests: 429,
  server_error: 500,
  unavailable: 503,
};

/**
 * Answers an error. If the server is at fault, it also reports the cause, which the client does not see.
 *
 * @param allow the allowed methods, for `method_not_allowed`
 */
export const refuse = (error: unknown, report: Report, allow?: string): Response => {
  const refusal = error instanceof RecordError ? error : new RecordError('server_error', { cause: error });
  const status = HTTP_STATUS[refusal.code] ?? 400;
  if (status >= 500) report(refusal);
  if (refusal.code === 'unavailable') return putOff('unavailable');
  return json(refusalOf(refusal), status, allow === undefined ? {} : { allow });
};

const READ_BEFORE =
  'The body of a request was read before the vendor’s handler got it: call the handler first, or with a request.clone() made before.';

/** Reads a body up to the length of a record. It refuses invalid UTF-8 and keeps a byte order mark, so that a record keeps its bytes. */
const readText = async (request: Request): Promise<string> => {
  if (request.bodyUsed) throw new RecordError('server_error', { cause: new Error(READ_BEFORE) });
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let text = '';
  const add = (bytes: AllowSharedBufferSource | undefined, isMore: boolean): void => {
    try {
      text += decoder.decode(bytes, { stream: isMore });
    } catch (cause) {
      throw new RecordError('malformed', { cause });
    }
    if (text.length > MAX_RECORD) throw new RecordError('too_large');
  };
  // Firefox has no `Request.body`.
  const reader = request.body?.getReader();
  if (!reader) add(await request.arrayBuffer(), false);
  for (let isMore = reader !== undefined; reader && isMore;) {
    const { done, value } = await reader.read().catch((cause: unknown) => {
      throw cause instanceof RecordError ? cause : new RecordError('incomplete', { cause });
    });
    isMore = !done;
    add(value, isMore);
  }
  return text;
};

/** Answers a CORS preflight. */
const preflight = (allow: string): Response => {
  const headers = { 'access-control-allow-methods': allow, 'access-control-allow-headers': 'content-type', allow };
  return new Response(null, { status: 204, headers: { ...CORS, ...headers } });
};

/** Removes the CORS header and forbids caches, so that only the vendor's own pages can read an answer. */
export const keepPrivate = (response: Response): Response => {
  response.headers.delete('access-control-allow-origin');
  response.headers.set('cache-control', 'no-store');
  return response;
};

/** The handlers of an address, by method. `answerBy` answers `OPTIONS`, and refuses all other methods. */
export type Methods = Readonly<Record<string, () => Response | Promise<Response>>>;

/** Answers a request by its method. Never rejects: an error becomes an answer, and is reported if the server is at fault. */
export const answerBy = async (methods: Methods, request: Request, report: Report): Promise<Response> => {
  const allow = [...Object.keys(methods), 'OPTIONS'].join(', ');
  if (request.method === 'OPTIONS') return preflight(allow);
  if (!Object.hasOwn(methods, request.method)) return refuse(new RecordError('method_not_allowed'), report, allow);
  try {
    return await (methods[request.method] as Methods[string])();
  } catch (error) {
    return refuse(error, report);
  }
};

/**
 * Handles a record that is posted to the endpoint.
 *
 * @param limit the time limit for the body to arrive, in milliseconds
 * @param receive answers the record
 * @throws RecordError if it is refused
 */
export const takeRecord = async (
  request: Request,
  limit: number,
  receive: (received: string, request: Request) => Promise<EndpointReply>,
): Promise<Response> => {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/jose+json') throw new RecordError('unsupported_media_type');
  const received = await inTime(
    () => readText(request),
    limit,
    () => new RecordError('timed_out'),
  );
  const answer = await receive(received, request);
  return json(answer, answer.pending ? 202 : 200);
};
