import { createKey, createVendor, type Vendor, type VendorOptions } from '../../src/server/index.js';

const { fetch: realFetch } = globalThis;

/** One vendor of a market. */
export interface Stall {
  readonly origin: string;
  readonly options: VendorOptions;
  shop: Vendor;
  /** Plays the network before this vendor. Default: none. */
  edge: (request: Request, answer: () => Promise<Response>) => Promise<Response>;
}

/** Several vendors' real servers behind the `fetch` of this page, each at its own origin. */
export class Market {
  readonly stalls = new Map<string, Stall>();
  /** `method origin/path` of every request. */
  readonly requests: string[] = [];

  constructor() {
    globalThis.fetch = async (input, init) => {
      const request = new Request(input, init);
      const { origin, pathname } = new URL(request.url);
      this.requests.push(`${request.method} ${origin}${pathname}`);
      const stall = this.stalls.get(origin);
      if (!stall) throw new TypeError('Failed to fetch');
      return stall.edge(request, async () => (await stall.shop.handler(request)) ?? new Response(null, { status: 404 }));
    };
  }

  /** @param host `bikes.example` */
  async open(host: string, changes: Partial<VendorOptions> = {}): Promise<Stall> {
    const origin = `https://${host}`;
    const accepts = ['SD-BASE', 'PDC-INTENT'] as const;
    const options = { origin, name: `The ${host}`, accepts, key: await createKey(), ...changes };
    const stall: Stall = { origin, options, shop: createVendor(options), edge: (_, answer) => answer() };
    this.stalls.set(origin, stall);
    return stall;
  }

  close(): void {
    globalThis.fetch = realFetch;
  }
}

/** An edge at which a vendor cannot be reached. */
export const down: Stall['edge'] = () => Promise.reject(new TypeError('Failed to fetch'));
/** An edge at which the endpoint alone answers something else, or fails. */
export const endpoint =
  (reply: () => Response): Stall['edge'] =>
  async (request, answer) =>
    request.method === 'POST' ? reply() : answer();
