/** Finding a vendor by an address, a page, a link or a kept copy: only its origin counts, and nothing private is reached. */
import { expect } from 'chai';
import dns from 'node:dns';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import type { AddressInfo } from 'node:net';
import { findCommand } from '../../src/agent-cli/find.js';
import { findVendor } from '../../src/agent-cli/find-vendor.js';
import { reaching } from '../../src/agent-cli/reaching.js';
import { offerIn } from '../../src/agent-cli/vendor-page.js';
import { runAgent } from '../support/agent-command.js';
import { openShop, type Shop } from '../support/assistant.js';
import type { Ended } from '../support/command.js';
import { ledgerFolder, openCheap } from '../support/file-ledger.js';

describe('finding a vendor', () => {
  const folder = ledgerFolder();
  let shop: Shop;
  /** A site that publishes pages alone. */
  let site: Server;
  let pages: string;
  let page = '';
  let asked: string[] = [];
  let headers: Record<string, string> = { 'content-type': 'text/html; charset=utf-8' };
  const fetch = reaching(true);
  const faultOf = (what: string, allowLocal = true): Promise<string> =>
    findVendor(what, { fetch: reaching(allowLocal) }).then(
      ({ vendor }) => `found ${vendor}`,
      (error: Error) => error.message,
    );

  before(async () => {
    shop = await openShop({ name: 'Shop' });
    site = createServer(({ url = '' }, response) => {
      asked.push(url);
      if (url.startsWith('/away')) response.writeHead(302, { location: `${shop.origin}/` }).end();
      else if (url.includes('well-known')) response.writeHead(404).end();
      else response.writeHead(200, headers).end(page);
    });
    await new Promise<void>((resolve) => void site.listen(0, 'localhost', resolve));
    pages = `http://localhost:${(site.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    asked = [];
    headers = { 'content-type': 'text/html; charset=utf-8' };
  });
  after(() => {
    shop.close();
    site.close().closeAllConnections();
    folder.remove();
  });

  it('takes an address, a page, a link, a copy, a record and an export, and asks the server of its origin', async () => {
    const ledger = await openCheap(folder.path('ledger.db'));
    await ledger.say({ vendor: { origin: shop.origin, name: 'Old name' }, act: 'relate', agreement: 'SD-BASE' });
    await ledger.say({ vendor: { origin: shop.origin, name: 'Old name' }, act: 'pause' });
    const [{ records, iss } = { records: [], iss: '' }] = await ledger.list();
    await shop.vendor.resume(iss);
    await ledger.sync(iss);
    const theirs = (await ledger.list())[0]?.records.at(-1) ?? '';
    const offerCopy = { vendor: { origin: shop.origin, name: 'Evil' }, accepts: ['PDC-AI'], acts: ['pledge'] };
    for (const what of [
      shop.origin,
      ` ${shop.origin.slice('http://'.length)} `,
      `${shop.origin}/any/page?x#y`,
      `web+rel:${encodeURIComponent(`${shop.origin}/page?name=Evil`)}`,
      `WEB+REL:${shop.origin}/`,
      JSON.stringify(offerCopy, null, 2),
      JSON.stringify({ relbutton: 1, relationships: [{ vendor: shop.origin, name: 'Evil' }] }),
      await ledger.export('x'),
      records[0] ?? '',
      theirs,
    ]) {
      const found = await findVendor(what, { fetch });
      expect(found, what.slice(0, 60)).to.deep.equal({
        vendor: shop.origin,
        name: 'Shop',
        accepts: ['SD-BASE', 'SD-BASE-A', 'PDC-INTENT'],
        acts: found.acts,
        source: 'server',
      });
    }
    ledger.close();
  });

  it('reads the button in a page whose server publishes nothing', async () => {
    page = `<!doctype html><title>x</title><!-- <rel-button vendor-name="Comment"> --><script>"<rel-button vendor-name='Script'>"</script>
      <template><rel-button vendor-name="Template"></rel-button></template>
      <main><REL-BUTTON endpoint="/r" vendor-name=" B &amp; B " accepts="SD-BASE,NOPE SD-BASE-DP" acts='relate pledge nope'><a href=/>x</a></REL-BUTTON>
      <rel-button vendor-name="Second"></rel-button>`;
    expect(await findVendor(`${pages}/a/page?q=1`, { fetch })).to.deep.equal({
      vendor: pages,
      name: 'B & B',
      accepts: ['SD-BASE', 'SD-BASE-DP'],
      acts: ['relate', 'pledge'],
      source: 'page',
    });
    expect(asked).to.deep.equal(['/.well-known/relbutton.json', '/a/page?q=1']);
    page = '<rel-button>';
    expect(await findVendor(pages, { fetch })).to.include({ name: new URL(pages).host, source: 'page' });
    const escaped = `${pages}//evil.example/x`;
    expect((await findVendor(escaped.slice('http://'.length), { fetch })).vendor).to.equal(pages);
    expect(asked.at(-1)).to.equal('//evil.example/x');
  });

  it('reads no page for a link or a copy, and none that is no HTML, too long, or without a button', async () => {
    page = '<rel-button>';
    for (const what of [`web+rel:${encodeURIComponent(pages)}`, JSON.stringify({ vendor: { origin: pages } })])
      expect(await faultOf(what)).to.include('/.well-known/relbutton.json');
    expect(asked).to.deep.equal(['/.well-known/relbutton.json', '/.well-known/relbutton.json']);
    headers = { 'content-type': 'text/plain' };
    expect(await faultOf(pages)).to.include('answers 404 for /.well-known/relbutton.json');
    headers = { 'content-type': 'text/html' };
    page = `<rel-button>${'x'.repeat(1_000_001)}`;
    expect(await faultOf(pages)).to.include('answers 404');
    page = '<p>No button here';
    expect(await faultOf(pages)).to.include('answers 404');
    expect(await faultOf(`${pages}/away`), 'a page that leads elsewhere').to.include('answers 404');
  });

  it('reads a hostile page in no time', () => {
    for (const unit of [
      '<!',
      '<rel-button "',
      '<a \'"',
      '<rel-button x=',
      '<!--',
      '</',
      '<rel-button x y',
      '<script>',
      '&#x',
      '<a b="',
      '<a',
      'a',
      '<a "<a" ',
      'a"',
    ]) {
      const begun = performance.now();
      offerIn(`<${unit.repeat(1_000_000 / unit.length)}`);
      expect(performance.now() - begun, unit).to.be.below(3_000);
    }
  });

  it('takes nothing else for a vendor', async () => {
    for (const what of [
      'web+rel:javascript%3Aalert(1)',
      'web+rel:http%3A%2F%2Fshop.example',
      'web+rel:https%3A%2F%2Fuser%3Asecret%40shop.example',
      'web+rel:%E0%A4%A',
      'web+rel:shop.example',
      'web+rel:',
    ])
      expect(await faultOf(what), what).to.include('leads to no vendor');
    for (const what of [
      'https://user:secret@shop.example',
      'user@shop.example',
      'http://shop.example',
      'file:///etc/passwd',
      '/etc/passwd',
      '\\\\host\\x',
      '',
      'data:,x',
    ])
      expect(await faultOf(what), what).to.include('is no vendor');
    for (const what of [
      '{}',
      '{"vendor":null}',
      '{"vendor":{"origin":"https://shop.example/path"}}',
      '{"relationships":[null,7]}',
      '{"relationships":{"length":1}}',
      '{',
    ])
      expect(await faultOf(what), what).to.include('names no vendor');
    const several = { relationships: [{ vendor: 'https://a.example' }, { vendor: 'https://b.example' }] };
    expect(await faultOf(JSON.stringify(several))).to.include('https://a.example, https://b.example');
  });

  it('reaches nothing private, by whatever it is given', async () => {
    const hosts = [
      '127.0.0.1',
      '2130706433',
      '0x7f.1',
      '0177.0.0.1',
      '127.1',
      '[::1]',
      '[::ffff:127.0.0.1]',
      '[::ffff:a00:1]',
      '10.0.0.1',
      '169.254.169.254',
      '[fd00::1]',
      '[64:ff9b::a00:1]',
      '[2002:7f00:1::]',
      'localhost',
    ];
    for (const host of hosts)
      for (const what of [
        `https://${host}/`,
        `web+rel:${encodeURIComponent(`https://${host}/`)}`,
        JSON.stringify({ vendor: { origin: new URL(`https://${host}`).origin } }),
      ])
        expect(await faultOf(what, false), what).to.match(/private network|this machine/);
    expect(await faultOf(pages, false)).to.include('--allow-local');
    expect(asked).to.deep.equal([]);
  });

  it('asks each time where a name leads, and reaches only what is public then (DNS rebinding)', async () => {
    const { lookup } = dns;
    const answers = [['127.0.0.1'], ['10.0.0.1'], ['::1'], ['::ffff:127.0.0.1'], ['169.254.169.254', '192.168.0.1']];
    let looked = 0;
    const fake = (_: string, __: object, done: (error: null, found: object[]) => void): void => {
      const addresses = answers[looked++ % answers.length] ?? [];
      done(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );
    };
    Object.assign(dns, { lookup: fake });
    syncBuiltinESMExports();
    try {
      const { port } = new URL(pages);
      for (let i = 0; i < answers.length; i++)
        expect(await faultOf(`https://shop.example:${port}/page`)).to.include('shop.example is in a private network');
      expect(looked, 'for the offer and for the page').to.equal(2 * answers.length);
    } finally {
      Object.assign(dns, { lookup });
      syncBuiltinESMExports();
    }
    expect(asked).to.deep.equal([]);
  });

  it('says where a vendor leads to, and does not follow', async () => {
    const leading = createServer((_, response) => void response.writeHead(301, { location: 'https://10.0.0.1/x\u009b' }).end());
    await new Promise<void>((resolve) => void leading.listen(0, 'localhost', resolve));
    const { port } = leading.address() as AddressInfo;
    expect(await faultOf(`localhost:${port}`)).to.equal(
      `http://localhost:${port} cannot be reached: it leads to https://10.0.0.1/x%C2%9B (301), which is not followed.`,
    );
    leading.close().closeAllConnections();
  });

  it('is a command, which needs no ledger', async () => {
    const find = (...args: string[]): Promise<Ended> => runAgent(['find', ...args, '--allow-local']);
    const copy = folder.path('copy.json');
    writeFileSync(copy, JSON.stringify({ vendor: { origin: shop.origin } }));
    const found = await find(copy);
    expect(found.code, found.stderr).to.equal(0);
    expect(found.stdout).to.include(`Shop, ${shop.origin}`).and.include('https://myterms.info/agreements/SD-BASE');
    page = '<rel-button vendor-name="Caf\u001b[31mé">';
    const inPage = await find(pages);
    expect(inPage.code).to.equal(1);
    expect(inPage.stdout).to.include(`Caf[31mé, ${pages}`).and.include('open the page in your browser');
    expect(JSON.parse((await find(pages, '--json')).stdout)).to.include({ vendor: pages, source: 'page' });
    const letter = folder.path('letter.txt');
    writeFileSync(letter, 'Dear friend');
    mkdirSync(folder.path('folder'));
    const files = {
      [letter]: 'names no vendor',
      [folder.path('folder')]: 'it is a folder',
      [folder.path('x/y.json')]: 'there is no such file',
    };
    for (const [what, why] of Object.entries(files))
      expect(await findCommand.run([what]).catch((error: Error) => error.message)).to.include(why);
  });
});
