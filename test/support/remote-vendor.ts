/**
 * A vendor at another address, such as one in PHP, with the methods of a vendor in this process: the same suites test both. Functions
 * among its options are called back here.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ChainError, type Entry, RecordError, type RefusalCode, type VendorOptions } from '../../src/server/index.js';
import type { ChainFault } from '../../src/contract/chain.js';
import { whole } from './all-of.mjs';
import type { Remote } from './vendor.js';

type Hooks = Record<string, ((...values: unknown[]) => unknown) | undefined>;
const hooksOf = new Map<string, Hooks>();

/** The server that PHP calls back, by the path `/<vendor>/<option>`. */
const callback = createServer((request, response) => {
  void (async () => {
    const [, id = '', name = ''] = (request.url ?? '').split('/');
    const values = JSON.parse(await whole(request.setEncoding('utf8') as AsyncIterable<string>)) as unknown[];
    try {
      const returned = await hooksOf.get(id)?.[name]?.(...values);
      response.end(JSON.stringify({ returned: returned ?? null }));
    } catch (error) {
      response.end(JSON.stringify({ failed: (error as Error).message }));
    }
  })();
});
const listening = new Promise<string>((resolve) => {
  callback.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(callback.address() as AddressInfo).port}`));
});
callback.unref();

/** The database of a store of this process: two vendors with one store share it. */
const databases = new WeakMap<object, string>();
const databaseOf = (store: object): string => {
  const id = databases.get(store) ?? crypto.randomUUID();
  databases.set(store, id);
  return id;
};

interface Told {
  readonly returned?: unknown;
  readonly refused?: RefusalCode;
  readonly fault?: ChainFault;
  readonly hash?: string;
  readonly type?: string;
}
const read = ({ returned, refused, fault, hash = '', type }: Told): unknown => {
  if (refused) throw new RecordError(refused);
  if (fault) throw new ChainError(fault, hash);
  if (type) throw new TypeError(type);
  return returned;
};

type Opened = VendorOptions & { readonly store: object };

const missing = (): never => {
  throw new Error('Only a vendor in this process has this.');
};

/** Opens a vendor at an address. Its database is new, or the one that an earlier vendor with this store has. */
export const openRemote = (address: string, options: Opened): Remote => {
  const id = crypto.randomUUID();
  const { checkChallenge, decide, held, erase, onchange, onerror = console.error } = options;
  const requests = new Map<string, Request>();
  const hooks: Hooks = {
    check_challenge:
      checkChallenge &&
      ((challenge, claims, _hash, request) =>
        checkChallenge(challenge as string, requests.get(request as string) as Request, claims as never)),
    decide: decide as Hooks[string],
    held: held as Hooks[string],
    erase: erase as Hooks[string],
    onchange: onchange as Hooks[string],
  };
  hooksOf.set(id, { ...hooks, report: (message) => onerror(new Error(String(message))) });
  const { origin, name, accepts, key, formerKeys, endpoint, terms, since, perMinute } = options;
  const headers = async (): Promise<Record<string, string>> => {
    const given = {
      ...{ id, store: databaseOf(options.store), callback: await listening, now: Date.now() / 1_000 },
      ...{ origin, name, accepts, key, former_keys: formerKeys, endpoint, terms, since: since && +since / 1_000 },
      ...{ per_minute: perMinute, hooks: Object.keys(hooks).filter((one) => hooks[one]) },
    };
    return { 'x-vendor': Buffer.from(JSON.stringify(given)).toString('base64') };
  };
  const call = async <T>(method: string, ...values: unknown[]): Promise<T> => {
    const response = await fetch(`${address}/-/${method}`, {
      method: 'POST',
      headers: await headers(),
      body: JSON.stringify({ values }),
    });
    return read((await response.json()) as Told) as T;
  };
  const say = (iss: string, act: string, body: object): Promise<string> => call('say', iss, act, body);
  async function* listed<T>(method: string): AsyncGenerator<T> {
    yield* await call<T[]>(method);
  }
  const relationships = (): AsyncGenerator<never> => listed('relationships');

  return {
    origin,
    name,
    ready: missing,
    metrics: missing,
    undelivered: () => listed('dead'),
    resend: (id) => call('resend', id),
    next: async () => {
      const seconds = await call<number | null>('next');
      return seconds === null ? undefined : seconds * 1_000;
    },
    close: () => Promise.resolve(),
    list: () => call('list'),
    async handler(request, client) {
      const { pathname, search } = new URL(request.url);
      const number = crypto.randomUUID();
      requests.set(number, request);
      const given = { ...(await headers()), 'x-request': number, ...(client && { 'x-client': client }) };
      const own = { ...Object.fromEntries(request.headers), ...given };
      const body = /^(GET|HEAD)$/.test(request.method) ? undefined : new Uint8Array(await request.arrayBuffer());
      const response = await fetch(address + pathname + search, { method: request.method, headers: own, ...(body && { body }) });
      if (response.headers.has('x-for')) return null;
      // `fetch` has unpacked the body.
      const told = new Headers(response.headers);
      told.delete('content-encoding');
      const text = response.status === 204 ? null : response.body;
      return new Response(text, { status: response.status, headers: told });
    },
    status: (iss) => call('status', iss),
    async relationship(iss) {
      const { agreement, record, proposal, ...rest } = await call<Record<string, unknown>>('relationship', iss);
      return {
        ...rest,
        agreement: agreement ?? undefined,
        record: record ?? undefined,
        proposal: proposal ?? undefined,
      } as never;
    },
    relationships,
    async *records({ iss } = {}) {
      for (const entry of await call<Entry[]>('list'))
        if (entry.record !== null && (iss === undefined || entry.iss === iss)) yield entry;
    },
    async *pending() {
      for await (const { proposal } of relationships() as AsyncIterable<{ proposal?: never }>) if (proposal) yield proposal;
    },
    async *export(format) {
      yield await call<string>('export', format);
    },
    decide: (iss, decision) => call('decide', iss, decision),
    pause: (iss, reason) => say(iss, 'pause', { reason }),
    resume: (iss, reason) => say(iss, 'resume', { reason }),
    leave: (iss) => say(iss, 'leave', {}),
    converse: (iss, text, { re } = {}) => say(iss, 'converse', { text, re }),
    receipt: async (iss, { re, amount, currency, at }) => say(iss, 'receipt', { re, amount, currency, at }),
    regard: (iss, feels, note) => say(iss, 'regard', { feels, note }),
    import: async (text, format) =>
      call('import', typeof text === 'string' ? text : await whole(text as AsyncIterable<string>), format),
    deliver: () => call('deliver'),
    onerror,
  };
};
