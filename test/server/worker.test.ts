/** The vendor's end in a runtime of workers, which has no Node: workerd, as its package ships it. */
import { expect } from 'chai';
import { build } from 'esbuild';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import workerd from 'workerd';
import { verifyRecord } from '../../src/server/index.js';
import { Customer } from '../support/customer.js';
import { key, origin } from '../support/vendor.js';

const WORKER = `
  import { createVendor } from './src/server/index.js';
  let heard = 0;
  const vendor = createVendor({
    origin: ${JSON.stringify(origin)},
    name: 'Shop',
    accepts: ['SD-BASE'],
    key: ${JSON.stringify(key)},
    onchange: () => void heard++,
  });
  export default {
    async fetch(request) {
      if (new URL(request.url).pathname === '/deliver') {
        await vendor.deliver();
        return new Response(String(heard));
      }
      return (await vendor.handler(request)) ?? new Response(null, { status: 404 });
    },
  };`;
const CONFIG = `
  using Workerd = import "/workerd/workerd.capnp";
  const config :Workerd.Config = (
    services = [(name = "vendor", worker = (
      modules = [(name = "worker.js", esModule = embed "worker.js")],
      compatibilityDate = "2026-01-01",
    ))],
    sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "vendor")],
  );`;

describe('in a worker runtime', () => {
  let folder: string;
  let runtime: ChildProcess;
  let address: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'relbutton-worker-'));
    const { outputFiles } = await build({
      stdin: { contents: WORKER, resolveDir: new URL('../..', import.meta.url).pathname },
      bundle: true,
      write: false,
      format: 'esm',
      target: 'es2022',
      conditions: ['workerd', 'worker'],
    });
    writeFileSync(join(folder, 'worker.js'), outputFiles[0]?.text ?? '');
    writeFileSync(join(folder, 'config.capnp'), CONFIG);
    runtime = spawn(workerd.default, ['serve', join(folder, 'config.capnp'), '--control-fd=3'], {
      stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
    });
    const port = await new Promise<number>((resolve, reject) => {
      runtime.once('exit', () => reject(new Error('The worker did not start.')));
      (runtime.stdio[3] as Readable).on('data', (line: Buffer) => {
        const { event, port } = JSON.parse(String(line)) as { event: string; port: number };
        if (event === 'listen') resolve(port);
      });
    });
    address = `http://127.0.0.1:${port}`;
  });
  after(() => {
    runtime.kill();
    rmSync(folder, { recursive: true });
  });

  it('countersigns, keeps, refuses and tells', async () => {
    const customer = await Customer.create();
    const post = async (body: string): Promise<Record<string, string>> =>
      (await (
        await fetch(`${address}/relbutton`, { method: 'POST', headers: { 'content-type': 'application/jose+json' }, body })
      ).json()) as Record<string, string>;
    const sent = await customer.sign();
    const { record = '' } = await post(sent);
    const jwks = (await (await fetch(`${address}/.well-known/jwks.json`)).json()) as Parameters<typeof verifyRecord>[1];
    expect(await verifyRecord(record, jwks)).to.include({ iss: customer.iss });
    expect(await post(sent)).to.deep.equal({ record });
    expect(await post(await customer.sign())).to.include({ code: 'broken_chain' });
    expect(await post('x'.repeat(100_000))).to.include({ code: 'too_large' });
    expect(await (await fetch(`${address}/deliver`)).text()).to.equal('1');
    expect((await fetch(`${address}/`)).status).to.equal(404);
  });
});
