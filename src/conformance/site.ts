import { type Customer, unixTime } from './customer.js';
import { faultOfBytes } from './json.js';
import { NoAnswer, shorten, type Trace, UnreachableError } from './report.js';

/** An answer over HTTP. */
export interface Came {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body; `undefined` if it is no JSON. */
  readonly json: Readonly<Record<string, unknown>> | undefined;
  /** Why a client cannot read the body, if it is JSON. */
  readonly fault: string | undefined;
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
/** Reads a body. @throws Error if it is longer than any that a client reads (contract, C-181) */
const readBytes = async (response: Response): Promise<Buffer> => {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    length += part.length;
    if (length > MAX_BYTES)
      throw new Error(`it sends more than ${MAX_BYTES.toLocaleString('en')} bytes, the most that a client reads (C-181)`);
    parts.push(part);
  }
  return Buffer.concat(parts);
};
export const isJson = ({ headers }: Pick<Came, 'headers'>): boolean =>
  /^application\/json\s*(;|$)/i.test(headers.get('content-type') ?? '');

/** Headers that rules are about: a report shows them. */
const SHOWN = /^(content-type|access-control-|allow$|cache-control|location|retry-after)/;
const show = ({ status, headers, text }: Came): string => {
  const said = [...headers].filter(([name]) => SHOWN.test(name));
  return shorten(`${status} ${JSON.stringify(Object.fromEntries(said))} ${text}`.trim());
};
/** Says why a request got no answer. */
const reasonOf = (error: unknown): string => {
  const { message, code, cause } = error as Error & { code?: string };
  if (cause !== undefined) return reasonOf(cause);
  const hint = /CERT|SIGNATURE/.test(code ?? '') ? '. Name the file of its certificate by the variable NODE_EXTRA_CA_CERTS' : '';
  return `${message || String(code)}${hint}`;
};
/** Reads a `Retry-After`, of seconds or a date, in seconds; `NaN` if there is none. */
const pauseOf = (headers: Headers): number => {
  const value = headers.get('retry-after') ?? '';
  return /^\d+$/.test(value) ? Number(value) : Math.ceil((Date.parse(value) - Date.now()) / 1_000);
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
/** The longest body that a client reads (contract, C-181). */
const MAX_BYTES = 12_582_912;
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
  /** By how many seconds the vendor's clock is ahead of this one, as its first answer says. */
  ahead: number | undefined;

  constructor(
    readonly origin: string,
    readonly ask: ((question: string) => Promise<void>) | undefined,
  ) {}

  /** The vendor's answers to a proposal of each agreement that it lists, in words. */
  get answered(): string {
    const listed = [...this.decisions].filter(([agreement]) => this.published.accepts.includes(agreement));
    const said = listed.map(([agreement, { status, text }]) => `${agreement} by ${status} ${text.slice(0, 100)}`);
    return said.length > 0 ? `it answers ${said.join(', ')}` : 'it lists none of the roster';
  }
  /** The vendor's time, in seconds since 1970. */
  get now(): number {
    return unixTime() + (this.ahead ?? 0);
  }

  /**
   * Sends a request, again after the pause that a 429 asks for.
   *
   * @throws NoAnswer if no answer comes, or one that no client reads
   * @throws UnreachableError if the vendor asks for too long a pause
   */
  async request(url: string, init: RequestInit = {}, trace?: Trace): Promise<Came> {
    const { method = 'GET', body } = init;
    const sent = typeof body === 'string' ? body : body ? `${(body as Uint8Array).length} bytes` : '';
    trace?.sent.push(shorten(`${method} ${url} ${JSON.stringify(init.headers ?? {})} ${sent}`.trim()));
    for (let waited = 0; ;) {
      const came = await this.#once(url, init);
      if (came.status !== 429) {
        trace?.came.push(show(came));
        return came;
      }
      const pause = Math.max(1, pauseOf(came.headers));
      if (!(waited + pause <= MAX_PAUSE))
        throw new UnreachableError(
          `${url} has a rate limit, and asks to wait for more than ${MAX_PAUSE} s, or does not say how long (${show(came)}). Raise the limit for this address.`,
        );
      waited += pause;
      await new Promise((resolve) => setTimeout(resolve, pause * 1_000));
    }
  }

  async #once(url: string, init: RequestInit): Promise<Came> {
    const given = new AbortController();
    const timer = setTimeout(() => given.abort(new Error('no whole answer came within 20 s')), PATIENCE);
    // On a connection of its own no request meets one that the vendor closes just then.
    const headers = { ...(init.headers as Record<string, string> | undefined), connection: 'close' };
    try {
      const response = await globalThis.fetch(url, { redirect: 'manual', signal: given.signal, ...init, headers });
      this.ahead ??= Date.parse(response.headers.get('date') ?? '') / 1_000 - unixTime() || 0;
      const bytes = await readBytes(response);
      const text = new TextDecoder().decode(bytes);
      const fault = isJson(response) && bytes.length > 0 ? faultOfBytes(bytes) : undefined;
      return { status: response.status, headers: response.headers, text, json: parse(text), fault };
    } catch (cause) {
      throw new NoAnswer(`${url} does not answer: ${reasonOf(cause)}.`, { cause });
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
