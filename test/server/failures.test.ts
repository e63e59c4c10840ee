/** Failures of the store and of the vendor's own functions: the customer hears a code, the operator the reason, once. */
import { expect } from 'chai';
import pg from 'pg';
import { payloadHash } from '../../src/contract/record.js';
import { signVendorRecord } from '../../src/records/sign.js';
import {
  createMemoryStore,
  type Decision,
  type Entry,
  REFUSALS,
  type RefusalCode,
  type Store,
  UnreadableEntryError,
  type Vendor,
  type VendorOptions,
} from '../../src/server/index.js';
import { createPostgresStore } from '../../src/server/postgres.js';
import { Customer } from '../support/customer.js';
import { missingPostgres, startPostgres } from '../support/postgres.mjs';
import { accepted, answered, key, kept, open, origin, post } from '../support/vendor.js';
import { allOf, whole } from '../support/all-of.mjs';
import { put } from '../support/stores.js';

let customer: Customer;
let errors: Error[];
beforeEach(async () => {
  customer = await Customer.create();
  errors = [];
});
const opening = (options: Partial<VendorOptions> = {}): Vendor =>
  open({ onerror: (error) => void errors.push(error), timeout: 100, ...options });
const sign = (changes: object): Promise<string> => customer.sign({ agreement: undefined, ...changes });
const fails = async (vendor: Vendor, record: string, status: number, code: RefusalCode): Promise<void> => {
  const response = await post(vendor, record);
  expect(await response.json()).to.deep.equal({ refused: true, code, message: REFUSALS[code] });
  expect(response.status).to.equal(status);
};
const never = (): Promise<never> => new Promise<never>(() => {});
const cyclic: Record<string, unknown> = {};
cyclic.self = cyclic;

describe('a store that fails', () => {
  const ways = {
    rejects: () => Promise.reject(new Error('no disk')),
    throws: (): never => {
      throw new Error('no disk');
    },
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- what a driver might do
    'rejects with nothing': () => Promise.reject(undefined),
    hangs: never,
  };
  for (const [way, fail] of Object.entries(ways))
    for (const method of ['look', 'add'] as const)
      it(`${way} in ${method}: unavailable, and the same record is taken later`, async () => {
        const store = createMemoryStore();
        const broken = { ...store, [method]: fail };
        const sent = await customer.sign();
        await fails(opening({ store: broken }), sent, 503, 'unavailable');
        expect(errors).to.have.length(1);
        expect(errors[0]).to.be.instanceOf(Error);
        if (way !== 'rejects with nothing') expect(errors[0]?.message).to.match(/no disk|store took longer than 100 ms/);
        await accepted(opening({ store }), sent);
      });

  it('uses up no challenge: the same record is taken later, another one with its challenge is not', async () => {
    const given = new Set(['c']);
    let isDown = true;
    const inner = createMemoryStore();
    const add: Store['add'] = (...entry) => (isDown ? Promise.reject(new Error('no disk')) : inner.add(...entry));
    const vendor = opening({ store: { ...inner, add }, checkChallenge: (challenge) => given.delete(challenge) });
    const sent = await customer.sign({ challenge: 'c' });
    await fails(vendor, sent, 503, 'unavailable');
    isDown = false;
    await fails(vendor, await customer.sign({ challenge: 'c' }), 400, 'wrong_challenge');
    await accepted(vendor, sent);
    expect(await allOf(vendor.records())).to.have.length(1);
  });

  it('lets a challenge of a kept record be checked again, where the store has lost that record since', async () => {
    const given = new Set(['c']);
    let inner = createMemoryStore();
    const store: Store = { ...inner, look: (asked) => inner.look(asked), add: (...entry) => inner.add(...entry) };
    const vendor = opening({ store, checkChallenge: (challenge) => given.delete(challenge) });
    const sent = await customer.sign({ challenge: 'c' });
    await accepted(vendor, sent);
    inner = createMemoryStore();
    await fails(vendor, sent, 400, 'wrong_challenge');
  });

  it('tells the vendor’s own code why', async () => {
    const vendor = opening({ store: { ...createMemoryStore(), look: ways.rejects } });
    const error = (await vendor.pause(customer.iss).catch((one: unknown) => one)) as Error & { code: string };
    expect([error.code, (error.cause as Error).message]).to.deep.equal(['unavailable', 'no disk']);
  });

  it('may be an instance of a class', async () => {
    const inner = createMemoryStore();
    class Own implements Store {
      readonly #inner = inner;
      look = (...given: Parameters<Store['look']>): ReturnType<Store['look']> => this.#inner.look(...given);
      read = (...given: Parameters<Store['read']>): ReturnType<Store['read']> => this.#inner.read(...given);
      list = (...given: Parameters<Store['list']>): ReturnType<Store['list']> => this.#inner.list(...given);
      find = (credential: string): ReturnType<Store['find']> => this.#inner.find(credential);
      next = (): ReturnType<Store['next']> => this.#inner.next();
      dead = (...given: Parameters<Store['dead']>): ReturnType<Store['dead']> => this.#inner.dead(...given);
      claim(...given: Parameters<Store['claim']>): ReturnType<Store['claim']> {
        return this.#inner.claim(...given);
      }
      finish(...given: Parameters<Store['finish']>): ReturnType<Store['finish']> {
        return this.#inner.finish(...given);
      }
      bury(...given: Parameters<Store['bury']>): ReturnType<Store['bury']> {
        return this.#inner.bury(...given);
      }
      revive(...given: Parameters<Store['revive']>): ReturnType<Store['revive']> {
        return this.#inner.revive(...given);
      }
      add(...given: Parameters<Store['add']>): ReturnType<Store['add']> {
        return this.#inner.add(...given);
      }
      relationships(...given: Parameters<Store['relationships']>): ReturnType<Store['relationships']> {
        return this.#inner.relationships(...given);
      }
      mend(...given: Parameters<Store['mend']>): ReturnType<Store['mend']> {
        return this.#inner.mend(...given);
      }
      decide(...given: Parameters<Store['decide']>): ReturnType<Store['decide']> {
        return this.#inner.decide(...given);
      }
      postpone(...given: Parameters<Store['postpone']>): ReturnType<Store['postpone']> {
        return this.#inner.postpone(...given);
      }
    }
    await accepted(opening({ store: new Own() }), await customer.sign());
  });

  it('is not made worse by an onerror that fails itself', async () => {
    const { error } = console;
    const said: unknown[] = [];
    console.error = (...values) => void said.push(...values);
    try {
      for (const onerror of [
        (): never => {
          throw new Error('onerror');
        },
        () => Promise.reject(new Error('onerror')),
        undefined,
      ]) {
        const store = { ...createMemoryStore(), look: ways.rejects };
        await fails(open({ store, ...(onerror && { onerror }) }), await customer.sign(), 503, 'unavailable');
      }
      await new Promise((resolve) => void setTimeout(resolve, 10));
    } finally {
      console.error = error;
    }
    expect(said.map((one) => (one as Error).message)).to.have.members(['onerror', 'onerror', 'no disk']);
  });
});

(missingPostgres ? describe.skip : describe)('a connection of the PostgreSQL pool that breaks while idle', () => {
  it('ends no process: the operator hears it, and the store goes on', async () => {
    const server = await startPostgres();
    const [pool, other] = [new pg.Pool(server.connection), new pg.Pool(server.connection)];
    try {
      const store = await createPostgresStore(pool, (error) => void errors.push(error));
      await other.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()');
      for (const end = Date.now() + 5_000; errors.length === 0 && Date.now() < end;)
        await new Promise((resolve) => void setTimeout(resolve, 20));
      expect(errors.map(({ message }) => message).join()).to.match(/terminat/);
      await accepted(opening({ store, timeout: 5_000 }), await customer.sign());
    } finally {
      await Promise.all([pool.end(), other.end()]);
      await server.stop();
    }
  });
});

describe('a function of the vendor’s that fails', () => {
  const values: Record<string, unknown> = {
    'a BigInt': 1n,
    'a cycle': cyclic,
    undefined: undefined,
    'a function': () => undefined,
    'an object that throws': {
      get erased() {
        throw new Error('getter');
      },
      toJSON() {
        throw new Error('toJSON');
      },
    },
  };
  const wrong: Record<string, Record<string, unknown>> = {
    decide: { ...values, 'another word': 'yes', true: true, null: null, 'a counter of no roster': { counter: 'SD-ALL' } },
    checkChallenge: { ...values, 'a word': 'yes', 1: 1, null: null, 0: 0 },
    held: values,
  };
  const ask: Record<string, () => Promise<string>> = {
    decide: () => customer.sign(),
    checkChallenge: () => customer.sign({ challenge: 'c' }),
    held: () => sign({ act: 'export' }),
  };
  const check = async (name: string, hook: () => unknown, message: RegExp): Promise<void> => {
    const vendor = opening({ [name]: hook });
    await fails(vendor, await (ask[name] as () => Promise<string>)(), 500, 'server_error');
    expect(errors.map((error) => error.message).join('\n')).to.match(message);
    expect(errors).to.have.length(1);
    expect(await kept(vendor)).to.deep.equal([]);
  };
  for (const [name, returns] of Object.entries(wrong)) {
    for (const [what, value] of Object.entries(returns))
      it(`${name} returns ${what}: server_error, and nothing is kept`, async () => {
        await check(name, () => value, new RegExp(`option ${name} of createVendor returned .*has to return`, 's'));
        errors = [];
        await check(name, () => Promise.resolve(value), new RegExp(`option ${name} of createVendor returned`));
      });
    it(`${name} throws, rejects or hangs: server_error, and nothing is kept`, async () => {
      const thrown = (): never => {
        throw new Error('no CRM');
      };
      await check(name, thrown, new RegExp(`option ${name} of createVendor failed: no CRM`));
      errors = [];
      await check(name, () => Promise.reject(new Error('no CRM')), /failed: no CRM/);
      errors = [];
      await check(name, never, new RegExp(`option ${name} of createVendor failed: it took longer than 100 ms`));
    });
  }

  it('held returns any value for JSON, null too', async () => {
    for (const value of [null, 0, '', [], { a: new Date(0) }])
      expect((await answered(opening({ held: () => value }), await sign({ act: 'export' }))).data).to.deep.equal(
        JSON.parse(JSON.stringify(value)),
      );
  });

  it('a person’s decision of another form is a TypeError, and leaves the proposal pending', async () => {
    const vendor = opening({ decide: () => 'pending' });
    await answered(vendor, await customer.sign(), 202);
    for (const decision of ['yes', undefined, null, {}, 'pending'] as Exclude<Decision, 'pending'>[]) {
      const error: unknown = await vendor.decide(customer.iss, decision).catch((one: unknown) => one);
      expect(error).to.be.instanceOf(TypeError);
    }
    expect(await allOf(vendor.pending())).to.have.length(1);
  });

  const erasers: Record<string, () => unknown> = {
    throws: () => {
      throw new Error('no CRM');
    },
    rejects: () => Promise.reject(new Error('no CRM')),
    hangs: never,
    'returns nothing': () => undefined,
    'returns another form': () => ({ kept: 'Invoices' }),
    'returns a text that is too long': () => ({ kept: 'x'.repeat(501), why: '', until: '' }),
    'returns a BigInt': () => 1n,
  };
  for (const [what, erase] of Object.entries(erasers))
    it(`erase ${what}: the leave is kept, its erasure pending, and the operator hears of it`, async () => {
      const vendor = opening({ erase: erase as unknown as NonNullable<VendorOptions['erase']> });
      const related = await accepted(vendor, await customer.sign());
      const leave = await sign({ act: 'leave', prev: await payloadHash(related), body: { erase: true } });
      const answer = await answered(vendor, leave);
      expect(answer.erasure).to.deep.equal({ pending: true });
      await vendor.deliver();
      expect(await vendor.status(customer.iss)).to.equal('ended');
      expect(await allOf(vendor.records())).to.have.length(2);
      expect(errors).to.have.length(1);
      expect(errors[0]?.message)
        .to.match(/option erase of createVendor/)
        .and.to.contain(customer.iss);
      expect(await answered(vendor, leave), 'the same bytes').to.deep.equal(answer);
    });

  it('onchange throws: the operator hears it once each time', async () => {
    const vendor = opening({
      onchange: () => {
        throw new Error('no CRM');
      },
    });
    await accepted(vendor, await customer.sign());
    await vendor.deliver();
    await vendor.deliver();
    expect(errors.map(({ message }) => message)).to.deep.equal(['no CRM']);
  });
});

describe('room for the second signature', () => {
  /** A record of this many UTF-16 units, padded beside what is signed or within it. */
  const long = async (length: number, changes: object = {}): Promise<string> => {
    const signed = (more: number): Promise<string> => customer.sign({ more: 'x'.repeat(more), ...changes });
    let record = await signed(11_000);
    record = await signed(11_000 + Math.floor(((length - record.length) * 3) / 4) - 2);
    return record.length > length ? long(length - 4) : record;
  };

  it('is left: a record that has none is refused, and the longest that is taken can be read', async () => {
    let longest = 0;
    for (const length of [16_100, 16_130, 16_150, 16_304, 16_384]) {
      customer = await Customer.create();
      const vendor = opening();
      const sent = await long(length);
      const response = await post(vendor, sent);
      if (response.status !== 200) {
        expect(await response.json()).to.include({ refused: true, code: 'no_room' });
        expect(response.status).to.equal(413);
        expect(await kept(vendor)).to.deep.equal([]);
        continue;
      }
      longest = Math.max(longest, sent.length);
      const { record } = (await response.json()) as { record: string };
      expect(record.length).to.be.at.most(16_384);
      expect(await allOf(vendor.relationships())).to.have.length(1);
      expect((await answered(vendor, await sign({ act: 'sync' }))).records).to.deep.equal([record]);
      await accepted(vendor, await sign({ act: 'leave', prev: await payloadHash(record) }));
      expect(await vendor.status(customer.iss)).to.equal('ended');
    }
    expect(longest).to.be.within(16_000, 16_304);
  });

  it('is wanted before a person is asked to decide', async () => {
    const vendor = opening({ decide: () => 'pending' });
    await fails(vendor, await long(16_304), 413, 'no_room');
    expect(await allOf(vendor.pending())).to.deep.equal([]);
  });

  it('is of the length of the vendor’s own kid', async () => {
    const vendor = opening({ key: { ...key, kid: 'k'.repeat(1_000) } });
    await fails(vendor, await long(15_500), 413, 'no_room');
    await accepted(vendor, await long(14_500));
  });

  it('is not left by a text of the vendor’s own that is too long once it is signed', async () => {
    const vendor = opening();
    await accepted(vendor, await customer.sign());
    const error = (await vendor.converse(customer.iss, '語'.repeat(4_000)).catch((one: unknown) => one)) as { code: string };
    expect(error.code).to.equal('too_large');
    expect(await allOf(vendor.records())).to.have.length(1);
  });

  it('lacked in a record that an earlier version took in, which can still be read', async () => {
    const store = createMemoryStore();
    const vendor = opening({ store });
    await accepted(vendor, await customer.sign({ more: 'x'.repeat(11_500) }));
    const [entry] = await store.list();
    const text = (entry as Entry).record as string;
    const padded = text.replace('{', `{${' '.repeat(16_547 - text.length)}`);
    const again = opening({ store: { ...store, read: () => Promise.resolve([{ ...(entry as Entry), record: padded }]) } });
    expect(await again.relationship(customer.iss)).to.deep.include({ status: 'related', record: padded, records: [padded] });
    expect((await answered(again, await sign({ act: 'sync' }))).records).to.deep.equal([padded]);
    expect(errors).to.deep.equal([]);
  });
});

describe('a stored record that cannot be read', () => {
  const damages: Record<string, (entry: Entry) => Entry> = {
    'that is no JSON': (entry) => ({ ...entry, record: 'damaged' }),
    'that is empty': (entry) => ({ ...entry, record: '' }),
    'whose payload is cut off': (entry) => ({
      ...entry,
      record: String(entry.record).replace(/"payload":"\w{40}/, '"payload":"'),
    }),
    'of somebody else': (entry) => ({ ...entry, iss: `${entry.iss.slice(0, -1)}_` }),
    'whose answer is no JSON': (entry) => ({ ...entry, answer: null as never }),
  };
  for (const [what, damage] of Object.entries(damages))
    it(`${what} is named once and left out, and all else goes on`, async () => {
      const store = createMemoryStore();
      const good = opening({ store });
      const other = await Customer.create();
      await accepted(good, await other.sign());
      const related = await accepted(good, await customer.sign());
      const paused = await accepted(good, await sign({ act: 'pause', prev: await payloadHash(related) }));
      const hash = await payloadHash(paused);
      const damaged = (entries: readonly Entry[]): readonly Entry[] =>
        entries.map((entry) => (entry.hash === hash ? { ...damage(entry), hash } : entry));
      const vendor = opening({
        store: {
          ...store,
          read: async (...given) => damaged(await store.read(...given)),
          list: async (...given) => damaged(await store.list(...given)),
        },
      });
      expect((await allOf(vendor.relationships())).map(({ iss }) => iss)).to.have.members([other.iss, customer.iss]);
      expect(await vendor.relationship(customer.iss)).to.deep.include({ status: 'paused', records: [related] });
      expect(await allOf(vendor.records())).to.have.length(2);
      expect(await allOf(vendor.pending())).to.deep.equal([]);
      for (const format of ['csv', 'json-ld'] as const) expect(await whole(vendor.export(format))).to.contain(other.iss);
      expect((await answered(vendor, await sign({ act: 'sync' }))).records).to.deep.equal([related]);
      const waiting: unknown = await vendor.converse(customer.iss, 'Hello').catch((one: unknown) => one);
      expect(waiting).to.have.property('code', 'paused');
      await accepted(vendor, await sign({ act: 'leave', prev: hash }));
      expect(await vendor.status(customer.iss)).to.equal('ended');
      expect(errors).to.have.length(1);
      expect(errors[0]).to.be.instanceOf(UnreadableEntryError);
      const { iss, jti, message } = errors[0] as UnreadableEntryError;
      expect(message).to.contain(iss).and.to.contain(jti);
      expect(jti).to.equal((await store.read(customer.iss))[1]?.jti);
    });

  it('leaves out what followed it, each named once', async () => {
    const store = createMemoryStore();
    const vendor = opening({ store });
    await accepted(vendor, await customer.sign());
    const stray = await signVendorRecord(origin, { aud: customer.iss, act: 'pause', prev: 'x'.repeat(43) }, key);
    const hash = await payloadHash(stray);
    const entry = { iss: customer.iss, jti: 'stray', hash, place: 'x', received: stray, record: stray, answer: {} };
    await put(store, entry);
    expect(await vendor.status(customer.iss)).to.equal('related');
    for (let i = 0; i < 2; i++) expect((await vendor.relationship(customer.iss)).records).to.have.length(1);
    expect(await allOf(vendor.relationships())).to.have.length(1);
    expect(errors).to.have.length(1);
  });
});

describe('a body', () => {
  const request = (body: ReadableStream): Request => {
    const init = { method: 'POST', headers: { 'content-type': 'application/jose+json' }, body, duplex: 'half' };
    return new Request(`${origin}/relbutton`, init);
  };
  const code = async (answer: Promise<Response | null>): Promise<unknown> => {
    const response = await answer;
    return [response?.status, ((await response?.json()) as { code: string }).code];
  };

  it('that does not end in time: timed_out', async () => {
    const slow = new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array([123])) });
    expect(await code(opening().handler(request(slow)))).to.deep.equal([408, 'timed_out']);
    expect(errors).to.deep.equal([]);
  });

  it('that breaks off: incomplete, and nothing for the operator', async () => {
    const cut = new ReadableStream({ start: (controller) => controller.error(new Error('gone')) });
    expect(await code(opening().handler(request(cut)))).to.deep.equal([400, 'incomplete']);
    expect(errors).to.deep.equal([]);
  });

  it('that was read before: server_error, and the operator hears what to change', async () => {
    const read = request(new Response('{}').body as ReadableStream);
    await read.text();
    expect(await code(opening().handler(read))).to.deep.equal([500, 'server_error']);
    expect(errors[0]?.message).to.contain('call the handler first');
  });
});

describe('methods', () => {
  it('that an address does not answer: method_not_allowed, with those it does', async () => {
    const vendor = opening();
    for (const path of ['/relbutton', '/.well-known/relbutton.json', '/.well-known/jwks.json', '/.well-known/myterms.json']) {
      const allow = path === '/relbutton' ? 'POST, OPTIONS' : 'GET, HEAD, OPTIONS';
      for (const method of ['PUT', 'DELETE', 'PATCH', 'PROPFIND', 'constructor', path === '/relbutton' ? 'GET' : 'POST']) {
        const response = await vendor.handler(new Request(origin + path, { method }));
        expect([response?.status, response?.headers.get('allow')], `${method} ${path}`).to.deep.equal([405, allow]);
        expect(await response?.json()).to.include({ refused: true, code: 'method_not_allowed' });
      }
      const preflight = await vendor.handler(new Request(origin + path, { method: 'OPTIONS' }));
      expect([preflight?.status, preflight?.headers.get('access-control-allow-origin')]).to.deep.equal([204, '*']);
    }
  });
});
