/** `docs/vendors.md`: every command and file in it is run as it stands, and its table of codes is the code's own. */
import { deepStrictEqual as same, ok, strictEqual as is } from 'node:assert';
import { mkdirSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { transform } from 'esbuild';
import Database from 'libsql';
import { CHAIN_FAULTS, createWebhook, REFUSALS, verifyRecord } from 'relbutton/server';
import { createMailNotice } from 'relbutton/server/mail';
import { createSqliteStore } from 'relbutton/server/sqlite';
import { SMTPServer } from 'smtp-server';
import { HTTP_STATUS } from '../../src/server/http.js';
import { isUp, openDoc, root } from '../support/doc.mjs';
import { Customer } from '../support/customer.js';
import { Passkey } from '../support/passkey.js';
import { put } from '../support/stores.js';
import { accepted, open, publicJwks } from '../support/vendor.js';

describe('docs/vendors.md', () => {
  let doc;
  before(async () => {
    doc = await openDoc('docs/vendors.md', ['8080', '8085', '8086', '8090']);
    const packages = join(doc.folder, 'node_modules');
    mkdirSync(packages);
    symlinkSync(root, join(packages, 'relbutton'));
    for (const name of ['libsql', 'jose', 'jws', 'nodemailer', 'standardwebhooks'])
      symlinkSync(join(root, 'node_modules', name), join(packages, name));
    for (const block of doc.blocks) if (block.name) doc.write(block);
  });
  after(() => doc.close());

  it('shows what a vendor receives: a record, a webhook and a mail', async () => {
    const blockOf = (name) => doc.blocks.find((block) => block.name === name).code;
    const told = [];
    const transport = { name: 'test', version: '1', send: ({ data }, done) => done(null, told.push(data.subject)) };
    const mails = { from: 'desk@shop.example', to: 'anna@shop.example', desk: 'https://shop.example/desk' };
    const notice = createMailNotice({ transport, ...mails });
    const hook = createServer(async (request, response) => {
      told.push(JSON.parse(await text(request)));
      response.writeHead(204).end();
    });
    await new Promise((resolve) => hook.listen(0, resolve));
    const url = `http://localhost:${hook.address().port}/`;
    const webhook = createWebhook({ url, secret: `whsec_${Buffer.alloc(32, 1).toString('base64')}` });
    const onchange = async (change) => {
      await webhook(change);
      await notice(change);
    };
    const vendor = open({ onchange });
    const { claims, webhook: shown } = { claims: JSON.parse(blockOf('claims')), webhook: JSON.parse(blockOf('webhook')) };
    const customer = await Customer.create();
    const record = await accepted(vendor, await customer.sign({ body: claims.body }));
    await vendor.deliver();
    hook.close();
    const verified = await verifyRecord(record, await publicJwks(vendor));
    // What differs each time: the customer's key, ids and times.
    const { jti, iat, exp } = verified;
    same(JSON.parse(JSON.stringify(verified)), { ...claims, iss: customer.iss, jti, iat, exp });
    is(exp - iat, claims.exp - claims.iat);
    const { id, occurredAt } = told[0].data;
    const data = { ...shown.data, id, iss: customer.iss, occurredAt, record };
    same(told[0], { ...shown, timestamp: occurredAt, data });
    is(`${told[1]}.`, blockOf('mail-notice').trim().replace('fOmWFwK3', customer.iss.slice(0, 8)));
    await vendor.close();
  });

  it('has a server of ten lines, and every command runs', async () => {
    const { code } = doc.blocks.find(({ name }) => name === 'server.mjs');
    is(code.trim().split('\n').length, 10);
    const [makeKey, ...commands] = doc.blocks.filter(({ language }) => language === 'sh').map((block) => block.code);
    await doc.run(makeKey);
    const output = await doc.start('node server.mjs');
    await isUp(doc.local('http://localhost:8080/'));
    const outputs = [];
    for (const command of commands) outputs.push(await doc.run(command));
    is(output(), '');
    const said = outputs.join('\n');
    for (const part of ['"name":"Acme Coffee"', '"kid":', '"effective_date":', '"act":"relate"', 'whsec_'])
      ok(said.includes(part), part);
  });

  it('knows a returning customer by their session, and by a sync with the challenge of the page', async () => {
    const server = doc.blocks
      .find(({ name }) => name === 'server.mjs')
      .code.trim()
      .split('\n');
    const { code } = doc.blocks.find(({ name }) => name === 'account');
    ok(code.trim().split('\n').length <= 25);
    const head = server.slice(
      0,
      server.findIndex((line) => line.startsWith('const vendor')),
    );
    const account = `import { randomUUID } from 'node:crypto';\n${head.join('\n')}\n${code}`;
    doc.write({ name: 'account.mjs', code: account.replace('listen(8080)', 'listen(8085)') });
    await doc.start('node account.mjs');
    const url = doc.local('http://localhost:8085/');
    await isUp(url);
    const attribute = (page, name) => new RegExp(` ${name}="([^"]*)"`).exec(page)?.[1];
    const load = async (cookie) => (await fetch(url, { headers: cookie ? { cookie } : {} })).text();
    const send = async (record) => {
      const headers = { 'content-type': 'application/jose+json' };
      const response = await fetch(`${url}relbutton`, { method: 'POST', headers, body: record });
      return [response.status, response.headers.get('set-cookie')?.split(';')[0]];
    };
    const passkey = new Passkey();
    const signed = async (claims) => passkey.sign({ challenge: attribute(await load(), 'challenge'), ...claims });
    const expectSignedIn = async (cookie) => {
      const page = await load(cookie);
      same([attribute(page, 'status'), attribute(page, 'customer')], ['related', passkey.iss]);
    };
    same([attribute(await load(), 'status'), attribute(await load(), 'customer')], ['offered', undefined]);
    const relate = await signed({});
    const [status, cookie] = await send(relate);
    is(status, 200);
    await expectSignedIn(cookie);
    same(await send(relate), [200, undefined], 'a replay signs nobody in');
    const sync = await signed({ act: 'sync', agreement: undefined });
    const [, other] = await send(sync);
    await expectSignedIn(other);
    same(await send(sync), [400, undefined], 'a challenge is used up');
    same(await send(await signed({ act: 'sync', agreement: undefined, challenge: undefined })), [200, undefined]);
  });

  it('has a desk for who is signed in', async () => {
    const server = doc.blocks.find(({ name }) => name === 'server.mjs').code.trim();
    const { code } = doc.blocks.find(({ name }) => name === 'desk');
    const whole = server.replace(/\n.*$/, `\n${code}`).replace('listen(8080)', 'listen(8086)');
    doc.write({ name: 'desk-server.mjs', code: whole });
    await doc.start('node desk-server.mjs', { SESSION: 'her-session' });
    const url = doc.local('http://localhost:8086/desk');
    await isUp(url);
    is((await fetch(url)).status, 403);
    const desk = await fetch(url, { headers: { cookie: 'session=her-session' } });
    ok((await desk.text()).includes('<h1>Relationships</h1>'));
    is((await fetch(doc.local('http://localhost:8086/.well-known/relbutton.json'))).status, 200);
  });

  it('tells by webhook and by mail at once', async () => {
    const told = [];
    const smtp = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData: (stream, _, done) => void text(stream).then((mail) => done(null, told.push(mail))),
    });
    const hook = createServer(({ headers }, response) => {
      told.push(headers['webhook-id']);
      response.writeHead(204).end();
    });
    const [mailPort, hookPort] = await Promise.all(
      [smtp, hook].map(
        (server) =>
          new Promise((resolve) => {
            const { server: tcp = server } = server;
            server.listen(0, 'localhost', () => resolve(tcp.address().port));
          }),
      ),
    );
    try {
      const { code } = doc.blocks.find(({ name }) => name === 'mail');
      const change = { id: 'c1', iss: 'i'.repeat(43), act: 'converse', side: 'customer', status: 'related', sequence: 1 };
      const call = `await onchange(${JSON.stringify({ ...change, occurredAt: '2026-11-27T10:00:00.000Z' })});`;
      doc.write({ name: 'mail.mjs', code: `${code.replace('https://crm.example', `http://localhost:${hookPort}`)}\n${call}` });
      const secret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
      await doc.run(`WEBHOOK_SECRET=${secret} SMTP_URL=smtp://localhost:${mailPort} node mail.mjs`);
    } finally {
      hook.close();
      smtp.close();
    }
    is(told[0], 'c1');
    ok(told[1].includes('Message-ID: <c1@shop.example>') && told[1].includes('Subject: Customer iiiiiiii wrote to you'), told[1]);
  });

  it('deletes what came to nothing, and nothing else', async () => {
    const { code } = doc.blocks.find(({ language }) => language === 'sql');
    const store = createSqliteStore(join(doc.folder, 'sql.db'));
    const entry = (jti, record, answer) => ({ iss: 'i', jti, hash: jti, place: null, received: '{}', record, answer });
    for (const one of [
      entry('agreed', '{}', {}),
      entry('asked', null, { pending: true }),
      entry('countered', null, { counter: 'SD-BASE' }),
      entry('refused', null, { refused: true, code: 'refused', message: 'No.' }),
    ])
      await put(store, one);
    new Database(join(doc.folder, 'sql.db')).exec(code);
    same(
      (await store.list()).map(({ jti }) => jti),
      ['agreed', 'asked'],
    );
    store.close();
  });

  it('has a receiver of webhooks that hears each change once', async () => {
    const secret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
    const output = await doc.start('node crm.mjs', { WEBHOOK_SECRET: secret });
    const url = doc.local('http://localhost:8090/hook');
    is((await isUp(url, { method: 'POST', body: '{}' })).status, 400, 'what is not signed is refused');
    const send = createWebhook({ url, secret });
    const change = { id: 'c1', iss: 'i', act: 'pause', side: 'customer', status: 'paused' };
    await send(change);
    await send(change);
    await send({ ...change, id: 'c2', status: 'ended', act: 'leave' });
    same(output().match(/relationship\.\w+ i \w+/g), ['relationship.paused i pause', 'relationship.ended i leave']);
  });

  it('has tests for a store of one’s own, which pass', async () => {
    const output = await doc.run('env -u NODE_TEST_CONTEXT node --test --test-reporter=tap store.test.mjs');
    ok(/^# pass [3-9]\d$/m.test(output) && /^# fail 0$/m.test(output), output.slice(-500));
  });

  it('has no fragment that is no JavaScript', async () => {
    for (const { language, code } of doc.blocks) if (language === 'js') await transform(code, { format: 'esm' });
  });

  it('names every code, with its status and sentence, and no other', () => {
    const rows = [...doc.text.matchAll(/^\| `(\w+)` +\| (?:(\d{3}) +\| )?([A-Z].*?[.?]) *\|$/gm)].map(([, ...row]) => row);
    same(rows, [
      ...Object.entries(REFUSALS).map(([code, sentence]) => [code, String(HTTP_STATUS[code] ?? 400), sentence]),
      ...Object.entries(CHAIN_FAULTS).map(([fault, sentence]) => [fault, undefined, sentence]),
    ]);
  });
});
