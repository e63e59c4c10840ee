import { expect } from 'chai';
import { type Ledger, fetchOffer } from '../../src/agent/ledger.js';
import { signVendorRecord } from '../../src/records/sign.js';
import { createKey, createVendor } from '../../src/server/index.js';
import { forgetLedger, openLedger } from '../support/ledgers.js';
import { codeOf, openRelated, VendorWire } from '../support/vendor-wire.js';

const OFFER = '/.well-known/relbutton.json';
const JWKS = '/.well-known/jwks.json';
const ENDPOINT = '/relbutton';

describe('what a ledger reads of a vendor', () => {
  let wire: VendorWire;
  let name: string;
  let ledger: Ledger;
  let iss: string;
  const failureOf = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'no failure',
      (error: Error) => `${error.name}: ${error.message}`,
    );
  /** Has one address of the vendor answer something else. */
  const replace = (path: string, answer: (request: Request) => Response): void => {
    const { handler } = wire.shop;
    wire.shop = {
      ...wire.shop,
      handler: async (request, client) => (new URL(request.url).pathname === path ? answer(request) : handler(request, client)),
    };
  };

  beforeEach(async () => {
    ({ wire, name, ledger, iss } = await openRelated());
  });
  afterEach(() => {
    wire.close();
    forgetLedger(name);
  });

  describe('ends at a limit while it comes', () => {
    const part = new Uint8Array(16_384).fill(0x20);
    const cases = [
      ['the offer', OFFER, 65_536, () => ledger.sync(iss)],
      ['the keys', JWKS, 65_536, () => ledger.sync(iss)],
      ['records', ENDPOINT, 12_582_912, () => ledger.sync(iss)],
      ['what it holds', ENDPOINT, 12_582_912, () => ledger.exportFrom(iss)],
      ['a reply', ENDPOINT, 196_608, () => ledger.say({ vendor: wire.vendor, act: 'pause' })],
      ['the offer behind a link', OFFER, 65_536, () => fetchOffer(wire.origin)],
    ] as const;
    for (const [what, path, limit, read] of cases) {
      it(what, async () => {
        let sent = 0;
        let isCancelled = false;
        const endless = (): ReadableStream<Uint8Array> =>
          new ReadableStream({
            pull(controller) {
              sent += part.byteLength;
              controller.enqueue(part);
            },
            cancel() {
              isCancelled = true;
            },
          });
        replace(path, () => new Response(endless()));
        const before = await ledger.list();
        expect(await failureOf(read())).to.match(
          new RegExp(`^TypeError: ${wire.origin}${path} answers more .* ${limit.toLocaleString('en')} bytes`),
        );
        expect(isCancelled).to.equal(true);
        expect(sent, 'in bytes').to.be.within(limit, limit + 4 * part.byteLength);
        expect((await ledger.list())[0]?.records).to.deep.equal(before[0]?.records);
      });
    }

    it('of time, over the whole body', async () => {
      const { timeout } = AbortSignal;
      const asked: number[] = [];
      AbortSignal.timeout = (milliseconds) => {
        asked.push(milliseconds);
        return timeout.call(AbortSignal, 300);
      };
      let isCancelled = false;
      const drip = (): ReadableStream<Uint8Array> =>
        new ReadableStream({
          async pull(controller) {
            await new Promise((resolve) => setTimeout(resolve, 50));
            controller.enqueue(new Uint8Array([0x20]));
          },
          cancel() {
            isCancelled = true;
          },
        });
      try {
        replace(JWKS, () => new Response(drip()));
        expect(await failureOf(ledger.sync(iss))).to.equal(
          `TypeError: ${wire.origin} cannot be reached: it gave no whole answer within 20 s.`,
        );
        expect(isCancelled).to.equal(true);
        expect(new Set(asked)).to.deep.equal(new Set([20_000]));
      } finally {
        AbortSignal.timeout = timeout;
      }
    });

    it('but not below it, in whatever pieces', async () => {
      const text = JSON.stringify({ records: [...((await ledger.list())[0]?.records ?? [])], data: '\u{1f9f2}'.repeat(200_000) });
      const bytes = new TextEncoder().encode(text);
      const body = (): ReadableStream<Uint8Array> =>
        new ReadableStream({
          start(controller) {
            for (let at = 0; at < bytes.length; at += 9_973) controller.enqueue(bytes.slice(at, at + 9_973));
            controller.close();
          },
        });
      replace(ENDPOINT, () => new Response(body()));
      expect(await ledger.exportFrom(iss)).to.equal(text);
    });
  });

  describe('of its keys', () => {
    const publish = (value: unknown): void => replace(JWKS, () => Response.json(value));
    const published = async (): Promise<object[]> => {
      const response = await wire.shop.handler(new Request(`${wire.origin}${JWKS}`));
      return ((await response?.json()) as { keys: object[] }).keys;
    };
    const publicKey = async (): Promise<object> => ({ ...(await createKey()), d: undefined });

    it('is at most 32', async () => {
      const own = await published();
      const others = await Promise.all(Array.from({ length: 32 }, publicKey));
      publish({ keys: [...others.slice(1), ...own] });
      await wire.shop.pause(iss);
      await ledger.sync(iss);
      expect((await ledger.list())[0]?.status).to.equal('paused');
      publish({ keys: [...others, ...own] });
      await wire.shop.resume(iss);
      expect(await failureOf(ledger.sync(iss))).to.equal(`TypeError: ${wire.origin}${JWKS} holds 33 keys; at most 32 are read.`);
      expect((await ledger.list())[0]?.status).to.equal('paused');
    });

    it('is a set of keys, or nothing', async () => {
      await wire.shop.pause(iss);
      for (const value of [{}, [], 'keys', null, 7, { keys: {} }, { keys: 'a' }, { keys: null }]) {
        publish(value);
        expect(await failureOf(ledger.sync(iss)), JSON.stringify(value)).to.match(/^TypeError: .* is not a JWK set/);
      }
      replace(JWKS, () => new Response('{'));
      expect(await failureOf(ledger.sync(iss))).to.match(/^TypeError: .* is not JSON/);
    });

    it('leaves out those that no record can be signed with', async () => {
      const own = await published();
      const foreign = [
        null,
        7,
        'key',
        [],
        {},
        { kty: 'RSA', kid: 'r', n: 'AQAB', e: 'AQAB' },
        { kty: 'EC', kid: 1, crv: 'P-256' },
      ];
      publish({ keys: [...foreign, ...own] });
      await wire.shop.pause(iss);
      await ledger.sync(iss);
      expect((await ledger.list())[0]?.status).to.equal('paused');
      const secret = await createKey();
      publish({ keys: [secret] });
      const record = await signVendorRecord(wire.origin, { aud: iss, act: 'leave' }, secret);
      replace(ENDPOINT, () => Response.json({ records: [record] }));
      expect(await codeOf(ledger.sync(iss)), 'a private key is everybody’s').to.equal('unknown_key');
    });

    it('takes a new key under an old name, and still reads what the old one signed', async () => {
      const [{ kid } = { kid: '' }] = (await published()) as { kid: string }[];
      const next = { ...(await createKey()), kid };
      wire.shop = createVendor({ ...wire.options, key: next });
      await wire.shop.pause(iss);
      await ledger.sync(iss);
      const [before] = await ledger.list();
      expect(before?.status).to.equal('paused');
      const elsewhere = await openLedger(`${name}-elsewhere`);
      await elsewhere.import(await ledger.export('correct horse'), 'correct horse');
      expect(await elsewhere.list()).to.deep.equal([before]);
      forgetLedger(`${name}-elsewhere`);
    });

    it('keeps those that signed something, however many came since', async () => {
      for (let round = 0; round < 3; round++) {
        const keys = await Promise.all(Array.from({ length: 32 }, publicKey));
        publish({ keys });
        await ledger.sync(iss);
      }
      const file = await ledger.export('correct horse');
      const { relationships } = JSON.parse(file) as { relationships: { jwks: { keys: object[] } }[] };
      expect(relationships[0]?.jwks.keys).to.have.length(33);
      const elsewhere = await openLedger(`${name}-elsewhere`);
      await elsewhere.import(file, 'correct horse');
      expect(await elsewhere.list()).to.deep.equal(await ledger.list());
      forgetLedger(`${name}-elsewhere`);
    });
  });

  it('names what an offer lacks', async () => {
    expect(await fetchOffer(wire.origin)).to.deep.include({ name: 'Shop', accepts: ['SD-BASE', 'SD-BASE-DP'] });
    const whole = { name: 'Shop', accepts: ['SD-BASE'], acts: ['relate'], endpoint: `${wire.origin}/relbutton` };
    for (const change of [
      { name: 7 },
      { accepts: 'SD-BASE' },
      { acts: ['pause'] },
      { endpoint: undefined },
      { endpoint: 'https://evil.example/' },
      { endpoint: 'https://' },
    ]) {
      replace(OFFER, () => Response.json({ ...whole, ...change }));
      expect(await failureOf(fetchOffer(wire.origin)), JSON.stringify(change)).to.match(/names no way to relate/);
    }
  });
});

describe('a ledger where nothing can be agreed', () => {
  let name: string;
  let ledger: Ledger;
  const vendor = { origin: 'https://site.example', name: 'Site' };
  const { fetch: realFetch } = globalThis;
  const refused = { answer: 'refuse', code: 'no_endpoint' } as const;
  const answerBy = (fetch: (url: URL, init?: RequestInit) => Promise<Response>): void =>
    void Object.assign(globalThis, { fetch });
  beforeEach(async () => {
    name = `ledger-${crypto.randomUUID()}`;
    ledger = await openLedger(name);
  });
  afterEach(() => {
    globalThis.fetch = realFetch;
    forgetLedger(name);
  });

  const unreadable = (url: URL, init?: RequestInit): Promise<Response> =>
    init?.mode === 'no-cors' ? Promise.resolve(new Response('Not here')) : Promise.reject(new TypeError(`CORS: ${url.href}`));
  const cases: [string, (url: URL, init?: RequestInit) => Promise<Response>, boolean][] = [
    ['publishes nothing', () => Promise.resolve(new Response('Not here', { status: 404 })), false],
    ['answers all addresses with a page', () => Promise.resolve(new Response('<!doctype html>')), false],
    ['names no endpoint', () => Promise.resolve(Response.json({ name: 'Site', accepts: [] })), false],
    ['lets no other origin read what it publishes', unreadable, false],
    ['is not reached', () => Promise.reject(new TypeError('Failed to fetch')), true],
    ['is in trouble', () => Promise.resolve(new Response('', { status: 503 })), true],
    ['hears too much', () => Promise.resolve(new Response('', { status: 429 })), true],
  ];
  for (const [what, answer, isKept] of cases) {
    it(`${isKept ? 'keeps' : 'forgets'} the key for a site that ${what}`, async () => {
      answerBy(answer);
      await ledger.settle(await ledger.sign({ vendor, act: 'relate', agreement: 'SD-BASE' }), refused);
      const left = (await ledger.list()).map(({ status, proposed }) => ({ status, proposed }));
      expect(left).to.deep.equal(isKept ? [{ status: 'none', proposed: undefined }] : []);
    });
  }

  it('asks a server that publishes an endpoint: a page can say so of what that has signed', async () => {
    const wire = await VendorWire.open();
    const record = await ledger.sign(wire.proposal);
    const { record: agreed } = await wire.answer(record);
    await ledger.settle(record, refused);
    expect((await ledger.list())[0]).to.deep.include({ status: 'related', records: [agreed] });
    // What the person has said to leave is theirs: it waits.
    await ledger.settle(await ledger.sign({ vendor: wire.vendor, act: 'leave' }), refused);
    const [left] = await ledger.list();
    expect(left?.status).to.equal('ended');
    await ledger.sync(left?.iss ?? '');
    expect(await wire.shop.status(left?.iss ?? '')).to.equal('ended');
    // Nothing was signed there: the key goes.
    await ledger.delete(left?.iss ?? '');
    await ledger.settle(await ledger.sign(wire.proposal), refused);
    expect(await ledger.list()).to.deep.equal([]);
    wire.close();
  });
});
