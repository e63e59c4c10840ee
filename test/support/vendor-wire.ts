import {
  createKey,
  createMemoryStore,
  createVendor,
  type Store,
  type Vendor,
  type VendorOptions,
} from '../../src/server/index.js';
import type { Answer } from '../../src/agent/ask.js';

const origin = 'https://shop.example';
const { fetch: realFetch } = globalThis;

/** Stands in for the network between a ledger and a vendor's real server. */
export class VendorWire {
  readonly origin = origin;
  readonly vendor = { origin, name: 'Shop' };
  readonly proposal = { vendor: this.vendor, act: 'relate', agreement: 'SD-BASE' };
  /** Nothing reaches the shop, or it hears and its answer does not come back. */
  isDown = false;
  isDeaf = false;
  requests: { url: string; credentials: RequestCredentials | undefined }[] = [];
  /** Requests that go out wait for this. */
  gate: Promise<void> = Promise.resolve();

  private constructor(
    public shop: Vendor,
    readonly store: Store,
    readonly options: VendorOptions,
  ) {
    globalThis.fetch = (async (url: URL, init?: RequestInit) => {
      this.requests.push({ url: url.href, credentials: init?.credentials });
      if (this.isDown) throw new TypeError('Failed to fetch');
      await this.gate;
      const response = await this.shop.handler(new Request(url, init));
      if (this.isDeaf) throw new TypeError('Failed to fetch');
      return response ?? new Response(null, { status: 404 });
    }) as typeof fetch;
  }

  static async open(): Promise<VendorWire> {
    const store = createMemoryStore();
    const options: VendorOptions = { origin, name: 'Shop', accepts: ['SD-BASE', 'SD-BASE-DP'], key: await createKey(), store };
    return new VendorWire(createVendor(options), store, options);
  }

  /** Keeps every request on its way until `release`. */
  hold(): { release: () => void } {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.gate = promise;
    return { release: resolve as () => void };
  }

  /** Resolves once so many requests have gone out. */
  async sent(count: number): Promise<void> {
    while (this.requests.length < count) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  /** The vendor's answer to a record, as a page passes it on. */
  async answer(record: string): Promise<Answer & { record: string }> {
    const headers = { 'content-type': 'application/jose+json' };
    const response = await this.shop.handler(new Request(`${origin}/relbutton`, { method: 'POST', headers, body: record }));
    return { answer: 'accept', record: ((await response?.json()) as { record: string }).record };
  }

  close(): void {
    globalThis.fetch = realFetch;
  }
}

/** How a call ended: `done`, or the code of its error. */
export const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: Error & { code?: string | number; fault?: string }) => error.fault ?? String(error.code || error.name),
  );
