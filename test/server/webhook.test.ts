import { expect } from 'chai';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { type Change, createMemoryStore, createWebhook, type Vendor } from '../../src/server/index.js';
import { Customer } from '../support/customer.js';
import { accepted, open } from '../support/vendor.js';

const secret = `whsec_${Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64')}`;

describe('createWebhook', () => {
  const received: { headers: Record<string, string>; body: string }[] = [];
  /** The receiver's answers, one after the other; then 204. */
  let answers: number[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      received.push({ headers: request.headers as Record<string, string>, body });
      response.writeHead(answers.shift() ?? 204, { location: '/' }).end();
    });
  });
  let vendor: Vendor;
  before(() => new Promise<void>((resolve) => void server.listen(0, 'localhost', resolve)));
  after(() => void server.close().closeAllConnections());
  beforeEach(() => {
    received.length = 0;
    answers = [];
    const url = `http://localhost:${(server.address() as AddressInfo).port}/hook`;
    vendor = open({ store: createMemoryStore(), onchange: createWebhook({ url, secret }) });
  });
  const eventually = async (isSo: () => boolean): Promise<void> => {
    for (const end = Date.now() + 60_000; !isSo() && Date.now() < end;) await new Promise((resolve) => setTimeout(resolve, 20));
  };

  it('posts what a library of the standard verifies', async () => {
    const customer = await Customer.create();
    const record = await accepted(vendor, await customer.sign());
    await eventually(() => received.length > 0);
    const [{ headers, body } = { headers: {}, body: '' }] = received;
    const payload = new Webhook(secret).verify(body, headers) as { type: string; timestamp: string; data: Change };
    expect(payload.type).to.equal('relationship.related');
    expect(Date.now() - Date.parse(payload.timestamp)).to.be.below(60_000);
    expect(payload.data).to.deep.equal({
      id: headers['webhook-id'],
      iss: customer.iss,
      act: 'relate',
      side: 'customer',
      status: 'related',
      occurredAt: payload.timestamp,
      sequence: 1,
      record,
    });
    const other = `whsec_${Buffer.from(new Uint8Array(32)).toString('base64')}`;
    expect(() => new Webhook(other).verify(body, headers)).to.throw('No matching signature');
  });

  it('tries again, later each time, under one id, until it is taken', async () => {
    const { error } = console;
    console.error = () => undefined;
    answers = [404, 302];
    const begun = Date.now();
    try {
      await accepted(vendor, await (await Customer.create()).sign());
      await eventually(() => received.length === 3);
    } finally {
      console.error = error;
    }
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).to.equal(1);
    expect(received).to.have.length(3);
    expect(Date.now() - begun, '1 s, then 2 s').to.be.at.least(2_900);
    await vendor.deliver();
    expect(received).to.have.length(3);
  });

  it('tells of a later change after the earlier one, and when each happened', async () => {
    const { error } = console;
    console.error = () => undefined;
    answers = [500];
    const [customer, other] = [await Customer.create(), await Customer.create()];
    const times: number[] = [];
    try {
      await accepted(vendor, await customer.sign());
      times.push(Date.now());
      await eventually(() => received.length === 1);
      await vendor.leave(customer.iss);
      times.push(Date.now());
      await accepted(vendor, await other.sign());
      await eventually(() => received.length === 4);
    } finally {
      console.error = error;
    }
    interface Body {
      type: string;
      timestamp: string;
      data: Change;
    }
    const heard = received.map(({ headers, body }) => new Webhook(secret).verify(body, headers) as Body);
    expect(heard.map(({ type, data: { iss, sequence } }) => [type, iss === other.iss ? 'other' : sequence])).to.deep.equal([
      ['relationship.related', 1],
      ['relationship.related', 'other'],
      ['relationship.related', 1],
      ['relationship.ended', 2],
    ]);
    for (const { timestamp, data } of heard) expect(timestamp).to.equal(data.occurredAt);
    const [first, , again, last] = heard.map(({ timestamp }) => Date.parse(timestamp));
    expect(again).to.equal(first);
    expect(first).to.be.at.most(times[0] as number);
    expect(last).to.be.within(times[0] as number, times[1] as number);
  });

  it('waits no longer than its lease for a receiver that does not answer', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => void silent.listen(0, 'localhost', resolve));
    const { timeout } = AbortSignal;
    // A thousand times as fast.
    AbortSignal.timeout = (milliseconds) => timeout.call(AbortSignal, milliseconds / 1_000);
    try {
      const post = createWebhook({ url: `http://localhost:${(silent.address() as AddressInfo).port}/`, secret });
      const begun = Date.now();
      const change = { id: 'c', iss: 'i', act: 'pause', side: 'vendor', status: 'paused', occurredAt: '', sequence: 1 } as const;
      const failure = await Promise.resolve(post(change)).catch((error: Error) => error.name);
      expect(failure).to.equal('TimeoutError');
      expect(Date.now() - begun).to.be.below(500);
    } finally {
      AbortSignal.timeout = timeout;
      silent.close().closeAllConnections();
    }
  });

  it('wants a secret worth the name', () => {
    for (const bad of ['', 'secret', 'whsec_', 'whsec_short', `whsec_${'!'.repeat(40)}`])
      expect(() => createWebhook({ url: 'https://crm.example/hook', secret: bad }), bad).to.throw(TypeError);
  });
});
