/** A vendor with several machines: two processes of the shop on one PostgreSQL, and what each does while the other dies. */
import { expect } from 'chai';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { Store } from '../../src/server/index.js';
import { createPostgresStore } from '../../src/server/postgres.js';
import { Customer } from '../support/customer.js';
import { freePort } from '../support/ports.mjs';
import { missingPostgres, startPostgres } from '../support/postgres.mjs';
import { key } from '../support/vendor.js';

const script = fileURLToPath(new URL('../support/shop-process.mjs', import.meta.url));
/** As behind a balancer: one origin, and a port of its own for each. */
const origin = 'https://shop.example';
const webhook = { url: 'http://localhost:9/', secret: `whsec_${Buffer.alloc(32).toString('base64')}` };

(missingPostgres ? describe.skip : describe)('two processes on one PostgreSQL', () => {
  let server: Awaited<ReturnType<typeof startPostgres>>;
  let pool: pg.Pool;
  let store: Store;
  let ports: number[];
  const running = new Map<number, ChildProcess>();
  const start = async (port: number): Promise<void> => {
    const told = JSON.stringify({ port, origin, key, webhook, killAt: 0, postgres: server.connection });
    const child = spawn(process.execPath, [script, told], { stdio: ['ignore', 'pipe', 'ignore'] });
    running.set(port, child);
    await once(child.stdout, 'data');
  };
  const post = (port: number, body: string): Promise<{ status: number; text: string }> =>
    fetch(`http://localhost:${port}/relbutton`, {
      method: 'POST',
      headers: { 'content-type': 'application/jose+json' },
      body,
    }).then(
      async (response) => ({ status: response.status, text: await response.text() }),
      () => ({ status: 0, text: '' }),
    );

  before(async () => {
    server = await startPostgres();
    pool = new pg.Pool(server.connection);
    store = await createPostgresStore(pool);
    ports = [await freePort(), await freePort()];
  });
  after(async () => {
    for (const child of running.values()) child.kill('SIGKILL');
    await pool.end();
    await server.stop();
  });

  it('use a number once across both, and give the same bytes the same answer', async () => {
    await Promise.all(ports.map(start));
    const [one = 0, two = 0] = ports;
    for (let i = 0; i < 20; i++) {
      const record = await (await Customer.create()).sign({ aud: origin });
      const answers = await Promise.all([post(one, record), post(two, record), post(one, record), post(two, record)]);
      expect(new Set(answers.map(({ text }) => text)).size).to.equal(1);
      expect(answers[0]?.status).to.equal(200);
    }
    const entries = await store.list();
    expect(entries).to.have.length(20);
    expect(new Set(entries.map(({ jti }) => jti)).size).to.equal(20);
  });

  it('lose no record that was answered when one is killed in the middle of many', async () => {
    const [one = 0, two = 0] = ports;
    for (let round = 0; round < 3; round++) {
      const sent = await Promise.all(Array.from({ length: 60 }, async () => (await Customer.create()).sign({ aud: origin })));
      const answering = Promise.all(sent.map((record) => post(one, record)));
      await new Promise((resolve) => setTimeout(resolve, 20 + 25 * round));
      running.get(one)?.kill('SIGKILL');
      const first = await answering;
      // The other one takes over: the same bytes, the same answer.
      const second = await Promise.all(sent.map((record) => post(two, record)));
      for (const [i, { status, text }] of first.entries()) if (status === 200) expect(second[i]?.text).to.equal(text);
      expect(second.every(({ status }) => status === 200)).to.equal(true);
      const kept = new Set((await store.list()).map(({ received }) => received));
      expect(sent.every((record) => kept.has(record))).to.equal(true);
      await start(one);
    }
  });
});
