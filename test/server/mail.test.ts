/** Mails about changes, over SMTP to a server of this process. */
import { expect } from 'chai';
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { type Change, createVendor, createWebhook, type OnChange } from '../../src/server/index.js';
import { createMailNotice, type MailNoticeOptions } from '../../src/server/mail.js';
import { Customer } from '../support/customer.js';
import { accepted, key, open, origin } from '../support/vendor.js';

interface Mail {
  readonly from: string;
  readonly to: readonly string[];
  readonly source: string;
}

describe('createMailNotice', () => {
  const mails: Mail[] = [];
  /** The answer to the next mails: `undefined` takes them. */
  let refusal: Error | undefined;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, { envelope }, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        if (refusal) return done(refusal);
        const from = (envelope.mailFrom as { address: string }).address;
        mails.push({ from, to: envelope.rcptTo.map(({ address }) => address), source: Buffer.concat(parts).toString() });
        done();
      });
    },
  });
  let transport = '';
  before(async () => {
    await new Promise<void>((resolve) => void server.listen(0, 'localhost', resolve));
    transport = `smtp://localhost:${(server.server.address() as AddressInfo).port}`;
  });
  after(() => new Promise<void>((resolve) => void server.close(resolve)));
  beforeEach(() => {
    mails.length = 0;
    refusal = undefined;
  });

  const DESK = 'https://shop.example/desk';
  const notice = (options: Partial<MailNoticeOptions> = {}): OnChange =>
    createMailNotice({ transport, from: 'Acme <desk@shop.example>', to: 'anna@shop.example', desk: DESK, ...options });
  const iss = 'AbCdEfGh'.padEnd(43, 'x');
  const change = (changes: Partial<Change> = {}): Change => ({
    id: '7b0f6c1e-8d3a-4f0e-9a59-4f4f7f1f9f10',
    iss,
    act: 'relate',
    side: 'customer',
    status: 'related',
    occurredAt: '2026-11-27T10:00:00.000Z',
    sequence: 1,
    ...changes,
  });
  /** Returns the only mail. */
  const mail = (): Mail => {
    expect(mails).to.have.length(1);
    return mails[0] as Mail;
  };
  const headerOf = ({ source }: Mail, name: string): string | undefined =>
    new RegExp(`^${name}: (.*(?:\r\n[ \t].*)*)`, 'm').exec(source.split('\r\n\r\n')[0] ?? '')?.[1];

  it('says who did what, when, with a link to the desk', async () => {
    await notice()(change());
    expect([mail().from, mail().to]).to.deep.equal(['desk@shop.example', ['anna@shop.example']]);
    const expected = {
      From: 'Acme <desk@shop.example>',
      To: 'anna@shop.example',
      Subject: 'Customer AbCdEfGh relates with you',
      Date: 'Fri, 27 Nov 2026 10:00:00 +0000',
      'Auto-Submitted': 'auto-generated',
      'Content-Type': 'text/plain; charset=utf-8',
    };
    for (const [name, value] of Object.entries(expected)) expect(headerOf(mail(), name), name).to.equal(value);
    expect(mail().source).to.contain(`${DESK}/${iss}`);
  });

  it('has a subject for each act of a customer, and one for a proposal that waits', async () => {
    const subjects = [];
    for (const act of [
      'converse',
      'intentcast',
      'pledge',
      'share',
      'revoke',
      'regard',
      'pause',
      'resume',
      'leave',
      'com.example.tip',
    ])
      await notice()(change({ act }));
    await notice()(change({ status: 'asked' }));
    for (const one of mails) subjects.push(headerOf(one, 'Subject')?.replace('Customer AbCdEfGh ', ''));
    expect(new Set(subjects).size).to.equal(11);
    expect(subjects.at(-1)).to.equal('asks for your decision');
    expect(subjects).to.not.include(undefined);
  });

  it('tells nothing that the vendor said, and only the acts of the option', async () => {
    await notice()(change({ side: 'vendor', act: 'pause' }));
    await notice({ acts: ['leave'] })(change());
    expect(mails).to.deep.equal([]);
    await notice({ acts: ['leave'] })(change({ act: 'leave', status: 'ended' }));
    expect(headerOf(mail(), 'Subject')).to.equal('Customer AbCdEfGh left');
  });

  it('has nothing that the customer wrote, when a vendor sends it', async () => {
    const vendor = open({ accepts: ['SD-BASE', 'PDC-INTENT'], onchange: notice() });
    const customer = await Customer.create();
    const secrets = ['Sesame mill', '48.50', 'me@customer.example', 'PDC-INTENT'];
    const budget = { amount: secrets[1], currency: 'EUR' };
    const body = { need: secrets[0], budget, reach: `mailto:${secrets[2]}` };
    const record = await accepted(vendor, await customer.sign({ act: 'intentcast', agreement: secrets[3], body }));
    await vendor.deliver();
    expect(headerOf(mail(), 'Subject')).to.equal(`Customer ${customer.iss.slice(0, 8)} needs something`);
    const text = mail().source.replaceAll('=\r\n', '');
    for (const secret of [...secrets, (JSON.parse(record) as { payload: string }).payload]) expect(text).to.not.contain(secret);
  });

  it('writes names in any script, and no header that somebody else has put in', async () => {
    await notice({ from: '"Café, Łódź 咖啡" <desk@shop.example>', to: 'Ana, Café <ana@shop.example>' })(change());
    const decoded = Array.from(headerOf(mail(), 'From')?.matchAll(/=\?UTF-8\?B\?(.*?)\?=/g) ?? [], ([, text = '']) =>
      Buffer.from(text, 'base64').toString(),
    ).join('');
    expect(decoded).to.equal('Café, Łódź 咖啡');
    expect(mail().to).to.deep.equal(['ana@shop.example']);
    mails.length = 0;
    const evil = 'x\r\nBcc: eve@evil.example\r\n\r\nHello';
    await notice()(change({ iss: `${'\r\nBcc:e@e'}${evil}`, act: evil, id: evil }));
    const head = mail().source.split('\r\n\r\n')[0] ?? '';
    expect(head).to.not.match(/^bcc/im);
    expect(mail().to).to.deep.equal(['anna@shop.example']);
    expect(head.match(/^Subject:/gm)).to.have.length(1);
  });

  it('refuses addresses and a link of another form, when it is made', () => {
    for (const options of [
      { to: 'anna@shop.example, eve@evil.example' },
      { to: 'anna@shop.example\r\nBcc: eve@evil.example' },
      { to: 'anna' },
      { to: '' },
      { from: 'Acme\n <desk@shop.example>' },
      { from: 'Acme <desk@shop.example> <eve@evil.example>' },
      { desk: '/desk' },
    ])
      expect(() => notice(options), JSON.stringify(options)).to.throw(TypeError);
  });

  it('has the same id and date each time, so that a retry is known as one', async () => {
    await notice()(change());
    await notice()(change());
    await notice()(change({ id: 'another' }));
    const ids = mails.map((one) => headerOf(one, 'Message-ID'));
    expect(ids).to.deep.equal([`<${change().id}@shop.example>`, `<${change().id}@shop.example>`, '<another@shop.example>']);
    expect(mails[0]?.source).to.equal(mails[1]?.source);
  });

  it('rejects if the server refuses, is away, or says nothing', async () => {
    const failed = async (to: string): Promise<unknown> => {
      try {
        await notice({ transport: to })(change());
      } catch (error) {
        return error;
      }
      return undefined;
    };
    refusal = Object.assign(new Error('Mailbox full'), { responseCode: 452 });
    expect(String(await failed(transport))).to.contain('Mailbox full');
    const mute: Server = createServer();
    await new Promise<void>((resolve) => void mute.listen(0, 'localhost', resolve));
    const { port } = mute.address() as AddressInfo;
    expect(await failed(`smtp://localhost:${port}?greetingTimeout=100`)).to.be.instanceOf(Error);
    await new Promise((resolve) => mute.close(resolve));
    expect(await failed(`smtp://localhost:${port}`)).to.be.instanceOf(Error);
  });

  it('is tried again by the outbox, beside a webhook: each under its id', async () => {
    const posted: string[] = [];
    const { fetch } = globalThis;
    globalThis.fetch = ((_: string, { headers }: { headers: Record<string, string> }) => {
      posted.push(headers['webhook-id'] ?? '');
      return Promise.resolve(new Response(null, { status: 204 }));
    }) as typeof globalThis.fetch;
    const faults: Error[] = [];
    try {
      const secret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
      const [webhook, tell] = [createWebhook({ url: 'https://crm.example/hook', secret }), notice()];
      const onchange: OnChange = async (one) => {
        await webhook(one);
        await tell(one);
      };
      const vendor = createVendor({
        origin,
        name: 'Shop',
        accepts: ['SD-BASE'],
        key,
        onchange,
        onerror: (error) => faults.push(error),
      });
      refusal = new Error('Try later');
      await accepted(vendor, await (await Customer.create()).sign());
      await vendor.deliver();
      expect(mails).to.deep.equal([]);
      refusal = undefined;
      for (const end = Date.now() + 20_000; mails.length === 0 && Date.now() < end;) {
        await new Promise((resolve) => setTimeout(resolve, 100));
        await vendor.deliver();
      }
    } finally {
      globalThis.fetch = fetch;
    }
    expect(faults.map(({ message }) => message).join()).to.contain('Try later');
    expect(new Set(posted).size).to.equal(1);
    expect(posted.length).to.be.greaterThan(1);
    expect(headerOf(mail(), 'Message-ID')).to.equal(`<${posted[0]}@shop.example>`);
  });
});
