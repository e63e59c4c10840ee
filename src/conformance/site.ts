import type { Customer } from './customer.js';
import { shorten, type Trace, UnreachableError } from './report.js';

/** An answer over HTTP. */
export interface Came {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body; `undefined` if it is no JSON. */
  readonly json: Readonly<Record<string, unknown>> | undefined;
}

/** What a vendor publishes at `/.well-known/relbutton.json`. */
export interface Published {
  readonly name: string;
  readonly accepts: readonly string[];
  readonly acts: readonly string[];
  readonly endpoint: string;
  readonly jwks: string;
}

const parse = (text: string): Came['json'] => {
  try {
    return JSON.parse(text) as Came['json'];
  } catch {
    return undefined;
  }
};
/** Returns a member of a record's payload, without checking anything. */
const payloadOf = (record: string): { iss?: unknown } => {
  try {
    const { payload } = JSON.parse(record) as { payload: string };
    return JSON.parse(Buffer.from(payload, 'base64url').toString()) as { iss?: unknown };
  } catch {
    return {};
  }
};

/** The time that agents wait for an answer (contract, "HTTP"), in milliseconds. */
const PATIENCE = 20_000;
/** The longest time for which a request waits where the vendor asks for that, in seconds. */
const MAX_PAUSE = 120;

/** A vendor at its address. It waits where the vendor asks for that, and knows what it began there. */
export class VendorSite {
  published: Published = { name: '', accepts: [], acts: [], endpoint: '', jwks: '' };
  keys: readonly Readonly<Record<string, string>>[] = [];
  /** Those who signed, by `iss`. */
  readonly customers = new Map<string, Customer>();
  /** The `iss` of relationships and proposals that the vendor took. */
  readonly begun = new Set<string>();
  /** The agreement that the vendor accepts at once; `undefined` if there is none. */
  agreement: string | undefined;
  /** The answer to a first proposal under each agreement. */
  readonly decisions = new Map<string, Came>();

  constructor(
    readonly origin: string,
    readonly ask: ((question: string) => Promise<void>) | undefined,
  ) {}

  /** Sends a request, again after the pause that a 429 asks for. @throws UnreachableError */
  async request(url: string, init: RequestInit = {}, trace?: Trace): Promise<Came> {
    const { method = 'GET', body } = init;
    const sent = typeof body === 'string' ? body : body ? `${(body as Uint8Array).length} bytes` : '';
    trace?.sent.push(shorten(`${method} ${url} ${JSON.stringify(init.headers ?? {})} ${sent}`.trim()));
    for (let waited = 0; ;) {
      const came = await this.#once(url, init);
      const pause = Number(came.headers.get('retry-after'));
      if (came.status === 429 && pause > 0 && waited + pause <= MAX_PAUSE) {
        waited += pause;
        await new Promise((resolve) => setTimeout(resolve, pause * 1_000));
        continue;
      }
      trace?.came.push(shorten(`${came.status} ${came.text}`));
      return came;
    }
  }

  async #once(url: string, init: RequestInit): Promise<Came> {
    const given = new AbortController();
    const timer = setTimeout(() => given.abort(new Error('no answer within 20 s')), PATIENCE);
    try {
      const response = await globalThis.fetch(url, { redirect: 'manual', signal: given.signal, ...init });
      const text = await response.text();
      return { status: response.status, headers: response.headers, text, json: parse(text) };
    } catch (cause) {
      const why = (cause as Error & { cause?: Error }).cause?.message ?? (cause as Error).message;
      throw new UnreachableError(`${url} does not answer: ${why}.`, { cause });
    } finally {
      clearTimeout(timer);
    }
  }

  /** Posts a record, and notes what the vendor began with it. */
  async post(record: string | Uint8Array, headers: Record<string, string> = {}, trace?: Trace): Promise<Came> {
    const init = { method: 'POST', headers: { 'content-type': 'application/jose+json', ...headers }, body: record as string };
    const came = await this.request(this.published.endpoint, init, trace);
    const { iss } = payloadOf(Buffer.from(record).toString());
    if (typeof iss === 'string' && (came.json?.pending || came.json?.record)) this.begun.add(iss);
    return came;
  }

  /**
   * Leaves every relationship that it began, with all data erased.
   *
   * @returns the `iss` of those that could not be left
   */
  async leaveAll(): Promise<readonly string[]> {
    try {
      for (const iss of this.begun) {
        const customer = this.customers.get(iss);
        const left = customer && (await this.post(customer.sign({ act: 'leave', body: { erase: true } })));
        if (left?.status === 200) this.begun.delete(iss);
      }
    } catch {
      // The vendor does not answer: the rest stays.
    }
    return [...this.begun];
  }
}
