import { expect } from 'chai';
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createKey, createMemoryStore, createVendor } from '../../src/server/index.js';
import { nodeHandler } from '../../src/server/node.js';
import { Customer } from '../support/customer.js';
import { put } from '../support/stores.js';

describe('nodeHandler', () => {
  const server = createServer();
  let address = '';
  const origin = 'https://shop.example';

  before(async () => {
    const vendor = createVendor({ origin, name: 'Shop', accepts: ['SD-BASE'], key: await createKey() });
    const answer = nodeHandler(vendor, origin);
    server.on('request', (request, response) => {
      void answer(request, response).then(async (isAnswered) => {
        if (isAnswered) return;
        let body = '';
        for await (const chunk of request) body += String(chunk);
        response.end(`the shop${body}`);
      });
    });
    await new Promise<void>((resolve) => void server.listen(0, 'localhost', resolve));
    address = `http://localhost:${(server.address() as AddressInfo).port}`;
  });
  after(() => void server.close());

  const send = (body: string): Promise<Response> =>
    fetch(`${address}/relbutton`, { method: 'POST', headers: { 'content-type': 'application/jose+json' }, body });

  it('answers what is meant for the vendor and leaves the rest', async () => {
    expect(await (await fetch(`${address}/`)).text()).to.equal('the shop');
    expect(await (await fetch(`${address}/.well-known/relbutton.json`)).json()).to.include({ name: 'Shop' });
    const response = await send(await (await Customer.create()).sign());
    expect(response.status).to.equal(200);
    expect(await response.json()).to.have.property('record');
  });

  it('leaves others their bodies', async () => {
    expect(await (await fetch(`${address}/other`, { method: 'POST', body: ' hears' })).text()).to.equal('the shop hears');
  });

  it('refuses a body that does not end, without reading on', async () => {
    const response = await send('x'.repeat(5_000_000));
    expect(response.status).to.equal(413);
  });

  /** Sends the head of a request alone. @returns the status of the answer */
  const announce = (length: number): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/jose+json', 'content-length': length };
      const sent = httpRequest(`${address}/relbutton`, { method: 'POST', headers }, ({ statusCode }) => {
        resolve(statusCode);
        sent.destroy();
      });
      sent.once('error', reject).flushHeaders();
    });

  it('refuses a body that is announced as too long before any of it arrives', async () => {
    for (const length of [3 * 16_384 + 1, 5_000_000, Number.MAX_SAFE_INTEGER]) expect(await announce(length)).to.equal(413);
  });

  it('refuses a body without a length where it is longer than a record, and takes the longest one', async () => {
    const upload = (text: string): Promise<Response> => {
      const body = new Blob([text]).stream();
      const init = { method: 'POST', headers: { 'content-type': 'application/jose+json' }, body, duplex: 'half' };
      return fetch(`${address}/relbutton`, init);
    };
    expect((await upload('x'.repeat(16_385))).status).to.equal(413);
    expect((await upload('x'.repeat(16_384))).status).to.equal(400);
    // The limit counts UTF-16 units, of which one has three bytes here.
    expect((await upload('\u20ac'.repeat(16_384))).status).to.equal(400);
    expect((await upload('\u20ac'.repeat(16_385))).status).to.equal(413);
  });

  it('delivers what an earlier process could not, with no request to wake it', async () => {
    const store = createMemoryStore();
    const body = JSON.stringify({ id: 'c', iss: 'i', act: 'pause', side: 'vendor', status: 'paused' });
    const entry = { iss: 'i', jti: 'j', hash: 'h', place: null, received: '', record: null, answer: {} };
    await put(store, entry, { id: 'c', kind: 'change', due: 0, body });
    const id = await new Promise<string>((resolve) => {
      const options = { origin, name: 'Shop', accepts: ['SD-BASE'], store } as const;
      void createKey().then((key) =>
        nodeHandler(createVendor({ ...options, key, onchange: (change) => resolve(change.id) }), origin),
      );
    });
    expect(id).to.equal('c');
  });

  it('does not believe the Host header', async () => {
    const record = await (await Customer.create()).sign({ aud: 'https://evil.example' });
    const status = await new Promise((resolve) => {
      const headers = { host: 'evil.example', 'content-type': 'application/jose+json' };
      httpRequest(`${address}/relbutton`, { method: 'POST', headers }, ({ statusCode }) => resolve(statusCode)).end(record);
    });
    expect(status).to.equal(400);
  });
});
