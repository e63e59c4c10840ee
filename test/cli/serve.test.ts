/** `relbutton serve`: the whole vendor from its settings, over HTTP. */
import { expect } from 'chai';
import { once } from 'node:events';
import { linkSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { join } from 'node:path';
import { listen } from '../../src/cli/listen.js';
import { initFolder, run, serve, type Serving } from '../support/command.js';
import { Customer } from '../support/customer.js';

const basic = (password: string): Record<string, string> => ({ authorization: `Basic ${btoa(`anna:${password}`)}` });
const PASSWORD = 'a long password of the desk';

/** Sends a request target as it stands: `fetch` would tidy it up. @returns the answer */
const raw = (origin: string, target: string): Promise<string> =>
  new Promise((resolve, reject) => {
    let answer = '';
    connect(Number(new URL(origin).port), 'localhost')
      .on('data', (part) => (answer += part.toString()))
      .on('end', () => resolve(answer))
      .on('error', reject)
      .write(`GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
  });

const post = (origin: string, record: string): Promise<Response> =>
  fetch(`${origin}/relbutton`, { method: 'POST', headers: { 'content-type': 'application/jose+json' }, body: record });

describe('relbutton serve', () => {
  let folder: string;
  let serving: Serving;
  before(async () => {
    folder = await initFolder();
    mkdirSync(join(folder, 'public/sub'));
    for (const [name, text] of Object.entries({
      'a b.svg': '<svg/>',
      '.env': 'SECRET',
      'x.unknown': 'x',
      'sub/index.html': 'sub',
    }))
      writeFileSync(join(folder, 'public', name), text);
    symlinkSync(join(folder, 'relbutton.key.json'), join(folder, 'public/linked.json'));
    symlinkSync(folder, join(folder, 'public/above'));
    symlinkSync('sub', join(folder, 'public/other name'));
    linkSync(join(folder, 'relbutton.key.json'), join(folder, 'public/copy.json'));
    serving = await serve(folder, { env: { RELBUTTON_DESK_PASSWORD: PASSWORD } });
    for (const end of ['', '-wal']) linkSync(join(folder, `relbutton.db${end}`), join(folder, `public/copy.db${end}`));
  });
  after(() => serving.signal('SIGKILL'));

  it('countersigns, stores and publishes', async () => {
    const { origin } = serving;
    const customer = await Customer.create();
    const answer = await post(origin, await customer.sign({ aud: origin }));
    expect(answer.status).to.equal(200);
    expect(await answer.json()).to.have.property('record');
    const offer = (await (await fetch(`${origin}/.well-known/relbutton.json`)).json()) as object;
    expect(offer).to.include({ name: 'Acme Coffee', endpoint: `${origin}/relbutton` });
    const terms = (await (await fetch(`${origin}/.well-known/myterms.json`)).json()) as { effective_date: string };
    expect(terms.effective_date).to.contain('00:00:00 +0000');
    expect((await fetch(`${origin}/relbutton/ready`)).status).to.equal(204);
    const { stdout } = await run(['list', '--json'], { cwd: folder });
    expect(JSON.parse(stdout)).to.include({ iss: customer.iss, status: 'related' });
  });

  it('serves the pages with their types, the library, and the check page', async () => {
    const types = {
      '/': 'text/html; charset=utf-8',
      '/index.html?x=1': 'text/html; charset=utf-8',
      '/sub/': 'text/html; charset=utf-8',
      '/a%20b.svg': 'image/svg+xml',
      '/x.unknown': 'application/octet-stream',
      '/relbutton.min.js': 'text/javascript; charset=utf-8',
      '/relbutton.de.js': 'text/javascript; charset=utf-8',
      '/relbutton.css': 'text/css; charset=utf-8',
      '/check.html': 'text/html; charset=utf-8',
      '/check.js': 'text/javascript; charset=utf-8',
      '/check.css': 'text/css; charset=utf-8',
    };
    for (const [path, type] of Object.entries(types)) {
      const { status, headers } = await fetch(serving.origin + path);
      expect([path, status, headers.get('content-type')]).to.deep.equal([path, 200, type]);
      expect(headers.get('x-content-type-options')).to.equal('nosniff');
    }
    const head = await fetch(`${serving.origin}/`, { method: 'HEAD' });
    expect(head.headers.get('content-length')).not.to.equal('0');
    for (const [asked, location] of [
      ['/sub', 'sub/'],
      ['/sub?x=/y', 'sub/?x=/y'],
      ['/other%20name', 'other%20name/'],
    ] as const)
      expect((await fetch(serving.origin + asked, { redirect: 'manual' })).headers.get('location')).to.equal(location);
    expect(await (await fetch(`${serving.origin}/other%20name`)).text()).to.equal('sub');
  });

  it('serves nothing else: no hidden file, no key, nothing above, whatever the address says', async () => {
    for (const target of [
      '/.env',
      '/linked.json',
      '/copy.json',
      '/copy.db',
      '/copy.db-wal',
      '/above/relbutton.key.json',
      '/../relbutton.key.json',
      '/%2e%2e/relbutton.key.json',
      '/..%2frelbutton.key.json',
      '/sub/..%5c..%5crelbutton.key.json',
      '/sub/%2e%2e/%2e%2e/relbutton.key.json',
      '/%00',
      '/%zz',
      '//relbutton.key.json',
      '/sub/index.html/',
    ]) {
      const answer = await raw(serving.origin, target);
      expect(answer, target).to.match(/^HTTP\/1.1 40[04]/);
      expect(answer, target).not.to.contain('"kty"');
    }
    expect((await fetch(`${serving.origin}/index.html`, { method: 'POST' })).status).to.equal(404);
  });

  it('opens the desk to those who know the password, and takes no form of another page', async () => {
    const desk = `${serving.origin}/desk`;
    for (const headers of [
      {},
      basic('wrong'),
      basic(''),
      { authorization: 'Basic %%%' },
      { authorization: `Bearer ${PASSWORD}` },
    ]) {
      const answer = await fetch(desk, { headers });
      expect(answer.status).to.equal(401);
      expect(answer.headers.get('www-authenticate')).to.contain('Basic');
      expect(await answer.text()).not.to.contain('Acme');
    }
    expect((await fetch(desk, { headers: basic(PASSWORD) })).status).to.equal(200);
    const customer = await Customer.create();
    await post(serving.origin, await customer.sign({ aud: serving.origin }));
    const headers = { ...basic(PASSWORD), origin: 'https://evil.example' };
    await fetch(`${desk}/${customer.iss}`, { method: 'POST', headers, body: new URLSearchParams({ act: 'leave', token: 'x' }) });
    const { stdout } = await run(['list', '--json', '--status', 'ended'], { cwd: folder });
    expect(stdout).to.equal('');
  });

  it('says who holds its port, and which one is free', async () => {
    const { port } = new URL(serving.origin);
    const { code, stderr } = await run(['serve', '--port', port], { cwd: folder });
    expect(code).to.equal(2);
    expect(stderr).to.contain(`Port ${port} is in use by a relbutton server of Acme Coffee.`);
    const [, next] = /relbutton serve --port (\d+)/.exec(stderr) ?? [];
    expect(Number(next)).to.be.greaterThan(Number(port));
    const other = createServer((_, response) => void response.end('Hello')).listen(0, '127.0.0.1');
    await once(other, 'listening');
    const held = String((other.address() as AddressInfo).port);
    expect((await run(['serve', '--port', held], { cwd: folder })).stderr).to.contain(
      `Port ${held} is in use by another program`,
    );
    other.close();
  });
});

describe('relbutton serve, as it begins and ends', () => {
  it('answers what is under way before it ends by SIGTERM, and ends at once by a second one', async () => {
    const [one, other] = await Promise.all([
      initFolder().then((folder) => serve(folder)),
      initFolder().then((folder) => serve(folder)),
    ]);
    const record = await (await Customer.create()).sign({ aud: one.origin });
    const begin = (to: Serving): { socket: ReturnType<typeof connect>; answer: Promise<string> } => {
      const socket = connect(Number(new URL(to.origin).port), 'localhost');
      socket.write(
        `POST /relbutton HTTP/1.1\r\nHost: x\r\nContent-Type: application/jose+json\r\nContent-Length: ${record.length}\r\n\r\n${record.slice(0, 9)}`,
      );
      let text = '';
      socket.on('data', (part) => (text += part.toString())).on('error', () => undefined);
      return { socket, answer: new Promise((resolve) => socket.on('close', () => resolve(text))) };
    };
    const [first, second] = [begin(one), begin(other)];
    for (const { origin } of [one, other]) expect((await fetch(origin)).status).to.equal(200);
    one.signal('SIGTERM');
    other.signal('SIGTERM');
    // It is on its way to the end once it takes no more requests.
    for (const { origin } of [one, other]) while ((await fetch(`${origin}/relbutton/ready`).catch(() => null))?.status === 204);
    first.socket.write(record.slice(9));
    expect(await first.answer)
      .to.contain('200 OK')
      .and.contain('"record"');
    expect(await one.ended()).to.equal(0);
    other.signal('SIGTERM');
    expect(await other.ended()).to.equal(130);
    await second.answer;
  });

  it('says that the desk is off without a password, and refuses a short one', async () => {
    const folder = await initFolder();
    const serving = await serve(folder);
    expect(serving.output()).to.contain('Desk      off: set RELBUTTON_DESK_PASSWORD');
    expect((await fetch(`${serving.origin}/desk`, { headers: basic('') })).status).to.equal(404);
    serving.signal('SIGKILL');
    const { code, stderr } = await run(['serve'], { cwd: folder, env: { RELBUTTON_DESK_PASSWORD: 'short' } });
    expect(code).to.equal(2);
    expect(stderr).to.contain('at least 16').and.not.to.contain('short');
  });

  it('refuses a folder of pages that holds the key or the settings', async () => {
    for (const pages of ['.', '..', 'away']) {
      const { code, stderr } = await run(['serve', '--port', '0'], { cwd: await initFolder({ pages }) });
      expect(code).to.equal(2);
      expect(stderr).to.contain(pages === 'away' ? 'There is no folder' : 'which the setting pages names, holds');
    }
  });

  it('refuses a folder of pages in which the store will be, by whatever name', async () => {
    const folder = await initFolder();
    symlinkSync('public', join(folder, 'data'));
    symlinkSync('public/new.db', join(folder, 'linked.db'));
    const settings = JSON.parse(readFileSync(join(folder, 'relbutton.config.json'), 'utf8')) as object;
    for (const store of ['public/relbutton.db', 'data/relbutton.db', 'data/new/relbutton.db', 'linked.db']) {
      writeFileSync(join(folder, 'relbutton.config.json'), JSON.stringify({ ...settings, store }));
      const { code, stderr } = await run(['serve', '--port', '0'], { cwd: folder });
      expect([store, code]).to.deep.equal([store, 2]);
      expect(stderr).to.contain('which the setting pages names, holds').and.contain(store);
    }
    expect(readdirSync(join(folder, 'public'))).to.deep.equal(['index.html']);
  });

  it('limits the rate of each client that the proxy names, whatever the client writes before that', async () => {
    const serving = await serve(await initFolder({ clientHeader: 'X-Forwarded-For', perMinute: 2 }));
    const statuses = async (...named: (string | undefined)[]): Promise<number[]> => {
      const all: number[] = [];
      for (const name of named) {
        const headers = { 'content-type': 'application/jose+json', ...(name !== undefined && { 'x-forwarded-for': name }) };
        all.push((await fetch(`${serving.origin}/relbutton`, { method: 'POST', headers, body: '{' })).status);
      }
      return all;
    };
    expect(await statuses('192.0.2.1', '198.51.100.7, 192.0.2.1', '198.51.100.8,192.0.2.1')).to.deep.equal([400, 400, 429]);
    expect(await statuses('192.0.2.1, 192.0.2.2', '192.0.2.2', '192.0.2.2')).to.deep.equal([400, 400, 429]);
    expect(await statuses(' , 192.0.2.1:4711', '192.0.2.1')).to.deep.equal([429, 429]);
    // Without the header it is the connection that counts.
    expect(await statuses(undefined, undefined, undefined)).to.deep.equal([400, 400, 429]);
    serving.signal('SIGKILL');
  });

  it('names a free port where there is none above, and no wrong one', async () => {
    const folder = await initFolder();
    const held = createServer().listen(65_535, 'localhost');
    // If it is in use already, that will do.
    await Promise.race([once(held, 'listening'), once(held, 'error')]).catch(() => undefined);
    const { code, stderr } = await run(['serve', '--port', '65535'], { cwd: folder });
    held.close();
    expect(code).to.equal(2);
    expect(stderr)
      .to.contain('Port 65535 is in use')
      .and.match(/relbutton serve --port 0\n$/);
    const wrong = await Promise.all(['65536', 'abc'].map((port) => run(['serve', `--port=${port}`], { cwd: folder })));
    for (const one of wrong) {
      expect(one.code).to.equal(2);
      expect(one.stderr).to.contain('it is a number from 0 to 65535');
    }
  });

  it('goes on after a failure to take a connection, and tells of each kind once', async () => {
    const { write } = process.stderr;
    let told = '';
    process.stderr.write = (text: string) => Boolean((told += text));
    const { server } = await listen(0, 'localhost');
    const failure = (code: string): Error => Object.assign(new Error(`accept ${code}`), { code });
    for (const code of ['EMFILE', 'EMFILE', 'ENFILE']) server.emit('error', failure(code));
    process.stderr.write = write;
    server.close();
    expect(told).to.match(/^relbutton: .*too many files are open \(EMFILE\).* goes on\.\nrelbutton: .*ENFILE.*\n$/);
  });

  it('tells a webhook of each change, with a secret from the environment', async () => {
    let told: (type: string) => void;
    const heard = new Promise<string>((resolve) => (told = resolve));
    const hook = createServer((request, response) => {
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString()));
      request.on('end', () => {
        response.end();
        told((JSON.parse(body) as { type: string }).type);
      });
    }).listen(0);
    const url = `http://localhost:${(hook.address() as AddressInfo).port}/hook`;
    const folder = await initFolder({ webhook: { url, secret: '$HOOK_SECRET' } });
    const HOOK_SECRET = `whsec_${btoa('a secret of twenty-four b')}`;
    const serving = await serve(folder, { env: { HOOK_SECRET } });
    await post(serving.origin, await (await Customer.create()).sign({ aud: serving.origin }));
    expect(await heard).to.equal('relationship.related');
    serving.signal('SIGKILL');
    hook.close();
  });
});
