/** How a vendor's own page finds the relationship of a visitor with a passkey (contract, "Coming back"). */
import { expect } from 'chai';
import { payloadHash } from '../../src/contract/record.js';
import { createKey, createMemoryStore, type Vendor } from '../../src/server/index.js';
import { act, byCredential, byCustomer, comesBack, found, foundByBoth, get, relate, UNKNOWN } from '../support/coming-back.js';
import { Customer } from '../support/customer.js';
import { Passkey } from '../support/passkey.js';
import { accepted, kept, key, open, origin, post } from '../support/vendor.js';
import { whole } from '../support/all-of.mjs';

describe('a passkey that comes back', () => {
  it('finds its relationship, and what the next record needs', () => comesBack());

  it('is found without a credential by its customer alone', async () => {
    const vendor = open();
    const one = new Passkey();
    await accepted(vendor, one.sign());
    expect(await found(vendor, byCredential(one))).to.equal(UNKNOWN);
    const answer = await found(vendor, byCustomer(one));
    expect(answer).to.deep.include({ iss: one.iss, status: 'related', jwk: one.jwk });
    expect(answer).not.to.have.property('credential');
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
  const openSession = (): { vendor: Vendor; arrived: WeakMap<Request, string> } => {
    const given = new Set(['session']);
    const arrived = new WeakMap<Request, string>();
    const vendor = open({
      checkChallenge: (challenge, request, { iss }) => given.delete(challenge) && Boolean(arrived.set(request, iss)),
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

  it('needs no challenge to sync, as an agent with no page open', async () => {
    const { vendor } = openSession();
    const one = new Passkey();
    await accepted(vendor, relate(one));
    expect((await post(vendor, act(one, 'sync'))).status).to.equal(200);
  });
});
