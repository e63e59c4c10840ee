import { RecordError } from '../records/errors.js';
import { refuse } from './http.js';
import { type Answer, answeringOf, type Incoming } from './incoming.js';
import { type Report, reportTo, toConsole } from './report.js';
import type { Vendor } from './vendor.js';

/** The members of `IncomingMessage` that are used, and those that frameworks and body parsers add. */
interface NodeRequest extends AsyncIterable<Uint8Array | string> {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly socket?: { readonly remoteAddress?: string | undefined };
  readonly destroyed?: boolean;
  readonly readableDidRead?: boolean;
  readonly body?: unknown;
  destroy?(): unknown;
}
/** The members of `ServerResponse` that are used. */
interface NodeResponse {
  readonly headersSent?: boolean;
  readonly destroyed?: boolean;
  writeHead(status: number, headers: Record<string, string | string[]>): unknown;
  /** Returns `false` if more should wait for `drain`. */
  write(part: Uint8Array): boolean;
  once(event: 'drain' | 'close', listener: () => void): unknown;
  destroy(error?: Error): unknown;
  end(body: string, sent?: () => void): unknown;
}

/** Returns the address of the connection: behind a proxy, the proxy's. */
const addressOf = ({ socket }: NodeRequest): string => socket?.remoteAddress ?? '';

const BODY_PARSER =
  'A body parser took a record apart before nodeHandler got it: call nodeHandler before the body parser, or let it leave application/jose+json alone.';

/** Starts to read the body. It ends no request that it does not read to the end. @throws RecordError if it was read before */
const partsOf = (request: NodeRequest): AsyncIterator<Uint8Array | string> => {
  const { body, readableDidRead } = request;
  if (!readableDidRead) return request[Symbol.asyncIterator]();
  if (typeof body !== 'string' && !(body instanceof Uint8Array))
    throw new RecordError('server_error', { cause: new Error(BODY_PARSER) });
  const parts = [body];
  return { next: () => Promise.resolve({ done: parts.length === 0, value: parts.pop() as Uint8Array | string }) };
};

/** Returns the body as a lazy stream: it reads from the request only when it is read, since other handlers may want the body. */
const streamOf = (request: NodeRequest): ReadableStream<Uint8Array> => {
  let parts: AsyncIterator<Uint8Array | string> | undefined;
  const encoder = new TextEncoder();
  return new ReadableStream(
    {
      async pull(controller) {
        parts ??= partsOf(request);
        const next = await parts.next();
        if (next.done) controller.close();
        else controller.enqueue(typeof next.value === 'string' ? encoder.encode(next.value) : next.value);
      },
    },
    { highWaterMark: 0 },
  );
};

/** Methods that a `Request` cannot have (Fetch, section 2.2.1). */
const FORBIDDEN = /^(CONNECT|TRACE|TRACK)$/i;
const ALLOW = 'GET, HEAD, POST, OPTIONS';

/** Returns the URL at this origin of a request target in origin or absolute form (RFC 9112, section 3.2). */
const urlOf = (target: string, origin: string): URL => {
  const { pathname, search } = new URL(target, origin);
  if (!pathname.startsWith('/')) throw new TypeError(`${target} has no path.`);
  return new URL(target.startsWith('/') ? origin + target : origin + pathname + search);
};

/** Makes a part of a request. @throws RecordError `bad_request` if it cannot be made */
const readable = <T>(make: () => T): T => {
  try {
    return make();
  } catch (cause) {
    throw new RecordError('bad_request', { cause });
  }
};

/** @throws RecordError `method_not_allowed`, `bad_request` */
const incomingOf = (request: NodeRequest, origin: string): Incoming => {
  const { method = 'GET', url: target = '/', headers } = request;
  if (FORBIDDEN.test(method)) throw new RecordError('method_not_allowed');
  const url = readable(() => urlOf(target, origin));
  let isRead = false;
  return {
    method,
    url,
    header: (name) => [headers[name] ?? []].flat().join(', ') || null,
    body() {
      isRead = true;
      return partsOf(request);
    },
    request() {
      const hasBody = !isRead && method !== 'GET' && method !== 'HEAD';
      // Skip HTTP/2's pseudo-headers, such as `:path`.
      const named = Object.entries(headers).filter(([name]) => !name.startsWith(':'));
      const list = named.flatMap(([name, value]) => [value ?? []].flat().map((each) => [name, each] as [string, string]));
      return readable(
        () => new Request(url, { method, headers: list, ...(hasBody && { body: streamOf(request), duplex: 'half' }) }),
      );
    },
  };
};

/** Waits until a client has taken what was written, or is gone. */
const drained = (response: NodeResponse): Promise<void> =>
  new Promise((resolve) => {
    response.once('drain', resolve);
    response.once('close', resolve);
  });

/** Writes a body part by part. @returns whether all of it was written */
const writeParts = async (body: ReadableStream<Uint8Array>, response: NodeResponse): Promise<boolean> => {
  const parts = body.getReader();
  try {
    for (let part = await parts.read(); !part.done; part = await parts.read()) {
      if (response.destroyed) {
        await parts.cancel();
        return false;
      }
      if (!response.write(part.value) && !response.destroyed) await drained(response);
    }
    return true;
  } catch {
    // Half an answer must not look like a whole one. Whoever made the answer has reported why it broke off.
    response.destroy();
    return false;
  }
};

/** Writes an answer, unless the client is gone or already has one. */
const write = async (answer: Answer, request: NodeRequest, response: NodeResponse): Promise<void> => {
  const { status, headers, cookies = [], body } = answer;
  const isStream = body !== null && typeof body === 'object';
  if (response.destroyed || response.headersSent) return isStream ? body.cancel() : undefined;
  response.writeHead(status, { ...headers, ...(cookies.length > 0 && { 'set-cookie': cookies }) });
  if (isStream && !(await writeParts(body, response))) return;
  // Do not wait any longer for a client that is too slow.
  response.end(isStream ? '' : (body ?? ''), status === 408 ? () => void request.destroy?.() : undefined);
};

/**
 * Makes a handler that answers for a vendor in a server of Node's `http` or `http2`, or of a framework built on it. Call the handler
 * before body parsers.
 *
 * @param vendor as returned by `createVendor`, or a desk by `createDesk`. For a vendor, `nodeHandler` also starts to deliver the changes
 * that an earlier process left.
 * @param origin of the server's pages, such as `https://shop.example`; the header `Host` is ignored
 * @param clientOf returns the client's id for the rate limit. Default: the address of the connection; behind a proxy, return the
 * address that the proxy names
 * @returns a function that answers a request and resolves to `true`, or to `false` if the request is not for the vendor. It
 * never rejects: it answers an unreadable request with 400 or 405, a failure with 500 or 503.
 * @example
 * const answer = nodeHandler(vendor, 'https://shop.example');
 * createServer(async (request, response) => (await answer(request, response)) || response.writeHead(404).end()).listen(8080);
 */
export const nodeHandler = (
  { handler, deliver, onerror = toConsole }: Pick<Vendor, 'handler'> & Partial<Pick<Vendor, 'deliver' | 'onerror'>>,
  origin: string,
  clientOf: (request: NodeRequest) => string = addressOf,
): ((request: NodeRequest, response: NodeResponse) => Promise<boolean>) => {
  const report: Report = reportTo(onerror);
  const answering = answeringOf(handler);
  deliver?.().catch(report);
  return async (request, response) => {
    try {
      const answer = await answering(incomingOf(request, origin), clientOf(request));
      if (!answer) return false;
      await write(answer, request, response);
    } catch (error) {
      const isMethod = error instanceof RecordError && error.code === 'method_not_allowed';
      await write(refuse(error, report, isMethod ? ALLOW : undefined), request, response).catch(report);
    }
    return true;
  };
};
