/**
 * Answers the requests for a vendor: the endpoint, its readiness and the well-known files. It counts them and says what became of them,
 * and takes no new ones once it is closed.
 *
 * @module
 */
import { RecordError } from '../records/errors.js';
import type { EndpointReply } from './answers.js';
import type { AnswerEvent } from './events.js';
import { findRelationship, lookUpsIn } from './find.js';
import { show } from './hooks.js';
import { answerBy, json, keepPrivate, putOff, takeRecord } from './http.js';
import type { Answer, Answering, Incoming } from './incoming.js';
import { secondsToWait } from './rate-limit.js';
import type { Report } from './report.js';
import type { Store } from './store.js';
import type { Watch } from './watch.js';

interface Serving {
  /** The path of the endpoint. */
  readonly endpoint: string;
  /** The well-known files, by path. */
  readonly published: ReadonlyMap<string, object>;
  readonly receive: (received: string, incoming: Incoming) => Promise<EndpointReply>;
  readonly store: Store;
  readonly mayPass: (client: string) => Promise<boolean>;
  readonly ready: () => Promise<boolean>;
  /** The rate limit, and the time limit for a record to arrive, in milliseconds. */
  readonly limits: { readonly perMinute: number; readonly timeout: number };
  readonly report: Report;
  readonly watch: Pick<Watch, 'answered'>;
}

interface Endpoint {
  readonly answering: Answering;
  /** The number of requests that are not answered yet. */
  underWay(): number;
  /** Refuses new requests, and resolves when those under way are answered. */
  close(): Promise<void>;
}

/** Answers a request to the endpoint itself. */
const atEndpoint = (serving: Serving, incoming: Incoming, client: string | undefined): Promise<Answer> => {
  const { receive, store, mayPass, limits, report } = serving;
  const query = incoming.url.searchParams;
  const counted = (answer: () => Promise<Answer>) => async (): Promise<Answer> => {
    if (client !== undefined && typeof client !== 'string') {
      const cause = new Error(
        `The client of a request is ${show(client)}. It has to be a string: clientOf of nodeHandler returns it.`,
      );
      throw new RecordError('server_error', { cause });
    }
    if (client === undefined || (await mayPass(client))) return answer();
    return putOff('too_many_requests', secondsToWait(limits.perMinute));
  };
  const POST = counted(() => takeRecord(incoming, limits.timeout, receive));
  if (lookUpsIn(query).length === 0) return answerBy({ POST }, incoming.method, report);
  const GET = counted(async () => json(await findRelationship(query, store)));
  const answer = answerBy({ GET, POST }, incoming.method, report);
  return incoming.method === 'GET' ? answer.then(keepPrivate) : answer;
};

/** Answers a load balancer that asks whether this process can take requests. Nothing counts it. */
const atReady = ({ ready, report }: Serving, incoming: Incoming): Promise<Answer> => {
  const GET = async (): Promise<Answer> =>
    keepPrivate((await ready()) ? { status: 204, headers: {}, body: null } : putOff('unavailable'));
  return answerBy({ GET, HEAD: GET }, incoming.method, report);
};

const kindOf = ({ method }: Incoming, isDocument: boolean): AnswerEvent['act'] | undefined => {
  if (method === 'OPTIONS') return 'preflight';
  if (isDocument) return 'document';
  return method === 'GET' ? 'lookup' : undefined;
};

export const createEndpoint = (serving: Serving): Endpoint => {
  const { endpoint, published, report, watch } = serving;
  const readyPath = `${endpoint.replace(/\/$/, '')}/ready`;
  const underWay = new Set<Promise<Answer>>();
  let isClosed = false;

  const atFile = (file: object, incoming: Incoming): Promise<Answer> => {
    const GET = (): Answer => json(file);
    return answerBy({ GET, HEAD: GET }, incoming.method, report);
  };
  const answerAt = async (incoming: Incoming, file: object | undefined, client: string | undefined): Promise<Answer> => {
    const begun = performance.now();
    const answering = (): Promise<Answer> => (file ? atFile(file, incoming) : atEndpoint(serving, incoming, client));
    const answer = isClosed ? putOff('unavailable') : await answering();
    const timed = { status: answer.status, milliseconds: performance.now() - begun };
    watch.answered(incoming, kindOf(incoming, file !== undefined), answer.reply ?? {}, timed);
    return answer;
  };

  return {
    async answering(incoming, client) {
      const { pathname } = incoming.url;
      if (pathname === readyPath) return atReady(serving, incoming);
      const file = published.get(pathname);
      if (!file && pathname !== endpoint) return null;
      const answering = answerAt(incoming, file, client);
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
