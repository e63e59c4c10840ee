import {
  createKey,
  createMemoryStore,
  createVendor,
  type Store,
  type Vendor,
  type VendorOptions,
} from '../../src/server/index.js';
import type { Answer } from '../../src/agent/ask.js';
import type { Ledger } from '../../src/agent/ledger.js';
import { openLedger } from './ledgers.js';

const origin = 'https://shop.example';
const { fetch: realFetch } = globalThis;

/** A fake network between a ledger and a vendor's real server. */
export class VendorWire {
  readonly origin = origin;
  readonly vendor = { origin, name: 'Shop' };
  readonly proposal = { vendor: this.vendor, act: 'relate', agreement: 'SD-BASE' };
  /** No request reaches the shop. */
  isDown = false;
  /** Requests reach the shop, but its answers are lost. */
  isDeaf = false;
  requests: { url: string; credentials: RequestCredentials | undefined }[] = [];
  /** A promise that requests wait for. */
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

  /** Holds every request until `release`. */
  hold(): { release: () => void } {
    let release = (): void => undefined;
    this.gate = new Promise((resolve) => (release = resolve));
    return { release: () => release() };
  }

  /** Resolves once a number of requests have been sent. */
  async sent(count: number): Promise<void> {
    while (this.requests.length < count) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  /** Changes the shop's answers to records from now on. @param change gets the body of an answer, and returns the one to send */
  rewrite(change: (reply: { readonly records?: string[]; readonly erasure?: object }) => object): void {
    const { handler } = this.shop;
    this.shop = {
      ...this.shop,
      handler: async (request, client) => {
        const response = await handler(request, client);
        if (request.method !== 'POST') return response;
        const reply = (await response?.json()) as Parameters<typeof change>[0];
        return Response.json(change(reply), { status: response?.status ?? 0 });
      },
    };
  }

  /** Returns the vendor's answer to a record, as a page passes it on. */
  async answer(record: string): Promise<Answer & { record: string }> {
    const headers = { 'content-type': 'application/jose+json' };
    const response = await this.shop.handler(new Request(`${origin}/relbutton`, { method: 'POST', headers, body: record }));
    return { answer: 'accept', record: ((await response?.json()) as { record: string }).record };
  }

  close(): void {
    globalThis.fetch = realFetch;
  }
}

/** Awaits a call. @returns `done`, or the code of its error */
export const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: Error & { code?: string | number; fault?: string }) => error.fault ?? String(error.code || error.name),
  );

/** Opens a new ledger, named `name`, that relates with a shop. */
export const openRelated = async (): Promise<{ wire: VendorWire; name: string; ledger: Ledger; iss: string }> => {
  const wire = await VendorWire.open();
  const name = `ledger-${crypto.randomUUID()}`;
  const ledger = await openLedger(name);
  await ledger.say(wire.proposal);
  return { wire, name, ledger, iss: (await ledger.list())[0]?.iss ?? '' };
};
