/**
 * The server of the README, in a process of its own, and what strangers send to its socket: it answers or closes the connection,
 * says nothing to its operator, and lives.
 */
import { expect } from 'chai';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Customer } from '../support/customer.js';
import { freePort } from '../support/ports.mjs';
import { key } from '../support/vendor.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** The number of malformed requests: see `test/long/raw.test.ts`. */
const COUNT = Number(process.env.RELBUTTON_REQUESTS ?? 5_000);
const AT_ONCE = 50;

/** A generator of numbers that are the same in each run, from 0 to below `max`. */
const seeded = (seed: number): ((max: number) => number) => {
  let state = seed;
  return (max) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * max);
  };
};
const random = seeded(7012);
const one = <T>(list: readonly T[]): T => list[random(list.length)] as T;

const METHODS = 'GET HEAD POST PUT PATCH DELETE OPTIONS TRACE CONNECT PROPFIND MKCOL M-SEARCH SOURCE get P\u00f6ST'.split(' ');
const TARGETS = [
  ...[
    '/',
    '//',
    '///',
    '//[',
    '//a:b',
    '/\\',
    '\\',
    '*',
    '/relbutton',
    '//relbutton',
    '/relbutton?a=%',
    '/%',
    '/%00',
    '/relbutton#',
  ],
  ...[
    'http://',
    'http://[',
    'http://[::1',
    'http://a:99999/',
    'http://user:word@shop.example/relbutton',
    'http:relbutton',
    'data:,a',
  ],
  ...[
    'mailto:a',
    'https://evil.example/relbutton',
    'http:///relbutton',
    'blob:null',
    'javascript:1',
    '',
    '/ /',
    '/\u00e9',
    '/\ud800',
  ],
  ...[
    '/.well-known/relbutton.json',
    '/.well-known/jwks.json',
    '/.well-known/../relbutton',
    `/${'a'.repeat(9_000)}`,
    '/\t',
    '//\u0000',
  ],
];
const HEADERS = [
  ...[
    'Content-Type: application/jose+json',
    'content-type: text/plain',
    'Expect: 100-continue',
    'Expect: pigs',
    'Connection: close',
  ],
  ...[
    'Content-Length: 100',
    'Content-Length: -1',
    'Content-Length: 0',
    'Content-Length: 99999999999999999999',
    'Content-Length: a',
  ],
  ...[
    'Transfer-Encoding: chunked',
    'Transfer-Encoding: gzip',
    'Transfer-Encoding: chunked, chunked',
    'Upgrade: websocket',
    'Upgrade: h2c',
  ],
  ...[
    'Connection: upgrade',
    ': a',
    'a',
    'a b: c',
    'Host: [',
    'Host: a\r\nHost: b',
    'x: \u00ff',
    'x: \u0001',
    'x: \u0000',
    'TE: trailers',
  ],
  ...[
    `x: ${'a'.repeat(20_000)}`,
    'Content-Encoding: gzip',
    'Range: bytes=0-',
    'Cookie: a',
    'HTTP2-Settings: AAA',
    'Trailer: x',
    '__proto__: a',
  ],
];
const BODIES = [
  '',
  '{',
  '{}',
  '5\r\n{',
  '5\r\n{}   \r\n0\r\n\r\n',
  `4e20\r\n${'a'.repeat(20_000)}`,
  'zz\r\n',
  'a'.repeat(20_000),
  '\u00ff\u00fe',
  '0\r\n\r\n',
  '-1\r\n{}',
];
const VERSIONS = ['HTTP/1.1', 'HTTP/1.1', 'HTTP/1.1', 'HTTP/1.0', 'HTTP/2.0', 'HTTP/9', ''];

/** A request that is wrong in some way; in one of three cases its sender is gone before the answer. */
const malformed = (): { text: string; isCut: boolean } => {
  const headers = Array.from({ length: random(4) }, () => one(HEADERS));
  // Half of them reach the endpoint.
  const start = random(2) ? `${one(METHODS)} ${one(TARGETS)}` : 'POST /relbutton';
  if (random(2)) headers.push('Content-Type: application/jose+json', 'Transfer-Encoding: chunked');
  const head = [`${start} ${one(VERSIONS)}`, ...(random(8) ? ['Host: shop.example'] : []), ...headers];
  const text = `${head.join('\r\n')}\r\n\r\n${one(BODIES)}`;
  return { text: random(5) ? text : text.slice(0, random(text.length)), isCut: random(3) === 0 };
};
/** @returns what came back, as text */
const send = (port: number, { text, isCut }: { text: string; isCut: boolean }, patience: number): Promise<string> =>
  new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, 'localhost');
    const end = (): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.on('connect', () => {
      socket.write(Buffer.from(text, 'latin1'));
      if (isCut) setTimeout(end, random(4));
    });
    socket.on('data', (data) => {
      answer += data.toString('latin1');
      socket.setTimeout(20, end);
    });
    socket.on('error', end);
    socket.on('close', end);
    socket.setTimeout(patience, end);
  });

describe('the server of the README', () => {
  let folder: string;
  let port: number;
  let server: ChildProcess;
  let said = '';
  const post = (body: string): Promise<Response> =>
    fetch(`http://localhost:${port}/relbutton`, { method: 'POST', headers: { 'content-type': 'application/jose+json' }, body });

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'relbutton-raw-'));
    port = await freePort();
    const code = /```js\n(import \{ readFileSync[\s\S]*?)```/.exec(readFileSync(join(root, 'README.md'), 'utf8'))?.[1] ?? '';
    expect(code).to.contain('listen(8080)');
    writeFileSync(
      join(folder, 'server.mjs'),
      code.replace('8080', String(port)).replace('key, store }', 'key, store, perMinute: 1e9 }'),
    );
    writeFileSync(join(folder, 'key.json'), JSON.stringify(key));
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(root, join(folder, 'node_modules/relbutton'));
    server = spawn(process.execPath, ['server.mjs'], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [server.stdout, server.stderr]) stream?.on('data', (data: Buffer) => (said += String(data)));
    const isUp = (): Promise<unknown> => fetch(`http://localhost:${port}/`).catch(() => undefined);
    for (const end = Date.now() + 10_000; !(await isUp()) && Date.now() < end;)
      await new Promise((resolve) => void setTimeout(resolve, 50));
  });
  after(() => {
    server.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  });

  const goesOn = async (): Promise<void> => {
    const response = await post(await (await Customer.create()).sign());
    expect(response.status).to.equal(200);
    expect(await response.json()).to.have.property('record');
    expect([server.exitCode, said]).to.deep.equal([null, '']);
  };

  for (const [what, text, status, code] of [
    ['a target that is no path', 'GET // HTTP/1.1', 400, 'bad_request'],
    ['an absolute target that does not parse', 'GET http://[::1 HTTP/1.1', 400, 'bad_request'],
    ['TRACE', 'TRACE / HTTP/1.1', 405, 'method_not_allowed'],
    ['TRACE of the endpoint', 'TRACE /relbutton HTTP/1.1', 405, 'method_not_allowed'],
    ['a method that the endpoint does not answer', 'DELETE /relbutton HTTP/1.1', 405, 'method_not_allowed'],
    ['another content type', 'POST /relbutton HTTP/1.1\r\nContent-Length: 0', 415, 'unsupported_media_type'],
  ] as const)
    it(`answers ${what}: ${status} ${code}`, async () => {
      const answer = await send(port, { text: `${text}\r\nHost: shop.example\r\n\r\n`, isCut: false }, 2_000);
      expect(answer)
        .to.match(new RegExp(`^HTTP/1.1 ${status} `))
        .and.to.contain(`{"refused":true,"code":"${code}"`);
      await goesOn();
    });

  it('is quiet where a record is cut off', async () => {
    const head = 'POST /relbutton HTTP/1.1\r\nHost: shop.example\r\nContent-Type: application/jose+json\r\n';
    for (const text of [`${head}Content-Length: 100\r\n\r\n{"a"`, `${head}Transfer-Encoding: chunked\r\n\r\n5\r\n{"a"`])
      for (const patience of [5, 50, 200]) await send(port, { text, isCut: false }, patience);
    await goesOn();
  });

  const liveThrough = async (): Promise<void> => {
    const statuses: Record<string, number> = {};
    const wanted = ['200', '204', '400', '404', '405', '413', '415', '431'];
    const isEach = (): boolean => wanted.every((status) => status in statuses);
    // Where the machine is too busy to answer in time, more of them wait longer.
    for (let sent = 0; sent < COUNT || !isEach(); sent += AT_ONCE) {
      const patience = sent < COUNT ? 60 : 2_000;
      const answers = await Promise.all(Array.from({ length: AT_ONCE }, () => send(port, malformed(), patience)));
      for (const answer of answers) {
        const status = /^HTTP\/1.1 (\d{3})/.exec(answer)?.[1] ?? 'none';
        statuses[status] = (statuses[status] ?? 0) + 1;
      }
      if (server.exitCode !== null) break;
    }
    await goesOn();
    expect(statuses).to.include.keys(...wanted);
    expect(statuses).not.to.have.any.keys('500', '503');
  };
  it(`lives through ${COUNT} malformed requests, and answers a record that does not arrive: timed_out, and closes the connection`, async () => {
    const head =
      'POST /relbutton HTTP/1.1\r\nHost: shop.example\r\nContent-Type: application/jose+json\r\nContent-Length: 9\r\n\r\n{';
    const begun = Date.now();
    const answering = new Promise<string>((resolve) => {
      let text = '';
      const socket = connect(port, 'localhost', () => socket.write(head));
      socket.on('data', (data) => (text += String(data)));
      socket.on('close', () => resolve(text));
    });
    // Others are answered meanwhile.
    await liveThrough();
    expect(await answering)
      .to.match(/^HTTP\/1.1 408 /)
      .and.to.contain('"code":"timed_out"');
    expect(Date.now() - begun).to.be.above(9_000);
  });
});
