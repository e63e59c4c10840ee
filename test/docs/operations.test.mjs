/** `docs/operations.md`: its server, its backup and its restore are run as they stand, and its tables are those of the code. */
import { deepStrictEqual as same, ok, strictEqual as is } from 'node:assert';
import { once } from 'node:events';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { transform } from 'esbuild';
import { createKey, createMemoryStore, createVendor } from 'relbutton/server';
import { createSqliteStore } from 'relbutton/server/sqlite';
import { Customer } from '../support/customer.js';
import { eventually } from '../e2e/driver.mjs';
import { isUp, openDoc, root } from '../support/doc.mjs';

const origin = 'https://shop.example';

describe('docs/operations.md', () => {
  let doc;
  let key;
  const named = (name) => doc.blocks.find((block) => block.name === name).code;
  before(async () => {
    doc = await openDoc('docs/operations.md', ['8080']);
    const packages = join(doc.folder, 'node_modules');
    mkdirSync(packages);
    symlinkSync(root, join(packages, 'relbutton'));
    symlinkSync(join(root, 'node_modules', 'libsql'), join(packages, 'libsql'));
    key = await createKey();
    writeFileSync(join(doc.folder, 'key.json'), JSON.stringify(key));
    for (const block of doc.blocks) if (block.name?.endsWith('.mjs')) doc.write(block);
  });
  after(() => doc.close());

  it('has a server with metrics behind a token, readiness, a log without persons, and an end that loses nothing', async () => {
    const output = await doc.start('exec node --import ./log.mjs server.mjs', { METRICS_TOKEN: 'secret' });
    const url = doc.local('http://localhost:8080');
    await isUp(`${url}/`);
    const customer = await Customer.create();
    const post = async (body) => {
      const headers = { 'content-type': 'application/jose+json' };
      const response = await fetch(`${url}/relbutton`, { method: 'POST', headers, body });
      return [response.status, await response.json()];
    };
    is((await post(await customer.sign()))[0], 200);
    is((await post(await customer.sign({ act: 'pause', agreement: undefined })))[0], 400);
    is((await fetch(`${url}/relbutton/ready`)).status, 204);
    is((await fetch(`${url}/metrics`)).status, 401);
    const metrics = await fetch(`${url}/metrics`, { headers: { authorization: 'Bearer secret' } });
    is(metrics.headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8');
    const text = await metrics.text();
    ok(text.includes('relbutton_requests_total{act="relate",outcome="answered"} 1'), text);
    const [line] = output().trim().split('\n');
    same({ ...JSON.parse(line), milliseconds: 0 }, { act: 'pause', code: 'broken_chain', status: 400, milliseconds: 0 });

    // A record whose second half comes after the signal is still answered.
    const record = await (await Customer.create()).sign();
    const options = { method: 'POST', headers: { 'content-type': 'application/jose+json', 'content-length': record.length } };
    const slow = request(`${url}/relbutton`, options);
    const answer = once(slow, 'response');
    slow.write(record.slice(0, 100));
    await eventually(async () => {
      const response = await fetch(`${url}/metrics`, { headers: { authorization: 'Bearer secret' } });
      return (await response.text()).includes('relbutton_requests_under_way 1');
    }, 'the record has begun to arrive');
    const ended = doc.signal('exec node --import ./log.mjs server.mjs', 'SIGTERM');
    await eventually(async () => (await fetch(`${url}/relbutton/ready`)).status === 503, 'it is closed');
    const [status, { code }] = await post(await customer.sign());
    same([status, code], [503, 'unavailable']);
    slow.end(record.slice(100));
    is((await answer)[0].statusCode, 200);
    is(await ended, 0);
  });

  it('has a backup that is whole, and a way back to the records that came after it', async () => {
    const file = join(doc.folder, 'relbutton.db');
    rmSync(file, { force: true });
    const changes = [];
    const opening = (store) =>
      createVendor({ origin, name: 'Shop', accepts: ['SD-BASE'], key, store, onchange: (change) => void changes.push(change) });
    const store = createSqliteStore(file);
    const vendor = opening(store);
    const customer = await Customer.create();
    const send = async (to, claims) => {
      const headers = { 'content-type': 'application/jose+json' };
      const body = await customer.sign(claims);
      const response = await to.handler(new Request(`${origin}/relbutton`, { method: 'POST', headers, body }));
      return [response.status, await response.json()];
    };
    const lastOf = async (iss) => (await store.look({ iss })).state.head.last;
    await send(vendor, {});
    await vendor.deliver();
    await doc.run(named('backup'));
    changes.length = 0;
    await vendor.pause(customer.iss);
    const prev = await lastOf(customer.iss);
    await send(vendor, { act: 'regard', agreement: undefined, prev, body: { feels: 'fair' } });
    await vendor.deliver();
    const last = await lastOf(customer.iss);
    await vendor.close();
    store.close();

    const old = createSqliteStore(join(doc.folder, 'backup.db'));
    const restored = opening(old);
    const next = { act: 'pause', agreement: undefined, prev: last };
    same((await send(restored, next))[1].code, 'broken_chain');
    const { addRecords } = await import(
      `data:text/javascript,${encodeURIComponent(`${named('restore.mjs')}export { addRecords };`)}`
    );
    is(
      await addRecords(
        restored,
        changes.map(({ record }) => record),
      ),
      2,
    );
    is((await send(restored, next))[0], 200);
    await restored.close();
    old.close();
  });

  it('changes a key so that either is known to every agent', async () => {
    const options = { origin, name: 'Shop', accepts: ['SD-BASE'] };
    const make = new Function('createVendor', 'options', 'oldKey', 'newKey', `${named('rotate.mjs')}return [before, after];`);
    const newKey = await createKey();
    const kids = [];
    for (const vendor of make(createVendor, options, key, newKey)) {
      const response = await vendor.handler(new Request(`${origin}/.well-known/jwks.json`));
      const { keys } = await response.json();
      ok(keys.every((one) => !('d' in one)));
      kids.push(keys.map(({ kid }) => kid));
    }
    same(kids[1], kids[0].toReversed());
  });

  it('names every metric, every channel, and no other', async () => {
    const vendor = createVendor({ origin, name: 'Shop', accepts: ['SD-BASE'], key, store: createMemoryStore() });
    const families = [...vendor.metrics().matchAll(/^# TYPE (\w+) /gm)].map(([, name]) => name).sort();
    const rows = [...doc.text.matchAll(/^\| `(relbutton_\w+)` +\|/gm)].map(([, name]) => name).sort();
    same(rows, families);
    const used = [...doc.text.matchAll(/relbutton_\w+/g)].map(([name]) => name.replace(/_bucket$/, ''));
    for (const name of used) if (name !== 'relbutton_rates') ok(families.includes(name), name);
    const channels = [...doc.text.matchAll(/^\| `(relbutton\.\w+)` +\|/gm)].map(([, name]) => name);
    same(channels, ['relbutton.answer', 'relbutton.refusal', 'relbutton.delivery', 'relbutton.store']);
  });

  it('has no fragment that is no JavaScript', async () => {
    for (const { language, code } of doc.blocks) if (language === 'js') await transform(code, { format: 'esm' });
  });
});
