/**
 * Requests and answers of any server. A handler of `Request` and `Response` and one of Node's `http` both make them, so that neither
 * pays for the other's objects.
 *
 * @module
 */

/** A request that is not read yet. */
export interface Incoming {
  readonly method: string;
  readonly url: URL;
  /** Returns a header; `null` if it is missing. */
  header(name: string): string | null;
  /** Starts to read the body. @throws if it was read before */
  body(): Pick<AsyncIterator<Uint8Array | string>, 'next'>;
  /** Returns it as a `Request`, with its body if that is unread. */
  request(): Request;
}

/** An answer: its headers have lower-case names. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The values of `set-cookie`, which code around the vendor adds. Default: none. */
  readonly cookies?: string[];
  /** `null` if it has none. */
  readonly body: string | ReadableStream<Uint8Array> | null;
  /** The value of a body in JSON. */
  readonly reply?: object;
}

/** Answers a request, with `null` if it is for another path: see `Vendor.handler`. */
export type Answering = (incoming: Incoming, client?: string) => Promise<Answer | null>;
/** The same with the objects of Fetch. */
export type Handler = (request: Request, client?: string) => Promise<Response | null>;

const READ_BEFORE =
  'The body of a request was read before the vendor’s handler got it: call the handler first, or with a request.clone() made before.';

/** Yields a body whole: Firefox has no `Request.body`. */
async function* wholeBody(request: Request): AsyncGenerator<Uint8Array> {
  yield new Uint8Array(await request.arrayBuffer());
}

const incomingOf = (request: Request): Incoming => ({
  method: request.method,
  url: new URL(request.url),
  header: (name) => request.headers.get(name),
  body() {
    if (request.bodyUsed) throw new Error(READ_BEFORE);
    const reader = request.body?.getReader();
    return reader ? { next: () => reader.read() as Promise<IteratorResult<Uint8Array>> } : wholeBody(request);
  },
  request: () => request,
});

const responseOf = ({ status, headers, body }: Answer): Response => new Response(body, { status, headers });

const answerOf = ({ status, headers, body }: Response): Answer => ({
  status,
  headers: Object.fromEntries(headers),
  cookies: headers.getSetCookie(),
  body,
});

/** What answers behind each handler. */
const behind = new WeakMap<Handler, Answering>();

/** Makes a handler of `Request` and `Response`. */
export const handlerOf = (answering: Answering): Handler => {
  const handler: Handler = async (request, client) => {
    const answer = await answering(incomingOf(request), client);
    return answer && responseOf(answer);
  };
  behind.set(handler, answering);
  return handler;
};

/** Returns what answers behind a handler; for a handler with code of the vendor's around it, the handler itself. */
export const answeringOf = (handler: Handler): Answering =>
  behind.get(handler) ??
  (async (incoming, client) => {
    const response = await handler(incoming.request(), client);
    return response && answerOf(response);
  });
