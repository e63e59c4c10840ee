/** The suites that a vendor in PHP has to pass: what the server in Node refuses, PHP refuses by the same code. */
import { expect } from 'chai';
import { createMemoryStore, FORMATS, verifyRecord } from '../../src/server/index.js';
import { payloadHash } from '../../src/contract/record.js';
import { allOf, whole } from '../support/all-of.mjs';
import { Customer } from '../support/customer.js';
import { Passkey } from '../support/passkey.js';
import { openRemote } from '../support/remote-vendor.js';
import { accepted, open, type Opener, openVendorsBy, origin, post, publicJwks } from '../support/vendor.js';

const address = process.env.RELBUTTON_VENDOR as string;
const inPhp: Opener = (options) => openRemote(address, options);
openVendorsBy(inPhp);
for (const suite of ['hostile', 'hostile-acts', 'passkey', 'portable', 'vendor']) await import(`../server/${suite}.test.js`);

const inNode = (): ReturnType<typeof open> => {
  openVendorsBy(undefined);
  const vendor = open({ accepts: ['SD-BASE', 'PDC-INTENT'], store: createMemoryStore() });
  openVendorsBy(inPhp);
  return vendor;
};

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
