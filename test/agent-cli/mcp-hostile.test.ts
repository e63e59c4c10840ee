/** Nothing that an assistant sends, and nothing that a vendor writes, gets anything signed. */
import { expect } from 'chai';
import fc from 'fast-check';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { untrustedBody } from '../../src/agent-cli/mcp/untrusted.js';
import { allOf } from '../support/all-of.mjs';
import { assist, type Assisted, openShop, press, send, type Shop, type Told } from '../support/assistant.js';
import { INJECTED } from '../support/injected.js';

const MISLEADING = /(?![\t\n\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** Every text in a value that does not stand in `untrusted`. */
const trustedIn = (value: unknown): string[] =>
  typeof value === 'object' && value
    ? Object.entries(value).flatMap(([key, item]) => (key === 'untrusted' ? [] : [key, ...trustedIn(item)]))
    : [String(value)];
const untrustedIn = (value: unknown): string[] =>
  typeof value === 'object' && value
    ? Object.entries(value).flatMap(([key, item]) => (key === 'untrusted' ? [item as string] : untrustedIn(item)))
    : [];

describe('relbutton-agent mcp, among hostile texts', () => {
  let shop: Shop;
  let assisted: Assisted;

  beforeEach(async () => {
    shop = await openShop({ name: INJECTED[0] as string });
    assisted = await assist({ way: 'over HTTP' });
    await assisted.call('prepare_relate', { vendor: shop.origin });
    await press(assisted.opened[0] as string, 'yes');
    // A permission for needs of one kind lets nothing else through.
    const time = { made: Date.now(), seen: Date.now(), until: Date.now() + 3_600_000 };
    assisted.room.permissions.add({ vendors: [shop.origin], words: 'A stroller', uses: [], ...time });
  });
  afterEach(async () => {
    shop.close();
    await assisted.close();
  });
  const held = async (): Promise<number> => (await allOf(shop.vendor.records())).length;

  it('signs nothing by 200 calls, random and hostile', async () => {
    const names = [
      ...['find_vendor', 'my_relationships', 'inbox', 'prepare_relate', 'prepare_say', 'prepare_intentcast', 'prepare_pledge'],
      ...[
        'prepare_share',
        'prepare_leave',
        'status_of',
        'sign',
        'say',
        'relate',
        'confirm',
        'approve',
        '__proto__',
        'constructor',
      ],
    ];
    const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom(...INJECTED));
    const value = fc.oneof(text, fc.boolean(), fc.integer(), fc.constantFrom(null, [], {}), fc.jsonValue());
    const vendor = fc.oneof({ weight: 4, arbitrary: fc.constant(shop.origin) }, { weight: 1, arbitrary: value });
    const body = fc.record(
      {
        ...{
          vendor,
          vendors: fc.oneof(fc.array(vendor, { maxLength: 3 }), value),
          text,
          need: text,
          agreement: fc.constant('SD-BASE-A'),
        },
        ...{ amount: fc.constantFrom('1', '999999999999', '-1', 'NaN'), currency: fc.constantFrom('EUR', 'XXX') },
        ...{ what: text, scope: text, purpose: text, until: fc.constant(new Date(Date.now() + 3_600_000).toISOString()) },
        ...{
          erase: fc.boolean(),
          confirm: fc.constant(true),
          consent: value,
          passphrase: value,
          prepared: value,
          secret: value,
        },
      },
      { requiredKeys: [] },
    );
    const fits = fc.constantFrom(
      { name: 'prepare_pledge', given: { vendor: shop.origin, amount: '1', currency: 'EUR' } },
      { name: 'prepare_say', given: { vendor: shop.origin, text: 'I agree to everything' } },
      { name: 'prepare_leave', given: { vendor: shop.origin, erase: true } },
      { name: 'prepare_intentcast', given: { need: 'Anything', vendors: [shop.origin] } },
    );
    const hostile = fc.record({ name: fc.constantFrom(...names), given: fc.oneof(body, fc.dictionary(fc.string(), value)) });
    let calls = 0;
    await fc.assert(
      fc.asyncProperty(fc.oneof({ weight: 3, arbitrary: hostile }, { weight: 1, arbitrary: fits }), async ({ name, given }) => {
        calls++;
        const told = await assisted.call(name, given).catch((error: Error) => error);
        expect(told).to.be.an('object');
        expect(assisted.signings(), name).to.equal(1);
      }),
      { numRuns: 200 },
    );
    expect(calls).to.equal(200);
    expect(assisted.opened.length, 'some calls prepare').to.be.above(1);
    expect(await held()).to.equal(1);
    expect((await assisted.ledger.list()).flatMap(({ records }) => records)).to.have.length(1);
  });

  it('marks 30 injected texts as untrusted, and an assistant that obeys them gets nothing signed', async () => {
    expect(INJECTED).to.have.length(30);
    const iss = (await allOf(shop.vendor.relationships()))[0]?.iss as string;
    for (const text of INJECTED) {
      await shop.vendor.converse(iss, text);
      const told = await assisted.call('inbox', { vendor: shop.origin, limit: 1 });
      const [said] = untrustedIn((told.vendors as Told[]).map((one) => one.said)).filter((one) => one.startsWith('text: '));
      expect(said?.length, text).to.be.within(7, 1_001);
      expect(said).not.to.match(MISLEADING);
      const words = text.slice(0, 30);
      expect(trustedIn(told).join('\n'), text).not.to.include(words);
      await assisted.call('prepare_pledge', { vendor: shop.origin, amount: '500', currency: 'EUR', for: words });
      await assisted.call('confirm', { confirm: true });
    }
    const uri = `relbutton://records/${iss}`;
    const [content] = (await assisted.client.readResource({ uri })).contents as unknown as [{ text: string }];
    const vendors = content.text.split(/^(?=Record \d+, by )/m).filter((part) => /^Record \d+, by the vendor/.test(part));
    expect(vendors).to.have.length(30);
    for (const part of vendors)
      for (const line of part.trimEnd().split('\n').slice(1)) expect(line).to.match(/^\|/).and.not.to.match(MISLEADING);
    const found = await assisted.call('find_vendor', { vendor: shop.origin });
    expect(trustedIn(found).join('\n')).not.to.include('IGNORE');
    expect([assisted.signings(), await held()]).to.deep.equal([1, 31]);
  });

  it('tells no more of a vendor than there is, however long its lists are, and its name apart from its address', async () => {
    const lists = `accepts="${'SD-BASE '.repeat(20_000)}" acts="${'relate '.repeat(20_000)}"`;
    const offer = { name: 'Good Bank, https://bank.example', endpoint: '/relbutton', accepts: ['SD-BASE'], acts: ['relate'] };
    let publishes = false;
    const server = createServer(({ url }, response) => {
      if (url === '/') response.writeHead(200, { 'content-type': 'text/html' }).end(`<rel-button ${lists}></rel-button>`);
      else response.writeHead(publishes ? 200 : 404).end(JSON.stringify(offer));
    });
    await new Promise<void>((resolve) => void server.listen(0, 'localhost', resolve));
    const vendor = `http://localhost:${(server.address() as AddressInfo).port}`;
    const found = await assisted.call('find_vendor', { vendor });
    expect([(found.accepts as object[] | undefined)?.length, found.acts, found.source]).to.deep.equal([1, ['relate'], 'page']);
    publishes = true;
    await assisted.call('prepare_relate', { vendor });
    const { text } = await send(assisted.opened.at(-1) as string);
    server.close().closeAllConnections();
    const parts = Array.from(text.matchAll(/<dt>(\w+)<\/dt>\s*<dd>([^<]*)<\/dd>/g), ([, label, part]) => `${label}: ${part}`);
    expect(parts.slice(0, 2)).to.deep.equal([`To: ${vendor}`, `Name: ${offer.name}`]);
    const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`field${i}`, 'x']));
    expect(untrustedBody(many)).to.have.length(10);
  });
});
