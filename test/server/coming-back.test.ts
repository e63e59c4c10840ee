/** How a vendor's own page finds the relationship of a visitor with a passkey (contract, "Coming back"). */
import { expect } from 'chai';
import { payloadHash } from '../../src/contract/record.js';
import { createKey, createMemoryStore, REFUSALS, type RefusalCode, type Store } from '../../src/server/index.js';
import { Customer } from '../support/customer.js';
import { Passkey } from '../support/passkey.js';
import { stores } from '../support/stores.js';
import { accepted, kept, key, open, origin, post } from '../support/vendor.js';
import { whole } from '../support/all-of.mjs';

type Vendor = ReturnType<typeof open>;
const get = (vendor: Vendor, query: string, init: RequestInit = {}, by?: string): Promise<Response> =>
  vendor.handler(new Request(`${origin}/relbutton?${query}`, init), by) as Promise<Response>;
/** Asks, and checks that only a page of the vendor can read the answer. @returns the body, or the status and the code of a refusal */
const found = async (vendor: Vendor, query: string): Promise<unknown> => {
  const response = await get(vendor, query);
  expect(response.headers.get('cache-control')).to.equal('no-store');
  expect(response.headers.has('access-control-allow-origin')).to.equal(false);
  const body = (await response.json()) as { code: RefusalCode };
  if (response.status === 200) return body;
  expect(body).to.deep.equal({ refused: true, code: body.code, message: REFUSALS[body.code] });
  return `${response.status} ${body.code}`;
};
const UNKNOWN = '404 unknown_credential';
const byCredential = ({ credential }: Passkey): string => `credential=${credential}`;
const byCustomer = ({ iss }: { iss: string }): string => `customer=${iss}`;
/** Asks by both, which answer alike. */
const foundByBoth = async (vendor: Vendor, one: Passkey): Promise<unknown> => {
  const answer = await found(vendor, byCredential(one));
  expect(await found(vendor, byCustomer(one))).to.deep.equal(answer);
  return answer;
};
const relate = (one: Passkey, changes: object = {}): string => one.sign({ body: { credential: one.credential }, ...changes });
const act = (one: Passkey, name: string, body?: object): string => one.sign({ act: name, agreement: undefined, body });

describe('a passkey that comes back', () => {
  for (const [name, openStore] of Object.entries(stores)) {
    it(`finds its relationship, and what the next record needs: ${name}`, async () => {
      const { store, close } = await openStore();
      try {
        const vendor = open({ store, decide: ({ agreement }) => (agreement === 'SD-BASE' ? 'accept' : 'pending') });
        const [one, ed, asking] = [new Passkey(), new Passkey('EdDSA'), new Passkey()];
        expect(await foundByBoth(vendor, one)).to.equal(UNKNOWN);
        const iat = Math.floor(Date.now() / 1_000) - 100;
        const record = await accepted(vendor, relate(one, { iat, exp: iat + 600 }));
        const { iss, credential, jwk } = one;
        const since = new Date(iat * 1_000).toISOString();
        const related = { iss, status: 'related', credential, jwk, agreement: 'SD-BASE', since };
        expect(await foundByBoth(vendor, one)).to.deep.equal({ ...related, prev: await payloadHash(record) });
        const pause = await vendor.pause(iss);
        const paused = { ...related, status: 'paused', prev: await payloadHash(pause) };
        expect(await foundByBoth(vendor, one)).to.deep.equal(paused);
        await accepted(vendor, relate(ed));
        expect(await foundByBoth(vendor, ed)).to.deep.include({ iss: ed.iss, credential: ed.credential, jwk: ed.jwk });
        expect((await post(vendor, relate(asking, { agreement: 'SD-BASE-DP' }))).status).to.equal(202);
        const asked = { iss: asking.iss, status: 'asked', credential: asking.credential, jwk: asking.jwk };
        expect(await foundByBoth(vendor, asking)).to.deep.equal(asked);
        await accepted(vendor, act(one, 'leave'));
        expect(await foundByBoth(vendor, one)).to.deep.equal({ ...paused, status: 'ended' });
        await accepted(vendor, act(ed, 'leave', { erase: true }));
        expect(await foundByBoth(vendor, ed), 'erased').to.equal(UNKNOWN);
      } finally {
        await close();
      }
    });
  }

  it('is found without a credential by its customer alone', async () => {
    const vendor = open();
    const one = new Passkey();
    await accepted(vendor, one.sign());
    expect(await found(vendor, byCredential(one))).to.equal(UNKNOWN);
    const answer = await found(vendor, byCustomer(one));
    expect(answer).to.deep.include({ iss: one.iss, status: 'related', jwk: one.jwk });
    expect(answer).not.to.have.property('credential');
  });

  it('hears what became of the data that it asked to erase', async () => {
    const outcome = { kept: 'Invoices', why: 'Tax law.', until: '2036' };
    let end = (_: typeof outcome): void => undefined;
    const erase = (): Promise<typeof outcome> => new Promise((resolve) => (end = resolve));
    const vendor = open({ erase });
    const one = new Passkey();
    await accepted(vendor, relate(one));
    await accepted(vendor, act(one, 'leave', { erase: true }));
    const delivered = vendor.deliver();
    expect(await foundByBoth(vendor, one)).to.deep.include({ status: 'ended', erasure: { pending: true } });
    end(outcome);
    await delivered;
    expect(await foundByBoth(vendor, one)).to.deep.include({ status: 'ended', erasure: outcome });
  });

  it('finds nothing that was refused, and nothing that an agent began', async () => {
    const vendor = open({ decide: ({ agreement }) => (agreement === 'SD-BASE' ? 'accept' : 'refuse') });
    const refused = new Passkey();
    expect((await post(vendor, relate(refused, { agreement: 'SD-BASE-DP' }))).status).to.equal(400);
    expect(await foundByBoth(vendor, refused)).to.equal(UNKNOWN);

    const agent = await Customer.create();
    const credential = new Passkey().credential;
    await accepted(vendor, await agent.sign({ body: { credential } }));
    expect(await found(vendor, byCustomer(agent))).to.equal(UNKNOWN);
    expect(await found(vendor, `credential=${credential}`)).to.equal(UNKNOWN);
    expect((await kept(vendor)).at(-1)).not.to.have.property('credential');
  });

  it('is found although an agent named its credential first', async () => {
    const vendor = open();
    const one = new Passkey();
    const thief = await Customer.create();
    await accepted(vendor, await thief.sign({ body: { credential: one.credential } }));
    await accepted(vendor, relate(one));
    expect(await foundByBoth(vendor, one)).to.deep.include({ iss: one.iss, jwk: one.jwk });
  });

  it('is not found after a leave of one that never related', async () => {
    const vendor = open();
    const one = new Passkey();
    await accepted(vendor, act(one, 'leave'));
    expect(await foundByBoth(vendor, one)).to.equal(UNKNOWN);
  });

  it('finds what awaits a decision, and what was decided', async () => {
    const vendor = open({ decide: () => 'pending' });
    const [yes, no] = [new Passkey(), new Passkey()];
    for (const one of [yes, no]) {
      expect((await post(vendor, relate(one))).status).to.equal(202);
      expect(await foundByBoth(vendor, one)).to.deep.include({ iss: one.iss, status: 'asked' });
    }
    await vendor.decide(yes.iss, 'accept');
    await vendor.decide(no.iss, 'refuse');
    expect(await foundByBoth(vendor, yes)).to.deep.include({ iss: yes.iss, status: 'related', jwk: yes.jwk });
    expect(await foundByBoth(vendor, no)).to.equal(UNKNOWN);
  });

  it('finds the first passkey that named the credential, not one that names it later', async () => {
    const vendor = open();
    const [one, thief] = [new Passkey(), new Passkey()];
    await accepted(vendor, relate(one));
    await accepted(vendor, thief.sign({ body: { credential: one.credential } }));
    expect(await found(vendor, byCredential(one))).to.deep.include({ iss: one.iss });
  });

  it('asks the store for nothing that is no credential and no customer', async () => {
    const store = createMemoryStore();
    let asked = 0;
    const counted: Store = {
      ...store,
      find: (id) => (asked++, store.find(id)),
      look: (question) => (asked++, store.look(question)),
    };
    const vendor = open({ store: counted });
    for (const value of ['', 'a b', '%00', 'a=', 'é', '..%2f', "'%20OR%201=1", 'a'.repeat(1_401)])
      for (const name of ['credential', 'customer']) expect(await found(vendor, `${name}=${value}`), value).to.equal(UNKNOWN);
    for (const value of ['a', 'a'.repeat(42), 'a'.repeat(44), encodeURIComponent(origin)])
      expect(await found(vendor, `customer=${value}`), value).to.equal(UNKNOWN);
    expect(asked).to.equal(0);
    expect(await found(vendor, `credential=${'a'.repeat(1_400)}`)).to.equal(UNKNOWN);
    expect(await found(vendor, `customer=${'a'.repeat(43)}`)).to.equal(UNKNOWN);
    expect(asked).to.equal(2);
  });

  it('asks for one of the two, once', async () => {
    const vendor = open();
    const [one, other] = [new Passkey(), new Passkey()];
    for (const each of [one, other]) await accepted(vendor, relate(each));
    const queries = [
      `${byCredential(one)}&${byCustomer(one)}`,
      `${byCustomer(one)}&${byCredential(other)}`,
      `${byCredential(one)}&${byCredential(other)}`,
      `${byCustomer(one)}&${byCustomer(one)}`,
      `${byCustomer(one)}&credential=`,
    ];
    for (const query of queries) expect(await found(vendor, query), query).to.equal('400 bad_request');
    expect(await found(vendor, `${byCustomer(one)}&utm_source=x`)).to.deep.include({ iss: one.iss });
  });

  for (const name of ['credential', 'customer'])
    it(`is counted with the records, answers no other method, and no other address: ${name}`, async () => {
      const vendor = open({ perMinute: 2 });
      const query = `${name}=${'a'.repeat(43)}`;
      const statuses = [];
      for (const by of ['a', 'a', 'a', 'b']) statuses.push((await get(vendor, query, {}, by)).status);
      expect(statuses).to.deep.equal([404, 404, 429, 404]);
      const limited = await get(vendor, query, {}, 'a');
      expect([limited.headers.get('cache-control'), limited.headers.has('access-control-allow-origin')]).to.deep.equal([
        'no-store',
        false,
      ]);
      for (const method of ['HEAD', 'PUT', 'DELETE']) expect((await get(vendor, query, { method })).status, method).to.equal(405);
      expect(await vendor.handler(new Request(`${origin}/other?${query}`))).to.equal(null);
      for (const bare of [`${origin}/relbutton`, `${origin}/relbutton?`, `${origin}/relbutton?other=1`]) {
        const response = (await vendor.handler(new Request(bare))) as Response;
        expect([response.status, response.headers.get('allow')]).to.deep.equal([405, 'POST, OPTIONS']);
      }
    });

  it('fails as every answer does', async () => {
    const store = createMemoryStore();
    const errors: Error[] = [];
    const down = (): Promise<never> => Promise.reject(new Error('down'));
    const vendor = open({ store: { ...store, find: down, look: down }, onerror: (error) => errors.push(error) });
    for (const query of ['credential=abcd', `customer=${'a'.repeat(43)}`]) {
      expect(await found(vendor, query)).to.equal('503 unavailable');
      await new Promise((resolve) => setTimeout(resolve));
    }
    expect(errors.map(({ message }) => message)).to.deep.equal(['down', 'down']);
  });

  it('goes on with a new key of the vendor’s, and after an import', async () => {
    const store = createMemoryStore();
    const one = new Passkey();
    const first = open({ store });
    await accepted(first, relate(one));
    const answer = await foundByBoth(first, one);
    const later = open({ store, key: await createKey(), formerKeys: [key] });
    expect(await foundByBoth(later, one)).to.deep.equal(answer);
    const copy = open();
    await copy.import(await whole(first.export('csv')), 'csv');
    expect(await foundByBoth(copy, one)).to.deep.equal(answer);
  });
});

describe('a passkey that signs in', () => {
  /** A vendor that gives the challenge `session` once, and writes down who used it. */
  const openSession = (options: object = {}): { vendor: Vendor; arrived: WeakMap<Request, string> } => {
    const given = new Set(['session']);
    const arrived = new WeakMap<Request, string>();
    const vendor = open({
      checkChallenge: (challenge, request, { iss }) => given.delete(challenge) && Boolean(arrived.set(request, iss)),
      ...options,
    });
    return { vendor, arrived };
  };
  const send = (record: string): Request =>
    new Request(`${origin}/relbutton`, { method: 'POST', headers: { 'content-type': 'application/jose+json' }, body: record });
  const sync = (one: Passkey, challenge: string): string => one.sign({ act: 'sync', agreement: undefined, challenge });

  it('tells the vendor who it is, by a sync with the challenge of the session', async () => {
    const { vendor, arrived } = openSession();
    const one = new Passkey();
    const record = await accepted(vendor, relate(one));
    const request = send(sync(one, 'session'));
    const response = (await vendor.handler(request)) as Response;
    expect([response.status, await response.json()]).to.deep.equal([200, { records: [record] }]);
    expect(arrived.get(request)).to.equal(one.iss);
  });

  for (const name of ['sync', 'export', 'pause'])
    it(`does so once, and not with another's challenge: ${name}`, async () => {
      const { vendor, arrived } = openSession();
      const one = new Passkey();
      const prev = await payloadHash(await accepted(vendor, relate(one)));
      const codes = [];
      const said = (challenge: string): string => one.sign({ act: name, agreement: undefined, prev, challenge });
      const first = said('session');
      for (const record of [said('guessed'), first, first, said('session')]) {
        const request = send(record);
        const response = (await vendor.handler(request)) as Response;
        codes.push([((await response.json()) as { code?: string }).code, arrived.get(request)]);
      }
      const wrong = ['wrong_challenge', undefined];
      // A record that is kept is answered again; it signs nobody in.
      const replayed = name === 'pause' ? [undefined, undefined] : wrong;
      const last = name === 'pause' ? ['broken_chain', undefined] : wrong;
      expect(codes).to.deep.equal([wrong, [undefined, one.iss], replayed, last]);
    });

  it('can send an export again that failed after its challenge was used up', async () => {
    let isUp = false;
    const { vendor } = openSession({
      onerror: () => undefined,
      held: () => {
        if (isUp) return null;
        throw new Error('down');
      },
    });
    const one = new Passkey();
    await accepted(vendor, relate(one));
    const record = one.sign({ act: 'export', agreement: undefined, challenge: 'session' });
    const statuses = [];
    for (isUp of [false, true, true]) statuses.push((await post(vendor, record)).status);
    expect(statuses).to.deep.equal([500, 200, 400]);
  });

  it('needs no challenge to sync, as an agent with no page open', async () => {
    const { vendor } = openSession();
    const one = new Passkey();
    await accepted(vendor, relate(one));
    expect((await post(vendor, act(one, 'sync'))).status).to.equal(200);
  });
});
