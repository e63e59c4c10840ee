/** The vendor's server inside the frameworks that `docs/vendors.md` names: each example as it stands there. */
import { expect } from 'chai';
import express from 'express';
import fastify from 'fastify';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { readFileSync } from 'node:fs';
import { createServer, request as httpRequest, type Server } from 'node:http';
import { connect as connectHttp2, createServer as createHttp2Server } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { createVendor, type Vendor } from '../../src/server/index.js';
import { nodeHandler } from '../../src/server/node.js';
import { bundleWorker } from '../support/bundle-worker.js';
import { Customer } from '../support/customer.js';
import { key, origin } from '../support/vendor.js';

const docs = readFileSync(new URL('../../docs/vendors.md', import.meta.url), 'utf8');
let errors: Error[];
let server: { close(): unknown };
let address: string;

const at = (port: number): string => (address = `http://localhost:${port}`);
const portOf = (one: Pick<Server, 'address'>): number => (one.address() as AddressInfo).port;
const post = async (path = '/relbutton', body?: string): Promise<Response> =>
  fetch(address + path, {
    method: 'POST',
    headers: { 'content-type': 'application/jose+json' },
    body: body ?? (await (await Customer.create()).sign()),
  });
const open = (): Vendor =>
  createVendor({ origin, name: 'Shop', accepts: ['SD-BASE'], key, onerror: (error) => void errors.push(error) });

/** Runs the example of the docs that imports a package, with what it imports and names in place of its own. */
const example = (name: string, names: Record<string, unknown>): void => {
  const blocks = [...docs.matchAll(/```js\n([\s\S]*?)```/g)].map(([, code]) => String(code));
  const code = blocks.find((block) => block.includes(`from '${name}'`));
  if (!code) throw new Error(`No example of ${name}.`);
  const body = code.replace(/^import .*$/gm, '').replaceAll('8080', '0');
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- the example, to the letter
  new Function(...Object.keys(names), body)(...Object.values(names));
};

const inParts = { method: 'POST', duplex: 'half', headers: { 'content-type': 'application/jose+json' } } as const;
const works = async (): Promise<void> => {
  const response = await post();
  expect(response.status).to.equal(200);
  expect(await response.json()).to.have.property('record');
  expect((await fetch(`${address}/.well-known/jwks.json`)).status).to.equal(200);
  expect(await (await fetch(`${address}/`)).text()).to.equal('the shop');
  expect((await post('/relbutton', 'x'.repeat(100_000))).status).to.equal(413);
  const parts = async function* (record: string): AsyncGenerator<Uint8Array> {
    for (const part of record.match(/.{1,200}/g) ?? []) yield new TextEncoder().encode(await Promise.resolve(part));
  };
  const streamed = await (await Customer.create()).sign();
  const inPieces = await fetch(`${address}/relbutton`, { ...inParts, body: parts(streamed) as never });
  expect(await inPieces.json(), 'a body in parts').to.have.property('record');
  const endless = parts('x'.repeat(1_000_000)) as never;
  const refused = await fetch(`${address}/relbutton`, { ...inParts, body: endless }).then(
    ({ status }) => status,
    () => 413,
  );
  expect(refused, 'more than a record, in parts').to.equal(413);
  expect((await post('/relbutton/')).status, 'another path').to.equal(404);
  const cut = httpRequest(`${address}/relbutton`, { method: 'POST', headers: { 'content-length': 100 } });
  cut.on('error', () => undefined).flushHeaders();
  await new Promise((resolve) => void setTimeout(resolve, 50));
  cut.destroy();
  expect((await post()).status).to.equal(200);
  expect(errors).to.deep.equal([]);
};

beforeEach(() => {
  errors = [];
});
afterEach(async () => {
  await server.close();
});

describe('Express', () => {
  const start = (prepare: (app: express.Express) => void): Promise<void> =>
    new Promise((resolve) => {
      const app = express();
      prepare(app);
      const listening = app.listen(0, () => resolve(void at(portOf(listening))));
      server = { close: () => void listening.close().closeAllConnections() };
    });
  const answering = (app: express.Express): void => {
    const answer = nodeHandler(open(), origin);
    app.use(async (request, response, next) => void ((await answer(request, response)) || next()));
    app.get('/', (_, response) => void response.end('the shop'));
  };

  it('works as the docs say', async () => {
    const listened = new Promise<void>((resolve) => {
      const own = (): express.Express => {
        const app = express();
        const listening = createServer(app);
        server = { close: () => void listening.close().closeAllConnections() };
        app.listen = () => listening.listen(0, () => resolve(void at(portOf(listening))));
        return app;
      };
      example('express', { express: Object.assign(own, express), nodeHandler, vendor: open(), origin, page: 'the shop' });
    });
    await listened;
    await works();
  });

  for (const [what, parser] of [
    ['json()', express.json()],
    ['urlencoded()', express.urlencoded({ extended: true })],
    ["text({ type: '*/*' })", express.text({ type: '*/*' })],
    ["raw({ type: '*/*' })", express.raw({ type: '*/*' })],
  ] as const)
    it(`works after ${what}`, async () => {
      await start((app) => {
        app.use(parser);
        answering(app);
      });
      const response = await post();
      expect(response.status).to.equal(200);
      expect(await response.json()).to.have.property('record');
    });

  it('says what to change after a body parser that takes records apart', async () => {
    await start((app) => {
      app.use(express.json({ type: '*/*' }));
      answering(app);
    });
    const response = await post();
    expect([response.status, ((await response.json()) as { code: string }).code]).to.deep.equal([500, 'server_error']);
    expect(errors.map(({ message }) => message).join()).to.contain('call nodeHandler before the body parser');
  });
});

describe('Fastify', () => {
  it('works as the docs say', async () => {
    await new Promise<void>((resolve) => {
      const own = (): unknown => {
        const app = fastify();
        app.addHook('onListen', () => Promise.resolve(resolve(void at(portOf(app.server)))));
        server = { close: () => (app.server.closeAllConnections(), app.close()) };
        return app;
      };
      example('fastify', { fastify: own, nodeHandler, vendor: open(), origin, page: 'the shop' });
    });
    await works();
  });
});

describe('Hono', () => {
  const start = (app: Hono): void => {
    const listening = serve({ fetch: app.fetch, port: 0 }) as Server;
    at(portOf(listening));
    server = { close: () => void listening.close().closeAllConnections() };
  };

  it('works as the docs say', async () => {
    await new Promise<void>((resolve) => {
      const own = (options: Parameters<typeof serve>[0]): unknown => {
        const listening = serve(options, ({ port }) => resolve(void at(port))) as Server;
        server = { close: () => void listening.close().closeAllConnections() };
        return listening;
      };
      example('hono', { Hono, serve: own, vendor: open(), page: 'the shop' });
    });
    await works();
  });

  it('says what to change where the body was read before', async () => {
    const vendor = open();
    const app = new Hono();
    app.use(async (context, next) => {
      await context.req.raw.text();
      await next();
    });
    app.use(async ({ req }, next) => (await vendor.handler(req.raw)) ?? next());
    start(app);
    expect((await post()).status).to.equal(500);
    expect(errors.map(({ message }) => message).join()).to.contain('call the handler first');
  });
});

describe('Next', () => {
  it('works as the docs say, by its route handlers', async () => {
    Object.assign(process.env, { ORIGIN: origin, RELBUTTON_KEY: JSON.stringify(key) });
    // Another package: its files are bundled with this one.
    const routesOf = async (file: string): Promise<Record<string, (request: Request) => Promise<Response>>> => {
      const code = await bundleWorker(`test/frameworks/next/app/${file}/route.ts`);
      return (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as Awaited<ReturnType<typeof routesOf>>;
    };
    const [record, files] = [await routesOf('relbutton'), await routesOf('.well-known/[file]')];
    const listening = serve({
      port: 0,
      async fetch(request) {
        const { pathname } = new URL(request.url);
        if (pathname === '/') return new Response('the shop');
        const route = pathname === '/relbutton' ? record : pathname.startsWith('/.well-known/') ? files : {};
        return (await route[request.method]?.(request)) ?? new Response(null, { status: 404 });
      },
    }) as Server;
    server = { close: () => void listening.close().closeAllConnections() };
    at(portOf(listening));
    await works();
  });
});

describe('nodeHandler', () => {
  it('works over HTTP/2, whose requests have pseudo-headers', async () => {
    const answer = nodeHandler(open(), origin);
    const http2 = createHttp2Server((request, response) => {
      void answer(request, response as never).then((isAnswered) => isAnswered || response.end('the shop'));
    });
    await new Promise<void>((resolve) => void http2.listen(0, resolve));
    const session = connectHttp2(`http://localhost:${portOf(http2)}`);
    server = { close: () => (session.destroy(), http2.close()) };
    const stream = session.request({ ':method': 'POST', ':path': '/relbutton', 'content-type': 'application/jose+json' });
    stream.end(await (await Customer.create()).sign());
    let text = '';
    for await (const chunk of stream) text += String(chunk);
    expect(JSON.parse(text)).to.have.property('record');
  });

  it('answers where the code around the vendor fails, and keeps its cookies apart', async () => {
    const vendor = open();
    let isBroken = false;
    const handler: Vendor['handler'] = async (request, client) => {
      if (isBroken) throw new Error('around');
      const response = await vendor.handler(request, client);
      for (const cookie of ['a=1', 'b=2']) response?.headers.append('set-cookie', cookie);
      return response;
    };
    const answer = nodeHandler({ ...vendor, handler }, origin, ({ headers }) => String(headers['x-real-ip']).trim());
    const listening = createServer((request, response) => void answer(request, response)).listen(0);
    server = { close: () => void listening.close().closeAllConnections() };
    at(portOf(listening));
    expect((await post()).headers.getSetCookie()).to.deep.equal(['a=1', 'b=2']);
    isBroken = true;
    expect((await post()).status).to.equal(500);
    expect(errors.map(({ message }) => message)).to.deep.equal(['around']);
  });
});
