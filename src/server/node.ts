import type { Vendor } from './vendor.js';

/** What is needed of `IncomingMessage`, here and in the frameworks built on it. */
interface NodeRequest extends AsyncIterable<Uint8Array> {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly socket?: { readonly remoteAddress?: string | undefined };
}
/** What is needed of `ServerResponse`. */
interface NodeResponse {
  writeHead(status: number, headers: Record<string, string>): { end(body: string): unknown };
}

/** The address of whoever is connected: behind a proxy, the proxy's. */
const addressOf = ({ socket }: NodeRequest): string => socket?.remoteAddress ?? '';

/**
 * Lets a vendor answer inside a server of Node's `http`.
 *
 * @param origin of the server's pages; what a client says in `Host` is not believed
 * @param clientOf by what requests are counted, for the limit of the rate. Default: the address that is connected; behind a
 * proxy give what the proxy says
 * @returns a function that answers a request and says whether it was meant for the vendor
 */
export const nodeHandler = (
  { handler, deliver }: Pick<Vendor, 'handler' | 'deliver'>,
  origin: string,
  clientOf: (request: NodeRequest) => string = addressOf,
): ((request: NodeRequest, response: NodeResponse) => Promise<boolean>) => {
  // What an earlier process could not deliver any more.
  deliver().catch(console.error);
  return async (request, response) => {
    const { method = 'GET', url = '/', headers } = request;
    const body = method === 'GET' || method === 'HEAD' ? {} : { body: request as unknown as BodyInit, duplex: 'half' };
    const list = Object.entries(headers).flatMap(([name, value]) =>
      [value ?? []].flat().map((each) => [name, each] as [string, string]),
    );
    const answer = await handler(new Request(new URL(url, origin), { method, headers: list, ...body }), clientOf(request));
    if (!answer) return false;
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
    return true;
  };
};
