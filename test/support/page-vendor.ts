/** A vendor's real server behind the `fetch` of this page, at its own origin: `/relbutton` and `/.well-known/`. */
import {
  createKey,
  createMemoryStore,
  createVendor,
  type Store,
  type Vendor,
  type VendorOptions,
} from '../../src/server/index.js';

const { origin } = location;
const { fetch: realFetch } = globalThis;
type Edge = (request: Request, answer: () => Promise<Response>) => Promise<Response>;

export class PageVendor {
  readonly requests: string[] = [];
  /** Plays the network between page and server. */
  edge: Edge = (_, answer) => answer();

  private constructor(
    readonly vendor: Vendor,
    readonly store: Store,
  ) {
    globalThis.fetch = async (input, init) => {
      const request = new Request(input, init);
      const { pathname, search } = new URL(request.url);
      if (!/^\/(relbutton|\.well-known\/)/.test(pathname)) return realFetch(input, init);
      this.requests.push(`${request.method} ${pathname}${search}`);
      return this.edge(request, async () => (await this.vendor.handler(request)) ?? new Response(null, { status: 404 }));
    };
  }

  static async open(options: Partial<VendorOptions> = {}): Promise<PageVendor> {
    const store = createMemoryStore();
    const vendor = createVendor({
      origin,
      name: 'Acme Coffee',
      accepts: ['SD-BASE', 'SD-BASE-A'],
      key: await createKey(),
      store,
      ...options,
    });
    return new PageVendor(vendor, store);
  }

  async keys(): Promise<{ keys: { kid?: string }[] }> {
    return (await (await fetch('/.well-known/jwks.json')).json()) as { keys: { kid?: string }[] };
  }

  close(): void {
    globalThis.fetch = realFetch;
  }
}
