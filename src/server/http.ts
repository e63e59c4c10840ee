/**
 * The vendor's HTTP: methods of requests, and the form of refusals.
 *
 * @module
 */
import { writeJson } from '../contract/write-json.js';
import { RecordError, type RefusalCode } from '../records/errors.js';
import { type EndpointReply, refusalOf } from './answers.js';
import { readText } from './body.js';
import { inTime } from './in-time.js';
import type { Answer, Incoming } from './incoming.js';
import type { Report } from './report.js';

// Agents send requests from any origin, without cookies.
const CORS = { 'access-control-allow-origin': '*' };

export const json = (body: object, status = 200, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: { 'content-type': 'application/json', ...CORS, ...headers },
  body: writeJson(body),
  reply: body,
});

/** The seconds after which a client may try again, if the server cannot take a request now. */
const PAUSE = 5;

/** Refuses a request that the client can send again after some seconds. It reports nothing. */
export const putOff = (code: 'unavailable' | 'too_many_requests', seconds = PAUSE): Answer => {
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
export const refuse = (error: unknown, report: Report, allow?: string): Answer => {
  const refusal = error instanceof RecordError ? error : new RecordError('server_error', { cause: error });
  const status = HTTP_STATUS[refusal.code] ?? 400;
  if (status >= 500) report(refusal);
  if (refusal.code === 'unavailable') return putOff('unavailable');
  return json(refusalOf(refusal), status, allow === undefined ? {} : { allow });
};

/** Answers a CORS preflight. */
const preflight = (allow: string): Answer => {
  const headers = { 'access-control-allow-methods': allow, 'access-control-allow-headers': 'content-type', allow };
  return { status: 204, headers: { ...CORS, ...headers }, body: null };
};

/** Removes the CORS header and forbids caches, so that only the vendor's own pages can read an answer. */
export const keepPrivate = ({ headers, ...answer }: Answer): Answer => {
  const others = Object.entries(headers).filter(([name]) => name !== 'access-control-allow-origin');
  return { ...answer, headers: { ...Object.fromEntries(others), 'cache-control': 'no-store' } };
};

/** The handlers of an address, by method. `answerBy` answers `OPTIONS`, and refuses all other methods. */
export type Methods = Readonly<Record<string, () => Answer | Promise<Answer>>>;

/** Answers a request by its method. Never rejects: an error becomes an answer, and is reported if the server is at fault. */
export const answerBy = async (methods: Methods, method: string, report: Report): Promise<Answer> => {
  const allow = [...Object.keys(methods), 'OPTIONS'].join(', ');
  if (method === 'OPTIONS') return preflight(allow);
  if (!Object.hasOwn(methods, method)) return refuse(new RecordError('method_not_allowed'), report, allow);
  try {
    return await (methods[method] as Methods[string])();
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
  incoming: Incoming,
  limit: number,
  receive: (received: string, incoming: Incoming) => Promise<EndpointReply>,
): Promise<Answer> => {
  const type = incoming.header('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/jose+json') throw new RecordError('unsupported_media_type');
  const received = await inTime(
    () => readText(incoming),
    limit,
    () => new RecordError('timed_out'),
  );
  const answer = await receive(received, incoming);
  return json(answer, answer.pending ? 202 : 200);
};
