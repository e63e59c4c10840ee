import { expect } from 'chai';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createWebhook } from '../../src/server/index.js';
import { createSqliteStore } from '../../src/server/sqlite.js';
import { Customer } from '../support/customer.js';
import { itDespiteToJson } from '../support/to-json.js';
import { open, post } from '../support/vendor.js';

describe('a vendor', () => {
  itDespiteToJson('answers, stores and tells its systems the same', async (patched) => {
    const hook = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += String(chunk)));
      request.on('end', () => {
        response.writeHead(204).end();
        hook.emit('heard', body);
      });
    }).listen(0, 'localhost');
    await once(hook, 'listening');
    const heard = once(hook, 'heard');
    const url = `http://localhost:${(hook.address() as AddressInfo).port}/`;
    const store = createSqliteStore(':memory:');
    const customer = await Customer.create();
    const [sent, asked] = [await customer.sign(), await (await Customer.create()).sign({ agreement: 'SD-BASE-DP' })];
    const vendor = open({
      store,
      decide: ({ agreement }) => (agreement === 'SD-BASE' ? 'accept' : 'pending'),
      onchange: createWebhook({ url, secret: `whsec_${btoa('x'.repeat(32))}` }),
    });
    const [reply, waiting, body] = await patched(async () => [
      await (await post(vendor, sent)).text(),
      await (await post(vendor, asked)).text(),
      String((await heard)[0]),
    ]);
    const { record } = JSON.parse(reply) as { record: string };
    expect((JSON.parse(record) as { signatures: unknown[] }).signatures).to.have.length(2);
    expect(JSON.parse(waiting)).to.deep.equal({ pending: true });
    expect((JSON.parse(body) as { data: object }).data).to.include({ iss: customer.iss, status: 'related', record });
    const [entry, later] = await store.list();
    expect(entry).to.include({ received: sent, record });
    expect(later?.answer).to.deep.equal({ pending: true });
    expect((await vendor.relationship(customer.iss)).status).to.equal('related');
    // The outbox is still at work after the receiver has heard of a change.
    while ((await store.next()) !== undefined) await new Promise((resolve) => setTimeout(resolve, 20));
    hook.close().closeAllConnections();
    store.close();
  });
});
