/** The assistant's server over HTTP: it answers only who has the token, under its own name, at the loopback addresses. */
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { fileURLToPath } from 'node:url';
import { openedWith } from '../../src/agent-cli/open.js';
import { serveHttp, type Served } from '../../src/agent-cli/mcp/http.js';
import { openRoom, type Room } from '../../src/agent-cli/mcp/room.js';
import { makeSecret } from '../../src/agent-cli/mcp/secrets.js';
import { tokenIn } from '../../src/agent-cli/mcp/token.js';
import { send } from '../support/assistant.js';
import { type Closable, ledgerFolder, openCheap, PASSPHRASE } from '../support/file-ledger.js';

const program = fileURLToPath(new URL('../../dist/agent-cli/relbutton-agent.js', import.meta.url));
const JSON_RPC = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
const messageOf = (method: string, params: object = {}): string => JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
const HELLO = messageOf('initialize', {
  protocolVersion: '2025-11-25',
  capabilities: {},
  clientInfo: { name: 'scripted', version: '1' },
});

describe('relbutton-agent mcp over HTTP', () => {
  const folder = ledgerFolder();
  const token = makeSecret();
  const own = { ...JSON_RPC, authorization: `Bearer ${token}` };
  let ledger: Closable;
  let room: Room;
  let served: Served;
  let time = 0;
  let port: string;
  const post = (headers: Record<string, string>, body = HELLO): ReturnType<typeof send> =>
    send(served.address, 'POST', { ...headers, host: headers.host ?? `127.0.0.1:${port}` }, body);
  const sessionOf = async (): Promise<Record<string, string>> => {
    const { headers } = await post(own);
    return { ...own, 'mcp-session-id': String(headers['mcp-session-id']), 'mcp-protocol-version': '2025-11-25' };
  };

  before(async () => {
    ledger = await openCheap(folder.path('ledger.db'));
    room = await openRoom(openedWith(ledger, globalThis.fetch, PASSPHRASE), { ticks: () => time });
    served = await serveHttp(room, 0, token);
    ({ port } = new URL(served.address));
  });
  after(async () => {
    await served.close();
    room.close();
    ledger.close();
    folder.remove();
  });

  it('answers its own names with the token, and nobody else', async () => {
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`])
      for (const origin of [undefined, `http://${host}`])
        expect((await post({ ...own, host, ...(origin && { origin }) })).status, `${host} ${String(origin)}`).to.equal(200);
    const wrong: [number, Record<string, string>][] = [
      ...[
        'evil.example',
        `evil.example:${port}`,
        `127.0.0.1.evil.example:${port}`,
        '127.0.0.1',
        'localhost',
        `127.0.0.2:${port}`,
      ].map((host): [number, Record<string, string>] => [421, { ...own, host }]),
      ...['https://evil.example', `http://evil.example:${port}`, 'null', `https://127.0.0.1:${port}`, 'http://localhost', ''].map(
        (origin): [number, Record<string, string>] => [403, { ...own, origin }],
      ),
      [401, JSON_RPC],
      ...['', 'Bearer', `Bearer ${token}x`, `Bearer ${token.slice(1)}`, `Basic ${token}`, token, `Bearer ${token} ${token}`].map(
        (authorization): [number, Record<string, string>] => [401, { ...JSON_RPC, authorization }],
      ),
    ];
    for (const [status, headers] of wrong) {
      const answer = await post(headers);
      expect(answer.status, JSON.stringify(headers)).to.equal(status);
      expect(answer.headers, 'no page reads it').not.to.have.any.keys('mcp-session-id', 'access-control-allow-origin');
    }
    for (const method of ['GET', 'POST', 'DELETE', 'OPTIONS', 'PUT'])
      expect((await send(served.address, method, JSON_RPC)).status, `${method} without a token`).to.equal(401);
    for (const path of ['/', '/mcp/', `/mcp?token=${token}`, '/.well-known/oauth-protected-resource'])
      expect((await send(new URL(path, served.address).href, 'GET', own)).status, path).to.equal(404);
  });

  it('is at no other address of this machine', async () => {
    const others = Object.values(networkInterfaces()).flatMap(
      (all) => all?.filter(({ internal, family }) => !internal && family === 'IPv4') ?? [],
    );
    for (const address of ['127.0.0.2', ...others.map((one) => one.address)])
      expect(await send(`http://${address}:${port}/mcp`).catch(({ code }: { code: string }) => code), address).to.equal(
        'ECONNREFUSED',
      );
  });

  it('bears messages that are too long, too deep, or none, and goes on', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const headers = await sessionOf();
    const wrong: [string, number][] = [
      [messageOf('tools/call', { name: 'x'.repeat(300_000) }), 413],
      ['{', 400],
      ['', 400],
      [deep, 400],
      [`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"status_of","arguments":{"x":${deep}}}}`, 200],
    ];
    for (const [body, status] of wrong) expect((await post(headers, body)).status, body.slice(0, 100)).to.equal(status);
    expect((await post(own, messageOf('tools/list'))).status, 'no session').to.equal(400);
    expect((await post(headers, messageOf('tools/list'))).text).to.include('find_vendor');
  });

  it('ends a session when the client says so, and the one that has been idle for longest when there are 32', async () => {
    const ended = await sessionOf();
    expect((await send(served.address, 'DELETE', ended)).status).to.equal(200);
    expect((await post(ended, messageOf('tools/list'))).status).to.equal(404);
    const [first, ...others] = [await sessionOf(), ...(await Promise.all(Array.from({ length: 32 }, sessionOf)))];
    expect((await post(first, messageOf('tools/list'))).status).to.equal(404);
    for (const one of others) expect((await post(one, messageOf('tools/list'))).status).to.equal(200);
    expect((await post({ ...own, 'mcp-session-id': 'guessed' }, messageOf('tools/list'))).status).to.equal(404);
  });

  it('begins no other session while 32 are at work', async () => {
    const all = await Promise.all(Array.from({ length: 32 }, sessionOf));
    const streams = await Promise.all(
      all.map((headers) => fetch(served.address, { headers: { ...headers, accept: 'text/event-stream' } })),
    );
    expect((await post(own)).status).to.equal(503);
    expect((await post(all[0] ?? {}, messageOf('tools/list'))).status, 'those go on').to.equal(200);
    for (const { body } of streams) await body?.cancel();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await post(own)).status).to.equal(200);
  });

  it('ends a session after an hour without a request', async () => {
    const [idle, used] = [await sessionOf(), await sessionOf()];
    const statusOf = async (headers: Record<string, string>): Promise<number> =>
      (await post(headers, messageOf('tools/list'))).status;
    time += 3_600_000;
    expect([await statusOf(used), await statusOf(used)]).to.deep.equal([200, 200]);
    time += 1;
    expect(await statusOf(used)).to.equal(200);
    expect([await statusOf(idle), await statusOf(used)]).to.deep.equal([404, 200]);
  });

  it('keeps a token in a file that only its owner reads', () => {
    const file = folder.path('token');
    const made = tokenIn(file);
    expect([statSync(file).mode & 0o777, readFileSync(file, 'utf8'), tokenIn(file)]).to.deep.equal([0o600, `${made}\n`, made]);
    for (const text of ['', 'short', 'has a blank in it, and more', `${'x'.repeat(30)}\u0007`]) {
      writeFileSync(file, text);
      expect(() => tokenIn(file), text).to.throw('is no token');
    }
    writeFileSync(file, made);
    chmodSync(file, 0o640);
    expect(() => tokenIn(file)).to.throw('chmod 600');
  });

  it('is started by a command, and refuses a port that another program has at one of the addresses', async () => {
    writeFileSync(folder.path('passphrase'), PASSPHRASE, { mode: 0o600 });
    const told = ['--ledger', folder.path('ledger.db'), '--passphrase-file', folder.path('passphrase'), '--allow-local'];
    const start = (...args: string[]): ReturnType<typeof spawn> => spawn(process.execPath, [program, 'mcp', ...args, ...told]);
    const printed = (child: ReturnType<typeof spawn>, name: 'stdout' | 'stderr'): Promise<string> =>
      new Promise((resolve) => child[name]?.once('data', (part: Buffer) => resolve(part.toString())));
    const child = start('--http', '0');
    const [, address = '', given = ''] =
      /^Address: (http:\/\/127\.0\.0\.1:\d+\/mcp)\nHeader: {2}Authorization: Bearer ([\w-]{43})\nPermissions: http:/.exec(
        await printed(child, 'stdout'),
      ) ?? [];
    const client = new Client({ name: 'scripted', version: '1' });
    const requestInit = { headers: { authorization: `Bearer ${given}` } };
    await client.connect(new StreamableHTTPClientTransport(new URL(address), { requestInit }));
    expect((await client.listTools()).tools).to.have.length(10);
    const code = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGINT');
    expect(await code).to.equal(0);

    const other = createServer();
    await new Promise<void>((resolve) => void other.listen(0, '::1', resolve));
    const { port: taken } = other.address() as { port: number };
    const late = start('--http', String(taken));
    expect(await printed(late, 'stderr')).to.include(`Port ${taken} is in use at ::1`);
    other.close();
  });
});
