/** What the operator of a vendor's server sees and does: events, metrics, readiness, and the end of a process. */
import { expect } from 'chai';
import diagnostics from 'node:diagnostics_channel';
import { ACTS } from '../../src/contract/acts.js';
import { payloadHash } from '../../src/contract/record.js';
import { createMemoryStore, REFUSALS, type Store, type Vendor } from '../../src/server/index.js';
import { Customer } from '../support/customer.js';
import { accepted, answered, key, open, origin, post } from '../support/vendor.js';

const never = (): Promise<never> => new Promise<never>(() => {});
const down = (): Promise<never> => Promise.reject(new Error('no disk'));
const get = async (vendor: Vendor, path: string, method = 'GET'): Promise<Response> =>
  (await vendor.handler(new Request(`${origin}${path}`, { method }))) as Response;
/** Sends a record whose body arrives when the test says so. */
const slowly = (vendor: Vendor, record: string): { answer: Promise<Response | null>; arrive: () => void } => {
  let arrive = (): void => undefined;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      arrive = (): void => {
        controller.enqueue(new TextEncoder().encode(record));
        controller.close();
      };
    },
  });
  const init = { method: 'POST', headers: { 'content-type': 'application/jose+json' }, body, duplex: 'half' };
  return { answer: vendor.handler(new Request(`${origin}/relbutton`, init)), arrive };
};

describe('events', () => {
  const NAMES = ['answer', 'refusal', 'delivery', 'store'].map((name) => `relbutton.${name}`);
  let heard: [name: string, event: Record<string, unknown>][];
  const listen = (event: unknown, name: string | symbol): void =>
    void heard.push([String(name), event as Record<string, unknown>]);
  beforeEach(() => {
    heard = [];
    for (const name of NAMES) diagnostics.subscribe(name, listen);
  });
  afterEach(() => {
    for (const name of NAMES) diagnostics.unsubscribe(name, listen);
  });
  const said = (...names: string[]): unknown[] =>
    heard
      .filter(([name]) => names.includes(name.replace('relbutton.', '')))
      .map(([name, { milliseconds, ...rest }]) => {
        expect(milliseconds, name).to.be.a('number').that.is.least(0);
        return { name: name.replace('relbutton.', ''), ...rest };
      });
  const one = { name: 'answer', origin, act: 'relate' };

  it('say what became of each request', async () => {
    const customer = await Customer.create();
    const vendor = open({
      accepts: ['SD-BASE'],
      decide: ({ agreement }) =>
        agreement === 'SD-BASE' ? 'accept' : agreement === 'SD-BASE-DP' ? 'pending' : { counter: 'SD-BASE' },
    });
    await answered(vendor, await customer.sign());
    await answered(vendor, await (await Customer.create()).sign({ agreement: 'SD-BASE-DP' }), 202);
    await answered(vendor, await (await Customer.create()).sign({ agreement: 'SD-BASE-A' }));
    await answered(vendor, await customer.sign({ act: 'pause', agreement: undefined }), 400);
    await answered(vendor, await customer.sign({ act: 'dance', agreement: undefined }), 400);
    await answered(vendor, 'no record', 400);
    await get(vendor, '/relbutton?credential=c');
    await get(vendor, '/.well-known/jwks.json');
    await get(vendor, '/relbutton', 'OPTIONS');
    await get(vendor, '/relbutton', 'PUT');
    const refused = (act: string, status: number, code: string): object[] =>
      ['answer', 'refusal'].map((name) => ({ ...one, name, act, outcome: 'refused', status, code }));
    expect(said('answer', 'refusal')).to.deep.equal([
      { ...one, outcome: 'answered', status: 200 },
      { ...one, outcome: 'pending', status: 202 },
      { ...one, outcome: 'countered', status: 200 },
      ...refused('pause', 400, 'broken_chain'),
      ...refused('other', 400, 'unsupported_act'),
      ...refused('other', 400, 'malformed'),
      ...refused('lookup', 404, 'unknown_credential'),
      { ...one, act: 'document', outcome: 'answered', status: 200 },
      { ...one, act: 'preflight', outcome: 'answered', status: 204 },
      ...refused('other', 405, 'method_not_allowed'),
    ]);
  });

  it('say what the store and the deliveries did', async () => {
    const customer = await Customer.create();
    let fails = true;
    const store = createMemoryStore();
    const onchange = (): void => {
      if (fails) throw new Error('down');
    };
    const vendor = open({ store, onchange, onerror: () => undefined });
    await accepted(vendor, await customer.sign());
    await vendor.deliver();
    fails = false;
    // The next try comes after a second: let it be due now.
    await store.claim({ now: Date.now() + 10_000, until: 0, limit: 1 });
    await vendor.deliver();
    const deliveries = said('delivery');
    expect(deliveries).to.deep.equal(
      ['failed', 'delivered'].map((outcome) => ({ name: 'delivery', origin, kind: 'change', outcome })),
    );
    expect(said('store').slice(0, 2)).to.deep.equal(
      ['look', 'add'].map((method) => ({ name: 'store', origin, method, outcome: 'done' })),
    );
    await vendor.close();
    heard = [];
    await post(open({ store: { ...store, look: down }, onerror: () => undefined }), await customer.sign());
    expect(said('store', 'answer', 'refusal')).to.deep.equal([
      { name: 'store', origin, method: 'look', outcome: 'failed' },
      ...['answer', 'refusal'].map((name) => ({ ...one, name, outcome: 'failed', status: 503, code: 'unavailable' })),
    ]);
  });

  it('have nothing of a customer', async () => {
    const customer = await Customer.create();
    const vendor = open({ onchange: () => undefined });
    const record = await accepted(vendor, await customer.sign());
    const prev = await payloadHash(record);
    await post(vendor, await customer.sign({ act: 'converse', agreement: undefined, prev, body: { text: 'a secret' } }));
    await vendor.deliver();
    await vendor.close();
    expect(heard.length).to.be.above(4);
    const all = JSON.stringify(heard);
    for (const part of [customer.iss, customer.jwk.x as string, 'secret', key.d as string, record.slice(20, 60)])
      expect(all).not.to.contain(part);
  });

  it('are not needed: a vendor without the module answers', async () => {
    const process = Object.getOwnPropertyDescriptor(globalThis, 'process') as PropertyDescriptor;
    const fresh = `${new URL('../../src/server/watch.ts', import.meta.url).href}?fresh`;
    const { createWatch } = (await import(fresh)) as typeof import('../../src/server/watch.js');
    Object.defineProperty(globalThis, 'process', { value: undefined, configurable: true });
    try {
      const counted: unknown[] = [];
      const count = (event: unknown): void => void counted.push(event);
      createWatch('https://other.example', { answer: count, delivery: count, store: count, text: String }).store({
        method: 'look',
        outcome: 'done',
        milliseconds: 1,
      });
      expect(counted).to.have.length(1);
    } finally {
      Object.defineProperty(globalThis, 'process', process);
    }
    expect(heard.filter(([, event]) => event.origin !== origin)).to.deep.equal([]);
  });
});

/** Reads the text format 0.0.4, strictly. @returns the samples by name and labels */
const readMetrics = (text: string): Map<string, number> => {
  const samples = new Map<string, number>();
  let family = '';
  expect(text).to.match(/\n$/);
  for (const line of text.slice(0, -1).split('\n')) {
    const [, kind, name] = /^# (HELP|TYPE) (relbutton_[a-z_]+) .+$/.exec(line) ?? [];
    if (kind === 'HELP') family = name as string;
    if (kind) {
      expect(name).to.equal(family);
      continue;
    }
    const [, key, value] = /^(relbutton_[a-z_]+(?:\{(?:[a-z]+="[\w+.]+",?)+\})?) ([\d.e+-]+)$/.exec(line) ?? [];
    expect(key, line).to.be.a('string');
    expect(key?.startsWith(family), line).to.equal(true);
    expect(samples.has(key as string), line).to.equal(false);
    samples.set(key as string, Number(value));
  }
  return samples;
};

describe('metrics', () => {
  it('count requests, refusals, calls of the store and deliveries', async () => {
    const customer = await Customer.create();
    const vendor = open({ onchange: () => undefined });
    await accepted(vendor, await customer.sign());
    await post(vendor, await customer.sign({ act: 'pause', agreement: undefined }));
    await post(vendor, 'no record');
    await vendor.deliver();
    const samples = readMetrics(vendor.metrics());
    const expected = {
      'relbutton_requests_total{act="relate",outcome="answered"}': 1,
      'relbutton_requests_total{act="pause",outcome="refused"}': 1,
      'relbutton_requests_total{act="other",outcome="refused"}': 1,
      'relbutton_refusals_total{code="broken_chain"}': 1,
      'relbutton_refusals_total{code="malformed"}': 1,
      'relbutton_refusals_total{code="unavailable"}': 0,
      relbutton_request_duration_seconds_count: 3,
      'relbutton_request_duration_seconds_bucket{le="+Inf"}': 3,
      'relbutton_store_duration_seconds_count{method="look"}': 2,
      'relbutton_store_duration_seconds_bucket{method="add",le="+Inf"}': 1,
      'relbutton_store_errors_total{method="add"}': 0,
      'relbutton_deliveries_total{kind="change",outcome="delivered"}': 1,
      'relbutton_deliveries_total{kind="change",outcome="failed"}': 0,
      relbutton_delivery_duration_seconds_count: 1,
      relbutton_requests_under_way: 0,
    };
    for (const [name, value] of Object.entries(expected)) expect(samples.get(name), name).to.equal(value);
    expect(samples.get('relbutton_request_duration_seconds_sum')).to.be.above(0);
  });

  it('put a duration into each bucket from its own on', async () => {
    const { now } = performance;
    const vendor = open();
    let time = 0;
    performance.now = () => (time += 20);
    try {
      await get(vendor, '/.well-known/jwks.json');
    } finally {
      performance.now = now;
    }
    const samples = readMetrics(vendor.metrics());
    const inBucket = (le: string): number | undefined => samples.get(`relbutton_request_duration_seconds_bucket{le="${le}"}`);
    expect(['0.01', '0.025', '0.05', '30', '+Inf'].map(inBucket)).to.deep.equal([0, 1, 1, 1, 1]);
    expect(samples.get('relbutton_request_duration_seconds_sum')).to.equal(0.02);
  });

  it('have as many lines whatever strangers send', async () => {
    const vendor = open();
    const customer = await Customer.create();
    const send = async (act: string): Promise<void> =>
      void (await post(vendor, await customer.sign({ act, agreement: undefined })));
    await send('x');
    const { size } = readMetrics(vendor.metrics());
    for (const act of ['y', '__proto__', 'constructor', 'a"b', 'c\nd', 'lookup', 'é']) await send(act);
    for (const path of ['/relbutton?credential=1', '/relbutton?credential=2', '/none', '/relbutton/x']) await get(vendor, path);
    const samples = readMetrics(vendor.metrics());
    expect(samples.size).to.equal(size + 1 + 17 + 1, 'look-ups alone are new: their count, the times of find, and its errors');
    for (const name of samples.keys()) {
      const [, act] = /act="(\w+)"/.exec(name) ?? [];
      if (act !== undefined) expect([...ACTS, 'lookup', 'document', 'preflight', 'other']).to.include(act);
      const [, code] = /code="(\w+)"/.exec(name) ?? [];
      if (code !== undefined) expect(Object.keys(REFUSALS)).to.include(code);
    }
  });
});

describe('readiness', () => {
  const counting = (look: Store['look']): { store: Store; asked: () => number } => {
    let asked = 0;
    const store = { ...createMemoryStore(), look: (question: Parameters<Store['look']>[0]) => (asked++, look(question)) };
    return { store, asked: () => asked };
  };
  const inner = createMemoryStore();

  it('is 204 while the store answers, and asks it once a second', async () => {
    const { store, asked } = counting(inner.look);
    const vendor = open({ store, perMinute: 0 });
    const { now } = performance;
    let time = 0;
    performance.now = () => time;
    try {
      const answers = await Promise.all(
        Array.from({ length: 50 }, async () => vendor.handler(new Request(`${origin}/relbutton/ready`), 'one')),
      );
      for (const answer of answers) expect(answer?.status).to.equal(204);
      expect((await get(vendor, '/relbutton/ready', 'HEAD')).status).to.equal(204);
      expect(await vendor.ready()).to.equal(true);
      expect(asked()).to.equal(1);
      time += 1_001;
      expect(await vendor.ready()).to.equal(true);
      expect(asked()).to.equal(2);
    } finally {
      performance.now = now;
    }
    const { headers } = await get(vendor, '/relbutton/ready');
    expect([headers.get('cache-control'), headers.has('access-control-allow-origin')]).to.deep.equal(['no-store', false]);
    expect((await get(vendor, '/relbutton/ready', 'POST')).status).to.equal(405);
    expect(vendor.metrics()).not.to.match(/requests_total\{.*act="(lookup|document)"/);
  });

  it('is 503 while the store fails, and the operator hears it once', async () => {
    const errors: Error[] = [];
    const { store } = counting(down);
    const vendor = open({ store, onerror: (error) => void errors.push(error) });
    const { now } = performance;
    let time = 0;
    performance.now = () => (time += 2_000);
    try {
      for (let i = 0; i < 3; i++) {
        const response = await get(vendor, '/relbutton/ready');
        expect([response.status, Number(response.headers.get('retry-after')) > 0]).to.deep.equal([503, true]);
      }
    } finally {
      performance.now = now;
    }
    expect(errors.map(({ message }) => message)).to.deep.equal(['no disk']);
  });

  it('is 503 while the store hangs, with one question at a time', async () => {
    const { store, asked } = counting(never);
    const vendor = open({ store, timeout: 1_200, onerror: () => undefined });
    const answers = await Promise.all(Array.from({ length: 20 }, () => vendor.ready()));
    expect(new Set(answers)).to.deep.equal(new Set([false]));
    expect([await vendor.ready(), asked()]).to.deep.equal([false, 1]);
  });

  it('is at the path of the endpoint', async () => {
    expect((await get(open({ endpoint: '/api/' }), '/api/ready')).status).to.equal(204);
    expect(await open({ endpoint: '/api' }).handler(new Request(`${origin}/relbutton/ready`))).to.equal(null);
  });
});

describe('closing', () => {
  it('answers what is under way, and puts off what comes after', async () => {
    const customer = await Customer.create();
    const vendor = open();
    const record = await customer.sign();
    const begun = slowly(vendor, record);
    expect(readMetrics(vendor.metrics()).get('relbutton_requests_under_way')).to.equal(1);
    let isClosed = false;
    const closing = vendor.close().then(() => (isClosed = true));
    for (const late of [
      await post(vendor, await customer.sign()),
      await get(vendor, '/.well-known/jwks.json'),
      await get(vendor, '/relbutton/ready'),
    ]) {
      expect([late.status, Number(late.headers.get('retry-after')) > 0]).to.deep.equal([503, true]);
      expect(((await late.json()) as { code: string }).code).to.equal('unavailable');
    }
    expect(await vendor.handler(new Request(`${origin}/other`))).to.equal(null);
    expect(isClosed).to.equal(false);
    begun.arrive();
    const answer = (await begun.answer) as Response;
    expect(answer.status).to.equal(200);
    await closing;
    await Promise.all([vendor.close(), vendor.close()]);
    expect(await vendor.ready()).to.equal(false);
    expect(await vendor.status(customer.iss), 'the store stays open').to.equal('related');
  });

  it('ends the delivery under way, begins no other, and leaves no timer', async () => {
    const store = createMemoryStore();
    const heard: string[] = [];
    let release = (): void => undefined;
    const hangs = new Promise<void>((resolve) => (release = resolve));
    const customer = await Customer.create();
    const vendor = open({
      store,
      async onchange({ act }) {
        heard.push(act);
        await hangs;
      },
    });
    await accepted(vendor, await customer.sign());
    await vendor.pause(customer.iss);
    const delivering = vendor.deliver();
    while (heard.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    let isClosed = false;
    const closing = vendor.close().then(() => (isClosed = true));
    await vendor.resume(customer.iss);
    expect(isClosed).to.equal(false);
    release();
    await Promise.all([delivering, closing]);
    expect(heard).to.deep.equal(['relate']);
    await vendor.deliver();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(heard).to.deep.equal(['relate']);
    const rest: string[] = [];
    await open({ store, onchange: ({ act }) => void rest.push(act) }).deliver();
    expect(rest, 'the next process').to.deep.equal(['pause', 'resume']);
  });

  it('waits for no hook longer than its time limit', async () => {
    const vendor = open({ decide: never, timeout: 50, onerror: () => undefined });
    const answer = post(vendor, await (await Customer.create()).sign());
    await vendor.close();
    expect((await answer).status).to.equal(500);
  });
});
