/** `examples/worker` in workerd, as Cloudflare runs it: each of two isolates with the same D1. */
import { expect } from 'chai';
import { Miniflare } from 'miniflare';
import { readFileSync } from 'node:fs';
import { verifyRecord } from '../../src/server/index.js';
import type { D1 } from '../../src/server/d1.js';
import { bundleWorker } from '../support/bundle-worker.js';
import { Customer } from '../support/customer.js';
import { Receiver } from '../support/receiver.js';
import { key, origin } from '../support/vendor.js';

const wrangler = readFileSync(new URL('../../examples/worker/wrangler.toml', import.meta.url), 'utf8');
const receiver = new Receiver();
let runtime: Miniflare;
let database: D1;
let addresses: URL[];

const post = (address: URL | undefined, body: string, client = '192.0.2.1'): Promise<Response> =>
  fetch(new URL('/relbutton', address), {
    method: 'POST',
    headers: { 'content-type': 'application/jose+json', 'cf-connecting-ip': client },
    body,
  });
const get = (path: string): Promise<Response> => fetch(new URL(path, addresses[0]));
const heard = async (iss: string, numbers: readonly number[]): Promise<void> => {
  for (let i = 0; i < 200 && receiver.heard.get(iss)?.length !== numbers.length; i++)
    await new Promise((resolve) => void setTimeout(resolve, 25));
  expect(receiver.heard.get(iss)).to.deep.equal(numbers);
};

before(async () => {
  const { url, secret } = await receiver.listen();
  const script = await bundleWorker('examples/worker/worker.js');
  const bindings = {
    ...{ ORIGIN: origin, NAME: 'Shop', SINCE: '2026-11-27', RELBUTTON_KEY: JSON.stringify(key) },
    ...{ WEBHOOK_URL: url, WEBHOOK_SECRET: secret },
  };
  const compatibilityDate = /compatibility_date = "(.*)"/.exec(wrangler)?.[1] as string;
  const shared = { modules: true, script, bindings, d1Databases: { DB: 'shop' }, compatibilityDate };
  runtime = new Miniflare({
    workers: ['one', 'two'].map((name) => ({ ...shared, name, unsafeDirectSockets: [{ port: 0 }] })),
  });
  await runtime.ready;
  addresses = [await runtime.unsafeGetDirectURL('one'), await runtime.unsafeGetDirectURL('two')];
  database = (await runtime.getD1Database('DB', 'one')) as D1;
});
after(async () => {
  await runtime.dispose();
  receiver.close();
});

describe('the worker', () => {
  it('countersigns, keeps, refuses and tells, and each isolate knows what the other did', async () => {
    const customer = await Customer.create();
    const [one, two] = addresses;
    const sent = await customer.sign();
    const { record = '' } = (await (await post(one, sent)).json()) as { record?: string };
    const jwks = (await (await get('/.well-known/jwks.json')).json()) as Parameters<typeof verifyRecord>[1];
    expect(await verifyRecord(record, jwks)).to.include({ iss: customer.iss });
    expect(await (await post(two, sent)).json(), 'a replay').to.deep.equal({ record });
    expect(await (await post(two, await customer.sign())).json()).to.include({ code: 'broken_chain' });
    expect(await (await post(two, 'x'.repeat(100_000))).json()).to.include({ code: 'too_large' });
    await heard(customer.iss, [1]);
    expect((await get('/relbutton/ready')).status).to.equal(204);
    expect(await (await get('/status')).text()).to.equal('Takes records. Messages given up: 0\n');
    expect((await get('/')).status).to.equal(404);
  });

  it('has a route of its own for each path that it answers, and no more', async () => {
    const routes = [...wrangler.matchAll(/pattern = "shop\.example(.*?)"/g)].map(([, path]) => String(path));
    const known = ['relbutton', 'jwks', 'myterms'].map((name) => `/.well-known/${name}.json`);
    const paths = ['/relbutton', '/relbutton/ready', '/status', ...known];
    const isFor = (route: string, path: string): boolean =>
      route.endsWith('*') ? path.startsWith(route.slice(0, -1)) : path === route;
    for (const path of paths) {
      expect((await get(path)).status, path).not.to.equal(404);
      expect(
        routes.some((route) => isFor(route, path)),
        path,
      ).to.equal(true);
    }
    for (const route of routes)
      expect(
        paths.some((path) => isFor(route, path)),
        route,
      ).to.equal(true);
  });

  it('takes one of many that come at once to both isolates', async () => {
    const customer = await Customer.create();
    const many = await Promise.all(Array.from({ length: 8 }, () => customer.sign()));
    const answers = await Promise.all(many.map((record, i) => post(addresses[i % 2], record, '192.0.2.2')));
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([200, ...Array<number>(7).fill(400)]);
    await heard(customer.iss, [1]);
  });

  it('counts the requests of a client in both isolates together', async () => {
    const asked = Array.from({ length: 130 }, (_, i) => post(addresses[i % 2], 'x', '192.0.2.9'));
    const statuses = (await Promise.all(asked)).map(({ status }) => status);
    const passed = statuses.filter((status) => status !== 429).length;
    // A request comes back each half a second.
    expect(passed).to.be.within(120, 129);
    expect((await post(addresses[0], 'x', '192.0.2.10')).status).to.equal(400);
  });

  it('delivers by the cron trigger what an isolate left that was ended', async () => {
    receiver.isDown = true;
    const customer = await Customer.create();
    expect((await post(addresses[0], await customer.sign(), '192.0.2.3')).status).to.equal(200);
    await new Promise((resolve) => void setTimeout(resolve, 300));
    expect(receiver.heard.get(customer.iss)).to.equal(undefined);
    receiver.isDown = false;
    const lines = (sql: string): Promise<unknown> =>
      database.batch([database.prepare(`UPDATE relbutton_lines SET ${sql} WHERE iss = ?1`).bind(customer.iss)]);
    // The lease of one that is at work, and the same a minute later.
    await lines('due = unixepoch() * 1000 + 30000, attempts = attempts + 1');
    const two = (await runtime.getWorker('two')) as unknown as { scheduled(event: { cron: string }): Promise<unknown> };
    await two.scheduled({ cron: '* * * * *' });
    expect(receiver.heard.get(customer.iss), 'leased').to.equal(undefined);
    await lines('due = due - 60000');
    await two.scheduled({ cron: '* * * * *' });
    expect(receiver.heard.get(customer.iss)).to.deep.equal([1]);
  });
});
