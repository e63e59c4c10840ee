/** The vendor's server in Python, `examples/python`, keeps the contract: the kit finds no broken rule, and the library verifies its records. */
import { execFile, spawn, spawnSync } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import type { JWK } from 'jose';
import { conformRecords, conformVendor, type Result } from '../../src/conformance/index.js';
import { startVerifier } from '../../src/conformance/verifier.js';
import { linkOf, statusOf } from '../../src/contract/chain.js';
import { createVendor, verifyRecord } from '../../src/server/index.js';
import { Customer } from '../support/customer.js';
import { freePort } from '../support/ports.mjs';
import { kill } from '../support/processes.mjs';

const examples = new URL('../../examples/python/', import.meta.url).pathname;
/** Debian's Python has Debian's packages; another one that comes first on the path may not. */
const python = process.env.PYTHON ?? '/usr/bin/python3';
const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'relbutton-python-'));
const port = await freePort();
const origin = `http://localhost:${port}`;
const options = [
  ...['--port', String(port), '--origin', origin, '--name', 'Acme Coffee', '--data', folder],
  ...['--accepts', 'SD-BASE SD-BASE-DP PDC-INTENT'],
];

let server: ReturnType<typeof spawn> | undefined;
const start = async (): Promise<void> => {
  server = spawn(python, [`${examples}vendor.py`, ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [first] = (await Promise.race([once(server.stdout as NodeJS.ReadableStream, 'data'), once(server, 'exit')])) as [unknown];
  if (!String(first).includes(origin)) throw new Error(`The server in Python did not start: ${String(first)}`);
};
const stop = async (): Promise<void> => {
  if (server?.exitCode !== null) return;
  const ended = once(server, 'exit');
  kill(server.pid);
  await ended;
};
/** Says an act of the vendor's by the command. @returns the record */
const say = async (...words: string[]): Promise<string> =>
  (await run(python, [`${examples}vendor.py`, ...options, '--', ...words])).stdout.trim();

const post = async (record: string): Promise<Response> =>
  fetch(`${origin}/relbutton`, { method: 'POST', headers: { 'content-type': 'application/jose+json' }, body: record });
const said = async (record: string, status = 200): Promise<Record<string, unknown>> => {
  const response = await post(record);
  const text = await response.text();
  expect(response.status, text).to.equal(status);
  return JSON.parse(text) as Record<string, unknown>;
};
const signed = (customer: Customer, changes: object = {}): Promise<string> => customer.sign({ aud: origin, ...changes });
const kept = async (customer: Customer): Promise<readonly string[]> =>
  (await said(await signed(customer, { act: 'sync', agreement: undefined }))).records as string[];
const broken = (results: readonly Result[]): readonly Result[] => results.filter(({ outcome }) => outcome === 'broken');

before(async () => {
  const { status, stderr } = spawnSync(python, ['-c', 'import cryptography'], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`Python or its cryptography is missing: apt-get install python3-cryptography. ${stderr}`);
  await start();
});
after(async () => {
  await stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('the server in Python', () => {
  it('breaks no rule that the kit tries, with its command in a person’s place', async () => {
    const ask = async (question: string): Promise<void> => {
      const [, customer = ''] = /customer (\S{8})/.exec(question) ?? [];
      await say(customer, 'converse', '{"text": "Hello"}');
      await say(customer, 'pause');
    };
    const { results, stuck } = await conformVendor(origin, { ask });
    expect(broken(results)).to.deep.equal([]);
    expect(results.filter(({ outcome }) => outcome === 'held')).to.have.length.above(300);
    const skipped = results.filter(({ outcome }) => outcome === 'not tried');
    expect([...new Set(skipped.map(({ why }) => why))]).to.deep.equal(['The vendor holds no agreement of the roster pending.']);
    expect(stuck).to.deep.equal([]);
  });

  it('verifies records as the vectors ask', async () => {
    const verifier = startVerifier(`${python} ${examples}verify.py`);
    const results = await conformRecords(verifier.ask);
    verifier.end();
    expect(broken(results)).to.deep.equal([]);
    expect(results).to.have.length.above(190);
  });

  it('keeps its line over a stop, and the library verifies it and goes on with it', async () => {
    const customer = await Customer.create();
    const proposal = await signed(customer);
    const answer = await said(proposal);
    const hello = await say(customer.iss, 'converse', '{"text": "Grüße – 茶 👍"}');
    const { hash } = await linkOf(hello);
    await stop();
    await start();
    expect(await said(proposal), 'a replay').to.deep.equal(answer);
    await said(await signed(customer, { act: 'converse', agreement: undefined, prev: hash, body: { text: 'Hi', re: hash } }));

    const records = await kept(customer);
    expect(records.slice(0, 2)).to.deep.equal([answer.record, hello]);
    const jwks = (await (await fetch(`${origin}/.well-known/jwks.json`)).json()) as { keys: JWK[] };
    for (const record of records) await verifyRecord(record, jwks);
    const links = await Promise.all(records.map(linkOf));
    expect(links).to.have.length(3);
    expect(statusOf(links, 'none')).to.equal('related');

    const secret = createPrivateKey(readFileSync(join(folder, 'key.pem'))).export({ format: 'jwk' });
    const key = { ...jwks.keys[0], ...secret };
    const node = createVendor({ origin, name: 'Acme Coffee', accepts: ['SD-BASE'], key });
    const file = ['record', ...records.map((record) => `"${record.replaceAll('"', '""')}"`), ''].join('\r\n');
    expect(await node.import(file, 'csv')).to.equal(3);
    await node.pause(customer.iss);
    expect(await node.status(customer.iss)).to.equal('paused');
  });

  it('keeps one of many records that follow the same one, and each replay gets its answer', async () => {
    const customer = await Customer.create();
    const { hash: prev } = await linkOf((await said(await signed(customer))).record as string);
    const rivals = await Promise.all(
      Array.from({ length: 12 }, () => signed(customer, { act: 'pause', agreement: undefined, prev })),
    );
    const responses = await Promise.all([...rivals, ...rivals].map(post));
    const statuses = responses.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).to.have.length(2);
    expect(statuses.filter((status) => status === 400)).to.have.length(22);
    expect(await kept(customer)).to.have.length(2);
  });

  it('counters what it does not accept once, and keeps to the line that has gone on', async () => {
    const customer = await Customer.create();
    const asks = await signed(customer, { agreement: 'SD-BASE-A' });
    expect(await said(asks)).to.deep.equal({ counter: 'SD-BASE' });
    expect(await said(asks), 'a replay').to.deep.equal({ counter: 'SD-BASE' });
    const { hash: prev } = await linkOf((await said(await signed(customer))).record as string);
    await say(customer.iss, 'regard', '{"feels": "fair"}');
    const late = await signed(customer, { agreement: 'SD-BASE-DP', prev });
    expect(await said(late, 400)).to.include({ refused: true, code: 'broken_chain' });
    expect(await kept(customer)).to.have.length(2);
  });

  it('erases all but the leave, from its file too', async () => {
    const customer = await Customer.create();
    await said(await signed(customer, { body: { reach: 'mailto:erased@customer.example' } }));
    expect(await said(await signed(customer, { act: 'leave', agreement: undefined, body: { erase: true } }))).to.deep.include({
      erasure: { erased: true },
    });
    expect(await kept(customer)).to.have.length(1);
    await stop();
    expect(readFileSync(join(folder, 'relbutton.db')).includes('erased@customer.example')).to.equal(false);
    await start();
  });
});
