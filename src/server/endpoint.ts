/**
 * Answers the requests for a vendor: the endpoint, its readiness and the well-known files. It counts them and says what became of them,
 * and takes no new ones once it is closed.
 *
 * @module
 */
import { RecordError } from '../records/errors.js';
import type { EndpointReply } from './answers.js';
import type { AnswerEvent, Watch } from './events.js';
import { findRelationship, lookUpsIn } from './find.js';
import { show } from './hooks.js';
import { answerBy, bodyOf, json, keepPrivate, putOff, takeRecord } from './http.js';
import { secondsToWait } from './rate-limit.js';
import type { Report } from './report.js';
import type { Store } from './store.js';

interface Serving {
  /** The path of the endpoint. */
  readonly endpoint: string;
  /** The well-known files, by path. */
  readonly published: ReadonlyMap<string, object>;
  readonly receive: (received: string, request: Request) => Promise<EndpointReply>;
  readonly store: Store;
  readonly mayPass: (client: string) => Promise<boolean>;
  readonly ready: () => Promise<boolean>;
  /** The rate limit, and the time limit for a record to arrive, in milliseconds. */
  readonly limits: { readonly perMinute: number; readonly timeout: number };
  readonly report: Report;
  readonly watch: Pick<Watch, 'answered'>;
}

interface Endpoint {
  handler(request: Request, client?: string): Promise<Response | null>;
  /** The number of requests that are not answered yet. */
  underWay(): number;
  /** Refuses new requests, and resolves when those under way are answered. */
  close(): Promise<void>;
}

/** Answers a request to the endpoint itself. */
const atEndpoint = (serving: Serving, request: Request, client: string | undefined): Promise<Response> => {
  const { receive, store, mayPass, limits, report } = serving;
  const query = new URL(request.url).searchParams;
  const counted = (answer: () => Promise<Response>) => async (): Promise<Response> => {
    if (client !== undefined && typeof client !== 'string') {
      const cause = new Error(
        `The client of a request is ${show(client)}. It has to be a string: clientOf of nodeHandler returns it.`,
      );
      throw new RecordError('server_error', { cause });
    }
    if (client === undefined || (await mayPass(client))) return answer();
    return putOff('too_many_requests', secondsToWait(limits.perMinute));
  };
  const POST = counted(() => takeRecord(request, limits.timeout, receive));
  if (lookUpsIn(query).length === 0) return answerBy({ POST }, request, report);
  const GET = counted(async () => json(await findRelationship(query, store)));
  const answer = answerBy({ GET, POST }, request, report);
  return request.method === 'GET' ? answer.then(keepPrivate) : answer;
};

/** Answers a load balancer that asks whether this process can take requests. Nothing counts it. */
const atReady = ({ ready, report }: Serving, request: Request): Promise<Response> => {
  const GET = async (): Promise<Response> =>
    keepPrivate((await ready()) ? new Response(null, { status: 204 }) : putOff('unavailable'));
  return answerBy({ GET, HEAD: GET }, request, report);
};

const kindOf = ({ method }: Request, isDocument: boolean): AnswerEvent['act'] | undefined => {
  if (method === 'OPTIONS') return 'preflight';
  if (isDocument) return 'document';
  return method === 'GET' ? 'lookup' : undefined;
};

export const createEndpoint = (serving: Serving): Endpoint => {
  const { endpoint, published, report, watch } = serving;
  const readyPath = `${endpoint.replace(/\/$/, '')}/ready`;
  const underWay = new Set<Promise<Response>>();
  let isClosed = false;

  const atFile = (file: object, request: Request): Promise<Response> => {
    const GET = (): Response => json(file);
    return answerBy({ GET, HEAD: GET }, request, report);
  };
  const answerAt = async (request: Request, file: object | undefined, client: string | undefined): Promise<Response> => {
    const begun = performance.now();
    const answering = (): Promise<Response> => (file ? atFile(file, request) : atEndpoint(serving, request, client));
    const response = isClosed ? putOff('unavailable') : await answering();
    const timed = { status: response.status, milliseconds: performance.now() - begun };
    watch.answered(request, kindOf(request, file !== undefined), bodyOf(response), timed);
    return response;
  };

  return {
    async handler(request, client) {
      const { pathname } = new URL(request.url);
      if (pathname === readyPath) return atReady(serving, request);
      const file = published.get(pathname);
      if (!file && pathname !== endpoint) return null;
      const answering = answerAt(request, file, client);
      underWay.add(answering);
      return answering.finally(() => underWay.delete(answering));
    },
    underWay: () => underWay.size,
    async close() {
      isClosed = true;
      await Promise.all(underWay);
    },
  };
};
