/** A flow in which a passkey signs: with the browser's own virtual authenticator, and the vendor's real server. */
import { answerDialogs, asked, close, fail, hasPasskeys, opened } from '../support/dialogs.js';
import { executeServerCommand } from '@web/test-runner-commands';
import { expect } from 'chai';
import type { FlowState, Outcome } from '../../src/contract/flow.js';
import { readClaims } from '../../src/contract/record.js';
import { post } from '../../src/handoff/endpoint.js';
import { Flow } from '../../src/handoff/flow.js';
import type { Terms } from '../../src/handoff/flow-host.js';
import type { Wish } from '../../src/handoff/signing.js';
import { openLedger } from '../../src/agent/ledger.js';
import { verifyRecord } from '../../src/server/index.js';
import { PageVendor } from '../support/page-vendor.js';
import { verifyByWebCrypto } from '../support/webcrypto.js';

const { origin } = location;
const WHO = '/relbutton?customer=';
const JOIN: Wish = { act: 'relate', agreement: 'SD-BASE' };
let shop: PageVendor;

/** A flow with everything around it. */
class Bench {
  readonly states: FlowState[] = [];
  readonly said: string[] = [];
  readonly outcomes: { outcome: Outcome; record: string | undefined }[] = [];
  readonly flow: Flow;

  constructor(changes: Partial<Terms> = {}, told: Partial<Terms['told']> = {}) {
    const terms: Terms = {
      acts: ['relate'],
      lang: 'en',
      status: 'offered',
      told: {
        vendor: { origin, name: 'Acme Coffee' },
        accepts: ['SD-BASE', 'SD-BASE-A'],
        endpoint: `${origin}/relbutton`,
        ...told,
      },
      ...changes,
    };
    this.flow = new Flow(
      terms,
      {
        submit: (record, isExport) => post(`${origin}/relbutton`, record, isExport),
        open: () => null,
        update: (outcome, record) => {
          this.states.push(this.flow.state);
          if (outcome) this.outcomes.push({ outcome, record });
        },
      },
      () => ({ private: undefined, public: (text) => void this.said.push((JSON.parse(text) as { type: string }).type) }),
    );
    this.flow.ask();
  }

  async until(...states: FlowState[]): Promise<void> {
    for (let i = 0; !states.includes(this.flow.state); i++) {
      if (i > 2_000) throw new Error(`${states.join()} awaited, but ${this.states.join()}: ${this.flow.problem}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /** Signs, and waits for what comes of it. */
  async sign(wish: Wish): Promise<void> {
    this.flow.sign(wish);
    await this.until('choosing', 'counter', 'unsigned', 'unreached', 'accept', 'refuse', 'pending');
  }

  async comeBack(): Promise<void> {
    this.flow.comeBack();
    await this.until('choosing', 'unreached');
  }

  /** Ends the flow as its person does. @returns the outcome */
  done(): Outcome | undefined {
    this.flow.cancel('user');
    return this.outcomes[0]?.outcome;
  }
}

const credentials = (): Promise<number> => executeServerCommand('authenticator', 'credentials');
const canForget = hasPasskeys && 'signalUnknownCredential' in PublicKeyCredential;
/** Checks how many passkeys the authenticator keeps: all that were made, where the browser can take none out. */
const kept = async (count: number, made = count): Promise<void> => {
  const expected = canForget ? count : made;
  let found = await credentials();
  for (let i = 0; found !== expected && i < 100; i++) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    found = await credentials();
  }
  expect(found, 'passkeys kept').to.equal(expected);
};
/** A relationship that the person has here. */
const joined = async (): Promise<{ iss: string; record: string }> => {
  const bench = new Bench();
  await bench.sign(JOIN);
  expect(bench.flow.state).to.equal('accept');
  bench.done();
  const [{ record } = { record: undefined }] = bench.outcomes;
  answerDialogs();
  return { iss: readClaims(record ?? '')?.iss ?? '', record: record ?? '' };
};

describe('a browser without passkeys', () => {
  it('cannot sign, and any other can where something can be agreed', () => {
    expect(new Bench().flow.canSign).to.equal(hasPasskeys);
    expect(new Bench({}, { endpoint: undefined }).flow.canSign).to.equal(false);
    expect(new Bench({}, { accepts: [] }).flow.canSign).to.equal(false);
  });
});

if (hasPasskeys)
  describe('a flow in which a passkey signs', () => {
    beforeEach(async () => {
      await executeServerCommand('authenticator', 'add');
      answerDialogs();
      shop = await PageVendor.open();
    });
    afterEach(async () => {
      shop.close();
      await executeServerCommand('authenticator', 'remove');
    });

    it('ends in a record that both have signed, and that anybody can verify', async () => {
      const bench = new Bench({}, { challenge: 'ünïcode 日本' });
      expect([opened, shop.requests]).to.deep.equal([[], []]);
      await bench.sign({ ...JOIN, body: { reach: 'mailto:me@home.example' } });
      expect(bench.states).to.deep.equal(['choosing', 'signing', 'deciding', 'accept']);
      expect(bench.said).to.deep.equal(['ask', 'cancel']);
      await new Promise((resolve) => setTimeout(resolve, 1_100));
      expect(bench.flow.state, 'until the person has seen it').to.equal('accept');
      expect(bench.done()).to.equal('agreed');
      const record = bench.outcomes[0]?.record ?? '';
      const claims = await verifyRecord(record, await shop.keys());
      const { credential, ...body } = claims.body as { credential: string };
      expect(body).to.deep.equal({ reach: 'mailto:me@home.example' });
      expect(claims).to.deep.include({ act: 'relate', aud: origin, agreement: 'SD-BASE', challenge: 'ünïcode 日本' });
      expect(claims.exp - claims.iat).to.equal(600);
      expect(await verifyByWebCrypto(record)).to.equal(claims.iss);
      expect(opened).to.deep.equal(['create', 'get']);
      const [{ publicKey: made } = {}, { publicKey: got } = {}] = asked;
      expect(made?.pubKeyCredParams.map(({ alg }) => alg)).to.deep.equal([-7, -8]);
      expect(made?.authenticatorSelection).to.deep.equal({ residentKey: 'required' });
      expect(made?.user).to.deep.include({ name: 'Acme Coffee', displayName: 'Acme Coffee' });
      expect(new Uint8Array(made?.user.id as ArrayBuffer)).to.have.length(32);
      expect(got?.allowCredentials?.map(({ id }) => new Uint8Array(id as ArrayBuffer).length)).to.deep.equal([
        Math.floor((credential.length * 3) / 4),
      ]);
      await kept(1);
    });

    it('makes records that verify, whatever their signatures look like', async () => {
      const { iss } = await joined();
      for (let i = 0; i < 12; i++) {
        const bench = new Bench({ customer: iss, status: i % 2 ? 'paused' : 'related' });
        await bench.sign({ act: i % 2 ? 'resume' : 'pause' });
        expect(bench.flow.state, JSON.stringify(bench.flow.reply)).to.equal('accept');
        bench.done();
      }
    });

    for (const [which, answers, dialogs] of [
      ['first', [close], ['create']],
      ['second', [undefined, close], ['create', 'get']],
    ] as const)
      it(`loses nothing where the person closes the ${which} dialog`, async () => {
        answerDialogs(...answers);
        const bench = new Bench();
        await bench.sign(JOIN);
        expect([bench.flow.state, bench.flow.problem]).to.deep.equal(['choosing', 'cancelled']);
        expect(opened).to.deep.equal(dialogs);
        expect(bench.said, 'agents still wait').to.deep.equal(['ask']);
        expect(shop.requests).to.deep.equal([]);
        await kept(0, dialogs.length - 1);
        await bench.sign(JOIN);
        expect([bench.flow.state, bench.flow.problem]).to.deep.equal(['accept', undefined]);
        await kept(1, dialogs.length);
      });

    for (const [name, problem] of [
      ['NotAllowedError', 'cancelled'],
      ['AbortError', 'cancelled'],
      ['SecurityError', 'insecure'],
      ['NotSupportedError', 'unavailable'],
      ['ConstraintError', 'unavailable'],
      ['InvalidStateError', 'unavailable'],
      ['toString', 'unavailable'],
    ] as const)
      it(`says of ${name} that it is ${problem}`, async () => {
        for (const answers of [[fail(name)], name === 'NotAllowedError' ? [undefined, close] : [undefined, fail(name)]]) {
          answerDialogs(...answers);
          const bench = new Bench();
          await bench.sign(JOIN);
          expect([bench.flow.state, bench.flow.problem]).to.deep.equal(['choosing', problem]);
        }
        answerDialogs(fail(name));
        const bench = new Bench();
        await bench.comeBack();
        expect([bench.flow.state, bench.flow.problem, bench.flow.standing]).to.deep.equal(['choosing', problem, undefined]);
        await kept(0, 1);
      });

    for (const [what, answer] of [
      ['rejects without a name', () => Promise.reject(Object.assign(new Error(), { name: undefined }))],
      [
        'throws',
        () => {
          throw new TypeError('x');
        },
      ],
      ['gives no passkey', () => Promise.resolve(null)],
      [
        'cannot tell the key',
        async (open: () => Promise<Credential | null>) => {
          const made = (await open()) as PublicKeyCredential;
          Object.defineProperty(made.response, 'getPublicKey', { value: () => null });
          return made;
        },
      ],
    ] as const)
      it(`is unavailable in a browser that ${what}, and no passkey is left`, async () => {
        answerDialogs(answer);
        const bench = new Bench();
        await bench.sign(JOIN);
        expect([bench.flow.state, bench.flow.problem]).to.deep.equal(['choosing', 'unavailable']);
        await kept(0, what.startsWith('cannot') ? 1 : 0);
      });

    it('goes on in one more press where the browser wants one, with the passkey that is made', async () => {
      answerDialogs(undefined, fail());
      const bench = new Bench();
      await bench.sign(JOIN);
      expect(bench.flow.state).to.equal('unsigned');
      expect(bench.flow.wish).to.equal(JOIN);
      await kept(1);
      await bench.sign(bench.flow.wish as Wish);
      expect(bench.flow.state).to.equal('accept');
      expect(opened).to.deep.equal(['create', 'get', 'get']);
      await kept(1);

      answerDialogs(undefined, fail());
      const other = new Bench();
      await other.sign(JOIN);
      expect(other.done()).to.equal('dismissed');
      await kept(1, 2);
    });

    it('closes the dialog and takes the passkey out when the flow ends', async () => {
      for (const dialog of ['create', 'get'] as const) {
        const before = await credentials();
        let wasAborted = false;
        const hold = async (): Promise<Credential | null> => {
          const { signal } = asked.at(-1) ?? {};
          await new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()));
          wasAborted = true;
          throw new DOMException('', 'AbortError');
        };
        answerDialogs(...(dialog === 'create' ? [hold] : [undefined, hold]));
        const bench = new Bench();
        bench.flow.sign(JOIN);
        while (opened.at(-1) !== dialog) await new Promise((resolve) => setTimeout(resolve, 5));
        expect(bench.done()).to.equal('dismissed');
        await new Promise((resolve) => setTimeout(resolve, 20));
        expect([wasAborted, bench.flow.state, bench.outcomes.length]).to.deep.equal([true, 'ended', 1]);
        expect(bench.said).to.deep.equal(['ask', 'cancel']);
        await kept(before, before + (dialog === 'create' ? 0 : 1));
      }
      // An answer that comes all the same counts no more.
      answerDialogs(undefined, async (open) => {
        const signed = await open();
        bench.flow.cancel('page');
        return signed;
      });
      const before = await credentials();
      const bench = new Bench();
      bench.flow.sign(JOIN);
      await bench.until('ended');
      await kept(before, before + 1);
      expect(shop.requests).to.deep.equal([]);
    });

    it('signs a counter with the same passkey, and again after a closed dialog', async () => {
      shop.close();
      shop = await PageVendor.open({
        decide: ({ agreement }) => (agreement === 'SD-BASE' ? { counter: 'SD-BASE-A' } : 'accept'),
      });
      const bench = new Bench();
      await bench.sign(JOIN);
      expect([bench.flow.state, bench.flow.reply?.counter]).to.deep.equal(['counter', 'SD-BASE-A']);
      answerDialogs(close);
      const wish = { ...JOIN, agreement: 'SD-BASE-A' };
      await bench.sign(wish);
      expect([bench.flow.state, bench.flow.problem]).to.deep.equal(['counter', 'cancelled']);
      await kept(1);
      await bench.sign(wish);
      expect(bench.flow.state).to.equal('accept');
      expect(opened).to.deep.equal(['get', 'get']);
      expect(bench.said).to.deep.equal(['ask', 'cancel']);
      expect(bench.done()).to.equal('agreed');
      expect(readClaims(bench.outcomes[0]?.record ?? '')?.agreement).to.equal('SD-BASE-A');

      const other = new Bench();
      await other.sign(JOIN);
      await kept(2);
      expect(other.done()).to.equal('dismissed');
      await kept(1, 2);
    });

    it('leaves no passkey where the vendor refuses, and one where the vendor answers later', async () => {
      shop.close();
      let decision: 'refuse' | 'pending' = 'refuse';
      shop = await PageVendor.open({ decide: () => decision });
      const refused = new Bench();
      await refused.sign(JOIN);
      expect([refused.flow.state, refused.flow.reply?.code]).to.deep.equal(['refuse', 'refused']);
      await kept(0, 1);
      expect(refused.done()).to.equal('dismissed');

      decision = 'pending';
      const pending = new Bench();
      await pending.sign(JOIN);
      expect(pending.flow.state).to.equal('pending');
      expect(pending.done()).to.equal('asked');
      await kept(1, 2);
    });

    it('keeps the passkey where it is not known whether the vendor has the record, and sends it again', async () => {
      shop.edge = () => Promise.reject(new TypeError('Failed to fetch'));
      const bench = new Bench();
      await bench.sign(JOIN);
      expect(bench.flow.state).to.equal('unreached');
      bench.flow.retry();
      await bench.until('unreached');
      shop.edge = (_, answer) => answer();
      bench.flow.retry();
      await bench.until('accept');
      expect(opened).to.deep.equal(['create', 'get']);
      bench.done();
      shop.edge = () => Promise.reject(new TypeError('Failed to fetch'));
      const lost = new Bench();
      await lost.sign(JOIN);
      lost.done();
      await kept(2);
    });

    it('makes one record in two tabs', async () => {
      const [one, two] = [new Bench(), new Bench()];
      one.flow.sign(JOIN);
      await two.sign(JOIN);
      expect([two.flow.state, two.flow.problem]).to.deep.equal(['choosing', 'elsewhere']);
      await one.until('accept');
      expect((await shop.store.list()).length).to.equal(1);
      await kept(1);
      await two.comeBack();
      expect([two.flow.problem, two.flow.standing?.status]).to.deep.equal([undefined, 'related']);
    });

    it('goes on without locks', async () => {
      Object.defineProperty(navigator, 'locks', { configurable: true, value: undefined });
      try {
        await joined();
      } finally {
        delete (navigator as { locks?: unknown }).locks;
      }
    });

    it('finds the relationship of a person who comes back, who can then do all that fits, without another search', async () => {
      const { iss } = await joined();
      const bench = new Bench();
      await bench.comeBack();
      expect(bench.states.slice(1)).to.deep.equal(['signing', 'choosing']);
      expect(opened).to.deep.equal(['get']);
      expect(asked[0]?.publicKey?.allowCredentials).to.deep.equal([]);
      const { standing } = bench.flow;
      expect(standing).to.deep.include({ iss, status: 'related', agreement: 'SD-BASE' });
      expect(bench.said).to.deep.equal(['ask']);
      await bench.sign({ act: 'pause' });
      expect(bench.flow.state).to.equal('accept');
      expect(opened).to.deep.equal(['get', 'get']);
      expect(readClaims(bench.outcomes[0]?.record ?? '') ?? bench.done()).to.equal('agreed');
      expect(readClaims(bench.outcomes[0]?.record ?? '')).to.deep.include({ act: 'pause', iss, prev: standing?.prev });
    });

    it('finds the passkey first for any other act, and with customer signs in one dialog', async () => {
      const { iss } = await joined();
      const bench = new Bench({ status: 'related' });
      await bench.sign({ act: 'converse', body: { text: 'A flat white, please. ☕', reach: 'mailto:me@home.example' } });
      expect(bench.flow.state).to.equal('accept');
      expect(opened).to.deep.equal(['get', 'get']);
      bench.done();
      answerDialogs();
      shop.requests.length = 0;
      const known = new Bench({ status: 'related', customer: iss });
      expect(shop.requests).to.deep.equal([]);
      await known.sign({ act: 'pause' });
      expect(known.flow.state).to.equal('accept');
      expect(known.flow.standing?.iss).to.equal(iss);
      expect(opened).to.deep.equal(['get']);
      expect(shop.requests).to.deep.equal([`GET ${WHO}${iss}`, 'POST /relbutton']);
    });

    it('agrees on other terms in the same relationship, and begins a new one after the end of the last', async () => {
      const { iss } = await joined();
      const again = new Bench({ status: 'related', customer: iss });
      await again.sign({ act: 'relate', agreement: 'SD-BASE-A' });
      expect(again.flow.state).to.equal('accept');
      expect(opened).to.deep.equal(['get']);
      again.done();
      expect(readClaims(again.outcomes[0]?.record ?? '')).to.deep.include({ iss, agreement: 'SD-BASE-A' });
      const left = new Bench({ status: 'related', customer: iss });
      await left.sign({ act: 'leave' });
      expect([left.flow.state, left.flow.erasure]).to.deep.equal(['accept', undefined]);
      left.done();
      await kept(1);
      answerDialogs();
      const anew = new Bench({ status: 'ended', customer: iss });
      await anew.sign(JOIN);
      expect([anew.flow.state, opened]).to.deep.equal(['accept', ['create', 'get']]);
      anew.done();
      expect(readClaims(anew.outcomes[0]?.record ?? '')?.iss).not.to.equal(iss);
    });

    it('leaves with what became of the data, and takes the passkey out where all is erased', async () => {
      const erase = (): Promise<{ erased: true }> => Promise.resolve({ erased: true });
      for (const [options, erasure] of [
        [{ erase }, { pending: true }],
        [{}, { erased: true }],
      ] as const) {
        shop.close();
        shop = await PageVendor.open(options);
        const { iss } = await joined();
        const bench = new Bench({ status: 'related', customer: iss });
        await bench.sign({ act: 'leave', body: { erase: true } });
        expect(bench.flow.state).to.equal('accept');
        expect({ ...bench.flow.erasure }).to.deep.equal(erasure);
        expect(bench.done()).to.equal('agreed');
      }
      await kept(1, 2);
    });

    it('exports: the answer is kept for the person, and nothing is agreed', async () => {
      shop.close();
      shop = await PageVendor.open({ held: () => ({ orders: [1, 2] }) });
      const { iss, record } = await joined();
      const bench = new Bench({ status: 'related', customer: iss });
      await bench.sign({ act: 'export' });
      expect(bench.flow.state).to.equal('accept');
      expect((JSON.parse(bench.flow.data ?? '') as { records: string[] }).records).to.deep.equal([record]);
      const copy = JSON.parse(await bench.flow.copy()) as { relationships: [{ records: string[] }] };
      expect(copy.relationships[0].records).to.deep.equal([record]);
      expect(bench.done()).to.equal('by-link');
      expect(bench.outcomes[0]?.record).to.equal(undefined);
    });

    it('reads an export of more than other replies may have, and no endless one', async () => {
      const { iss } = await joined();
      for (const [length, state] of [
        [1_000_000, 'accept'],
        [13_000_000, 'unreached'],
      ] as const) {
        shop.edge = async (request, answer) =>
          request.method === 'POST' ? Response.json({ records: [], data: 'x'.repeat(length) }) : answer();
        const bench = new Bench({ status: 'related', customer: iss });
        await bench.sign({ act: 'export' });
        expect(bench.flow.state).to.equal(state);
        bench.done();
      }
      const other = new Bench({ status: 'related', customer: iss });
      shop.edge = async (request, answer) => (request.method === 'POST' ? Response.json({ records: [] }) : answer());
      await other.sign({ act: 'pause' });
      expect(other.flow.state).to.equal('unreached');
    });

    it('writes a copy that a ledger imports', async () => {
      const bench = new Bench();
      await bench.sign(JOIN);
      const text = await bench.flow.copy();
      bench.done();
      const { iss, records, jwks, ...rest } = (JSON.parse(text) as { relationships: [Record<string, unknown>] }).relationships[0];
      expect(rest).to.deep.equal({ vendor: origin, name: 'Acme Coffee' });
      expect(records).to.deep.equal([bench.outcomes[0]?.record]);
      expect(jwks).to.deep.equal(await shop.keys());
      const name = `ledger-${crypto.randomUUID()}`;
      const ledger = await openLedger(name);
      await ledger.import(text);
      expect((await ledger.list()).map((one) => [one.iss, one.status])).to.deep.equal([[iss, 'related']]);
      indexedDB.deleteDatabase(name);
    });

    for (const [what, offer] of [
      ['are at another origin', { jwks: 'https://other.example/jwks.json' }],
      ['have no address', { jwks: 1 }],
      ['cannot be reached', undefined],
    ] as const)
      it(`writes a copy without the vendor’s keys where they ${what}`, async () => {
        const bench = new Bench();
        await bench.sign(JOIN);
        shop.requests.length = 0;
        shop.edge = () => (offer ? Promise.resolve(Response.json(offer)) : Promise.reject(new TypeError('Failed to fetch')));
        const [copy] = (JSON.parse(await bench.flow.copy()) as { relationships: [Record<string, unknown>] }).relationships;
        expect(copy).to.have.keys('vendor', 'name', 'iss', 'records');
        expect(shop.requests).to.deep.equal(['GET /.well-known/relbutton.json']);
      });

    it('knows no relationship of a passkey that the vendor does not know, and leaves it where it is', async () => {
      await joined();
      shop.close();
      shop = await PageVendor.open();
      const bench = new Bench();
      await bench.comeBack();
      expect([bench.flow.problem, bench.flow.standing]).to.deep.equal(['unknown', undefined]);
      await bench.sign({ act: 'pause' });
      expect([bench.flow.state, bench.flow.problem]).to.deep.equal(['choosing', 'unknown']);
      bench.done();
      // It may be one that the vendor's own sign-in uses.
      await kept(1);
    });

    it('begins anew where the vendor does not know the customer it names', async () => {
      const bench = new Bench({ customer: 'x'.repeat(43) });
      await bench.sign(JOIN);
      expect([bench.flow.state, opened]).to.deep.equal(['accept', ['create', 'get']]);
    });

    const fine = {
      iss: 'i'.repeat(43),
      status: 'related',
      credential: 'AAAA',
      jwk: { crv: 'P-256', kty: 'EC', x: 'x'.repeat(43), y: 'y'.repeat(43) },
    };
    for (const [what, response] of [
      ['no JSON', () => new Response('<p>Hello</p>')],
      ['a list', () => Response.json([fine])],
      ['no status', () => Response.json({ ...fine, status: undefined })],
      ['another status', () => Response.json({ ...fine, status: 'happy' })],
      ['no credential', () => Response.json({ ...fine, credential: undefined })],
      ['a credential that is no base64url', () => Response.json({ ...fine, credential: 'a b' })],
      ['no key', () => Response.json({ ...fine, jwk: undefined })],
      ['a key of another kind', () => Response.json({ ...fine, jwk: { ...fine.jwk, kty: 'RSA' } })],
      ['a key without X', () => Response.json({ ...fine, jwk: { ...fine.jwk, x: 1 } })],
      ['no iss', () => Response.json({ ...fine, iss: 'short' })],
      ['a bad agreement', () => Response.json({ ...fine, agreement: 'no such' })],
      ['too much', () => Response.json({ ...fine, more: 'x'.repeat(65_536) })],
      ['another 200', () => Response.json(fine, { status: 203 })],
      ['a 404 of another server', () => new Response('Not found', { status: 404 })],
      ['an error', () => Response.json({ refused: true, code: 'server_error', message: 'm' }, { status: 500 })],
      ['too many requests', () => Response.json({ refused: true, code: 'too_many_requests', message: 'm' }, { status: 429 })],
      ['nothing', () => Promise.reject(new TypeError('Failed to fetch'))],
    ] as const)
      it(`does not reach a vendor who answers a search with ${what}, and tries again`, async () => {
        const { iss } = await joined();
        shop.edge = async () => response();
        for (const [bench, run] of [
          [new Bench(), (one: Bench) => one.comeBack()],
          [new Bench({ customer: iss }), (one: Bench) => one.sign(JOIN)],
          [new Bench({ customer: iss, status: 'related' }), (one: Bench) => one.sign({ act: 'pause' })],
        ] as const) {
          answerDialogs();
          await run(bench);
          expect([bench.flow.state, bench.flow.problem, bench.flow.standing]).to.deep.equal(['unreached', undefined, undefined]);
          expect(opened.includes('create')).to.equal(false);
        }
        const bench = new Bench();
        await bench.comeBack();
        shop.edge = (_, answer) => answer();
        bench.flow.retry();
        await bench.until('choosing');
        expect(bench.flow.standing?.iss).to.equal(iss);
      });

    it('refuses in words a record that another tab was faster than, and loses nothing', async () => {
      const { iss } = await joined();
      const [one, two] = [new Bench({ status: 'related', customer: iss }), new Bench({ status: 'related', customer: iss })];
      await one.comeBack();
      await two.comeBack();
      await one.sign({ act: 'pause' });
      await two.sign({ act: 'converse', body: { text: 'Hello' } });
      expect([one.flow.state, two.flow.state, two.flow.reply?.code]).to.deep.equal(['accept', 'refuse', 'broken_chain']);
      two.done();
      await kept(1);
      const three = new Bench({ status: 'paused', customer: iss });
      await three.sign({ act: 'resume' });
      expect(three.flow.state).to.equal('accept');
    });

    it('signs nothing while an agent is chosen, nor twice at a time', async () => {
      const bench = new Bench();
      const id = crypto.randomUUID();
      bench.flow.choose({ id, label: 'A', acts: ['relate'], lane: 'public' }, 'relate');
      bench.flow.sign(JOIN);
      bench.flow.comeBack();
      expect(bench.flow.state).to.equal('waiting');
      bench.done();
      const twice = new Bench();
      twice.flow.sign(JOIN);
      twice.flow.sign(JOIN);
      twice.flow.comeBack();
      await twice.until('accept');
      expect(opened).to.deep.equal(['create', 'get']);
    });

    it('does not use what the page has put in place of the browser’s functions', async () => {
      const { prototype } = CredentialsContainer;
      const before = { create: prototype.create, get: prototype.get };
      let used = 0;
      const trap = (): never => {
        used++;
        throw new Error('trap');
      };
      Object.assign(prototype, { create: trap, get: trap });
      Object.defineProperty(navigator, 'credentials', { configurable: true, get: trap });
      try {
        await joined();
        const bench = new Bench();
        await bench.comeBack();
        expect(bench.flow.standing?.status).to.equal('related');
      } finally {
        Object.assign(prototype, before);
        delete (navigator as { credentials?: unknown }).credentials;
      }
      expect(used).to.equal(0);
    });

    it('writes records as they are in a page that gives every object a toJSON', async () => {
      let record = '';
      shop.edge = async (request) => {
        record = await request.text();
        return new Response('{"pending":true}', { status: 202 });
      };
      Object.defineProperty(Object.prototype, 'toJSON', { configurable: true, value: () => 'forged' });
      try {
        const bench = new Bench();
        await bench.sign(JOIN);
        expect(bench.done()).to.equal('asked');
      } finally {
        delete (Object.prototype as { toJSON?: unknown }).toJSON;
      }
      expect(await verifyByWebCrypto(record)).to.equal(readClaims(record)?.iss);
    });
  });
