/** The suites that a vendor in PHP has to pass: what the server in Node refuses, PHP refuses by the same code. */
import { expect } from 'chai';
import { type Change, createMemoryStore, FORMATS, type VendorOptions, verifyRecord } from '../../src/server/index.js';
import { payloadHash } from '../../src/contract/record.js';
import { allOf, whole } from '../support/all-of.mjs';
import { foundByBoth } from '../support/coming-back.js';
import { Customer } from '../support/customer.js';
import { Passkey } from '../support/passkey.js';
import { openRemote } from '../support/remote-vendor.js';
import { accepted, answered, nextDue, open, type Opener, openVendorsBy, origin, post, publicJwks } from '../support/vendor.js';

const address = process.env.RELBUTTON_VENDOR as string;
const inPhp: Opener = (options) => openRemote(address, options);
openVendorsBy(inPhp);
for (const suite of ['acts', 'coming-back', 'hostile', 'hostile-acts', 'passkey', 'portable', 'vendor'])
  await import(`../server/${suite}.test.js`);

const inNode = (options: Partial<VendorOptions> = {}): ReturnType<typeof open> => {
  openVendorsBy(undefined);
  const vendor = open({ accepts: ['SD-BASE', 'PDC-INTENT'], store: createMemoryStore(), ...options });
  openVendorsBy(inPhp);
  return vendor;
};

const lastOf = async (vendor: ReturnType<typeof open>, iss: string): Promise<string> =>
  payloadHash(String((await vendor.relationship(iss)).records.at(-1)));

describe('PHP beside Node', () => {
  it('makes records that the library verifies, and takes the library’s: files go there and back, to the byte', async () => {
    const [node, php, back] = [inNode(), open({ accepts: ['SD-BASE', 'PDC-INTENT'] }), inNode()];
    const [agent, passkey, ed] = [await Customer.create(), new Passkey(), await Customer.create('EdDSA')];
    for (const vendor of [node, php]) {
      const jwks = await publicJwks(vendor);
      const related = await accepted(vendor, await agent.sign());
      await accepted(vendor, passkey.sign({ body: { credential: passkey.credential } }));
      const body = { need: 'Tee – 茶 👍 "=1+1"', budget: { amount: '12.50', currency: 'EUR' } };
      await accepted(vendor, await ed.sign({ act: 'intentcast', agreement: 'PDC-INTENT', body }));
      const said = await vendor.converse(agent.iss, '=Hallo,\r\n"Welt" 👍');
      expect(await verifyRecord(said, jwks)).to.include({ prev: await payloadHash(related) });
      await accepted(vendor, await agent.sign({ act: 'leave', agreement: undefined, body: {} }));
      for (const { record } of await allOf(vendor.records())) await verifyRecord(record as string, jwks);
    }
    for (const format of FORMATS) {
      const [from, to] = [await whole(node.export(format)), open({ accepts: ['SD-BASE', 'PDC-INTENT'] })];
      expect(await to.import(from, format)).to.equal(5);
      expect(await whole(to.export(format))).to.equal(from);
      expect(await to.import(from, format), 'again').to.equal(0);
    }
    const file = await whole(php.export('csv'));
    expect(await back.import(file, 'csv')).to.equal(5);
    expect(await whole(back.export('csv'))).to.equal(file);
  });

  it('finds a passkey’s relationship as the library does', async () => {
    const passkey = new Passkey();
    const find = async (vendor: ReturnType<typeof open>, query: string): Promise<unknown> => {
      const response = (await vendor.handler(new Request(`${origin}/relbutton?${query}`))) as Response;
      expect(response.headers.get('cache-control')).to.equal('no-store');
      expect(response.headers.has('access-control-allow-origin')).to.equal(false);
      return [response.status, await response.json()];
    };
    const vendors = [inNode(), open({ accepts: ['SD-BASE', 'PDC-INTENT'] })];
    const relate = passkey.sign({ body: { credential: passkey.credential } });
    const byCredential = `credential=${passkey.credential}`;
    // An agent that names the credential of another is not found by it.
    const thief = await Customer.create();
    for (const vendor of vendors) await accepted(vendor, await thief.sign({ body: { credential: passkey.credential } }));
    for (const act of ['', 'leave', 'erase']) {
      const answers = vendors.map(async (vendor) => {
        if (act === '') await accepted(vendor, relate);
        return [await find(vendor, byCredential), await find(vendor, `customer=${passkey.iss}`)];
      });
      const [node, php] = await Promise.all(answers);
      expect(php).to.deep.equal(node);
      expect(await find(vendors[1] as never, `${byCredential}&${byCredential}`)).to.deep.include(400);
      const body = act === 'leave' ? { erase: true } : {};
      const left = passkey.sign({ act: 'leave', agreement: undefined, body });
      for (const vendor of vendors) await accepted(vendor, left);
    }
  });

  it('keeps one of many records that follow the same one, and each replay gets its answer', async () => {
    const vendor = open();
    const customer = await Customer.create();
    const prev = await payloadHash(await accepted(vendor, await customer.sign()));
    const rivals = await Promise.all(
      Array.from({ length: 12 }, () => customer.sign({ act: 'pause', agreement: undefined, prev })),
    );
    const responses = await Promise.all([...rivals, ...rivals].map((record) => post(vendor, record)));
    const statuses = responses.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).to.have.length(2);
    expect(statuses.filter((status) => status === 400)).to.have.length(22);
    expect((await vendor.relationship(customer.iss)).records).to.have.length(2);
  });

  it('has one open proposal of many at a time', async () => {
    const vendor = open({ decide: ({ agreement }) => (agreement === 'SD-BASE' ? 'accept' : 'pending') });
    const customer = await Customer.create();
    const prev = await payloadHash(await accepted(vendor, await customer.sign()));
    const rivals = await Promise.all(Array.from({ length: 8 }, () => customer.sign({ agreement: 'SD-BASE-DP', prev })));
    const responses = await Promise.all(rivals.map((record) => post(vendor, record)));
    expect(responses.map(({ status }) => status).sort()).to.deep.equal([202, ...Array<number>(7).fill(400)]);
    expect(await allOf(vendor.pending())).to.have.length(1);
  });

  it('tries a change 84 times in three days, gives it up for those behind it, and sends it again', async () => {
    const heard: string[] = [];
    let isDown = true;
    const { now } = Date;
    const store = createMemoryStore();
    const vendor = open({
      store,
      onerror: () => undefined,
      onchange: ({ act }) => {
        heard.push(act);
        if (isDown && act === 'relate') throw new Error('down');
      },
    });
    const customer = await Customer.create();
    const record = await accepted(vendor, await customer.sign());
    await vendor.pause(customer.iss);
    let ahead = 0;
    try {
      Date.now = () => now() + ahead;
      for (let tries = 1; tries <= 84; tries++) {
        await vendor.deliver();
        if (tries < 84) ahead = Number(await nextDue(vendor)) - now();
        if (tries === 7) expect(ahead).to.be.within(126_000, 140_000);
      }
      expect(heard).to.deep.equal([...Array<string>(84).fill('relate'), 'pause']);
      expect(ahead / 86_400_000).to.be.closeTo(3, 0.1);
      expect(await nextDue(vendor)).to.equal(undefined);
      const [letter, ...others] = await allOf(vendor.undelivered());
      expect(others).to.deep.equal([]);
      expect(letter).to.deep.include({ iss: customer.iss, attempts: 84, why: 'down' });
      expect(letter?.change).to.deep.include({ id: letter?.id, act: 'relate', sequence: 1, record });
      isDown = false;
      expect(await vendor.resend('nothing')).to.equal(false);
      await vendor.resume(customer.iss);
      expect(await vendor.resend(String(letter?.id))).to.equal(true);
      expect(await vendor.resend(String(letter?.id))).to.equal(false);
      await vendor.deliver();
      expect(heard.slice(-2), 'after those that wait').to.deep.equal(['resume', 'relate']);
      expect(await allOf(vendor.undelivered())).to.deep.equal([]);
    } finally {
      Date.now = now;
    }
  });

  it('erases messages and dead letters with the records, of nobody else', async () => {
    const heard: Change[] = [];
    let isDown = true;
    const { now } = Date;
    const vendor = open({
      onerror: () => undefined,
      onchange: (change) => {
        if (isDown) throw new Error('down');
        heard.push(change);
      },
    });
    const [leaving, staying] = await Promise.all([Customer.create(), Customer.create()]);
    try {
      let ahead = 0;
      Date.now = () => now() + ahead;
      for (const { iss, sign } of [leaving, staying].map((one) => ({ iss: one.iss, sign: () => one.sign() }))) {
        await accepted(vendor, await sign());
        await vendor.converse(iss, 'Not for later');
      }
      for (let tries = 1; tries <= 84; tries++) {
        await vendor.deliver();
        ahead = Number(await nextDue(vendor)) - now();
      }
      expect(await allOf(vendor.undelivered())).to.have.length(2);
      const leave = await leaving.sign({ act: 'leave', agreement: undefined, body: { erase: true } });
      await accepted(vendor, leave);
      expect((await allOf(vendor.undelivered())).map(({ iss }) => iss)).to.deep.equal([staying.iss]);
      isDown = false;
      ahead += 7_200_000;
      await vendor.deliver();
      const told = heard.map(({ iss, act, sequence, erasure }) => [iss, act, sequence, erasure]);
      expect(told).to.have.deep.members([
        [leaving.iss, 'leave', 3, { erased: true }],
        [staying.iss, 'converse', 2, undefined],
      ]);
    } finally {
      Date.now = now;
    }
  });

  it('tells what an erasure kept, to a sync and to a look-up', async () => {
    const outcome = { kept: 'Invoices', why: 'Tax law.', until: '2036' };
    const vendor = open({ erase: () => Promise.resolve(outcome) });
    const passkey = new Passkey();
    await accepted(vendor, passkey.sign({ body: { credential: passkey.credential } }));
    const left = passkey.sign({ act: 'leave', agreement: undefined, body: { erase: true } });
    expect(await answered(vendor, left)).to.deep.include({ erasure: outcome });
    const asked = passkey.sign({ act: 'sync', agreement: undefined });
    expect(await answered(vendor, asked)).to.deep.include({ erasure: outcome });
    expect(await foundByBoth(vendor, passkey)).to.deep.include({ status: 'ended', erasure: outcome });
  });

  it('takes a file of a store with open proposals and ends that still erase as the library does', async () => {
    const never = new Promise<never>(() => undefined);
    const node = inNode({ decide: ({ agreement }) => (agreement === 'PDC-INTENT' ? 'pending' : 'accept'), erase: () => never });
    const [asks, leaves, stays] = await Promise.all([Customer.create(), Customer.create(), Customer.create()]);
    await answered(node, await asks.sign({ agreement: 'PDC-INTENT' }), 202);
    for (const one of [leaves, stays]) await accepted(node, await one.sign());
    const erase = await leaves.sign({ act: 'leave', agreement: undefined, body: { erase: true } });
    expect(await answered(node, erase)).to.deep.include({ erasure: { pending: true } });
    await answered(node, await stays.sign({ agreement: 'PDC-INTENT', prev: await lastOf(node, stays.iss) }), 202);
    for (const format of FORMATS) {
      const from = await whole(node.export(format));
      const [php, other] = [open({ accepts: ['SD-BASE', 'PDC-INTENT'] }), inNode()];
      expect(await php.import(from, format)).to.equal(3);
      expect(await other.import(from, format)).to.equal(3);
      const file = await whole(php.export(format));
      expect(file).to.equal(await whole(other.export(format)));
      const back = inNode();
      await back.import(file, format);
      expect(await whole(back.export(format))).to.equal(file);
      expect(await php.status(leaves.iss)).to.equal('ended');
    }
  });

  it('answers by HTTP as the library does', async () => {
    const [node, php] = [inNode(), open({ accepts: ['SD-BASE', 'PDC-INTENT'] })];
    const asked: readonly (readonly [method: string, path: string])[] = [
      ...['GET', 'HEAD', 'POST', 'OPTIONS', 'PUT', 'DELETE'].flatMap((method): [string, string][] =>
        [
          '/relbutton',
          '/.well-known/relbutton.json',
          '/.well-known/jwks.json',
          '/relbutton?customer=x',
          '/relbutton/',
          '/other',
        ].map((path) => [method, path]),
      ),
    ];
    const told = async (vendor: typeof node, method: string, path: string): Promise<unknown> => {
      const response = await vendor.handler(new Request(origin + path, { method }));
      if (!response) return null;
      const headers = ['content-type', 'allow', 'cache-control', 'access-control-allow-origin', 'access-control-allow-methods'];
      return [
        response.status,
        ...headers.map((name) => response.headers.get(name)),
        method === 'HEAD' ? '' : await response.text(),
      ];
    };
    for (const [method, path] of asked)
      expect(await told(php, method, path), `${method} ${path}`).to.deep.equal(await told(node, method, path));
  });
});
