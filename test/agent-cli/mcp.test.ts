/** An AI assistant prepares, and the person decides in the agent's window. */
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { expect } from 'chai';
import type { JSONWebKeySet } from 'jose';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readClaims } from '../../src/contract/record.js';
import { verifyRecord } from '../../src/server/index.js';
import { allOf } from '../support/all-of.mjs';
import {
  assist,
  type Assisted,
  FORM,
  jsonOf,
  openShop,
  press,
  send,
  type Shop,
  tokenIn,
  type Told,
} from '../support/assistant.js';
import { ledgerFolder, openCheap, PASSPHRASE } from '../support/file-ledger.js';

const program = fileURLToPath(new URL('../../dist/agent-cli/relbutton-agent.js', import.meta.url));

/** The records that a vendor holds. */
const heldBy = async ({ vendor }: Shop): Promise<string[]> => {
  const all = await allOf(vendor.records());
  return all.map(({ record }) => record as string);
};

const way = 'over HTTP';

describe('relbutton-agent mcp', () => {
  let shops: Shop[];
  let assisted: Assisted;
  /** What else a test has to close. */
  let other: { close(): Promise<void> } | undefined;
  const heldByAll = async (): Promise<string[]> => (await Promise.all(shops.map(heldBy))).flat();
  const heldHere = async (): Promise<string[]> => (await assisted.ledger.list()).flatMap(({ records }) => records);

  beforeEach(async () => {
    const counter = { decide: () => ({ counter: 'SD-BASE' as const }) };
    shops = [await openShop({ name: 'Bikes <b>&' }), await openShop(), await openShop(counter)];
    assisted = await assist({ way });
  });
  afterEach(async () => {
    for (const shop of shops) shop.close();
    await assisted.close();
    await other?.close();
    other = undefined;
  });

  it('asks three vendors, of which one is down, after one yes in the window; both sides hold the same', async () => {
    const [first, second, down] = shops as [Shop, Shop, Shop];
    down.close();
    const vendors = shops.map(({ origin }) => origin);
    const need = { need: 'A stroller <script>alert(1)</script>', budget: { amount: '300', currency: 'EUR' }, vendors };
    const refused = await assisted.call('prepare_intentcast', need);
    expect(refused.state).to.equal('waiting for the person');
    expect(JSON.stringify(refused), 'the assistant learns no address').not.to.include('127.0.0.1');
    const shown = await send(assisted.opened[0] as string);
    for (const part of [...vendors, 'Bikes', '300', 'EUR', 'PDC-INTENT', 'https://myterms.info/agreements/PDC-INTENT'])
      expect(shown.text).to.include(part);
    expect(shown.text).to.include('&lt;script&gt;alert(1)').and.not.to.include('<script').and.not.to.include('<b>');
    expect((await press(assisted.opened[0] as string, 'no')).text).to.include('Nothing was signed');
    expect((await assisted.call('status_of', { prepared: refused.prepared })).state).to.equal('declined');
    expect([assisted.signings(), await heldByAll()]).to.deep.equal([0, []]);

    const { prepared } = await assisted.call('prepare_intentcast', need);
    expect((await press(assisted.opened[1] as string, 'yes')).text).to.include('You said yes');
    const { state, results } = (await assisted.call('status_of', { prepared })) as { state: string; results: Told[] };
    expect(state).to.equal('sent');
    expect(results.map(({ vendor, answer }) => [vendor, answer])).to.deep.equal([
      [first.origin, 'accept'],
      [second.origin, 'accept'],
      [down.origin, undefined],
    ]);
    expect(results[2]?.error).to.have.property('untrusted').that.includes('cannot be reached');
    const here = await heldHere();
    expect([...here].sort()).to.deep.equal([...(await heldByAll())].sort());
    expect(here).to.have.length(2);
    for (const record of here) {
      const { aud = '' } = readClaims(record) ?? {};
      const { jwks } = (await (await fetch(`${aud}/.well-known/relbutton.json`)).json()) as { jwks: string };
      await verifyRecord(record, (await (await fetch(new URL(jwks, aud))).json()) as JSONWebKeySet);
    }
  });

  it('lets no vendor wait for a slow one', async () => {
    let release: (() => void) | undefined;
    const slow = await openShop({
      decide: () => new Promise((resolve) => (release = () => resolve('accept'))),
    });
    shops.push(slow);
    other = await assist({ way, patience: 500 });
    const { call, opened } = other as Assisted;
    const [first, second, down] = shops as [Shop, Shop, Shop];
    down.close();
    const { prepared } = await call('prepare_intentcast', {
      need: 'A stroller',
      vendors: [slow, first, second, down].map(({ origin }) => origin),
    });
    const address = opened[0] as string;
    const form = new URLSearchParams({ token: tokenIn((await send(address)).text), decision: 'yes' }).toString();
    expect((await send(address, 'POST', { ...FORM, origin: new URL(address).origin }, form)).status).to.equal(303);
    const stand = async (): Promise<Told> => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      return call('status_of', { prepared });
    };
    const answered = (told: Told): unknown[] => ((told.results ?? []) as Told[]).map(({ vendor }) => vendor);
    let told = await stand();
    for (; answered(told).length < 3; told = await stand()) expect(told.state).to.equal('being sent');
    expect(answered(told)).to.have.members([first, second, down].map(({ origin }) => origin));
    expect([told.state, told.noAnswerYet]).to.deep.equal(['being sent', [slow.origin]]);
    expect((await send(address)).text)
      .to.include('It is being sent')
      .and.include('Both of you hold this record.');
    release?.();
    while ((await stand()).state === 'being sent');
    expect(answered(await stand())).to.deep.equal([slow, first, second, down].map(({ origin }) => origin));
  });

  it('relates, talks, pledges, shares and leaves, each after a press of its own', async () => {
    const vendor = shops[0]?.origin as string;
    const until = new Date(Date.now() + 3_600_000).toISOString();
    const steps: [string, object][] = [
      ['prepare_relate', { vendor, agreement: 'SD-BASE-A' }],
      ['prepare_say', { vendor, text: 'Do you roast?' }],
      ['prepare_pledge', { vendor, amount: '12.50', currency: 'EUR', per: 'month' }],
      ['prepare_share', { vendor, what: 'I am in Lisbon', scope: 'Cafés', purpose: 'A table', until }],
      ['prepare_leave', { vendor }],
    ];
    for (const [i, [name, given]] of steps.entries()) {
      await assisted.call(name, given);
      expect(assisted.signings()).to.equal(i);
      const { text } = await press(assisted.opened[i] as string, 'yes');
      expect(text, name).to.include('Both of you hold this record.').and.include('SD-BASE-A');
    }
    const acts = (await heldHere()).map((record) => readClaims(record)?.act);
    expect(acts).to.deep.equal(['relate', 'converse', 'pledge', 'share', 'leave']);
    expect(await heldHere()).to.deep.equal(await heldBy(shops[0] as Shop));
    const found = await assisted.call('find_vendor', { vendor });
    expect(found).to.deep.include({ name: { untrusted: 'Bikes <b>&' }, source: 'server', status: 'none' });
    for (const what of [
      `web+rel:${encodeURIComponent(`${vendor}/page`)}`,
      `${vendor}/page`,
      JSON.stringify({ vendor: { origin: vendor } }),
    ])
      expect(await assisted.call('find_vendor', { vendor: what }), what).to.deep.equal(found);
  });

  it('asks again where the vendor suggests other terms, and signs those after a press of their own', async () => {
    const vendor = shops[2]?.origin as string;
    const { prepared } = await assisted.call('prepare_relate', { vendor, agreement: 'SD-BASE-A' });
    const address = assisted.opened[0] as string;
    const { text } = await press(address, 'yes');
    const next = /<a href="(\/[\w-]{43})">/.exec(text)?.[1] as string;
    expect(await heldByAll()).to.deep.equal([]);
    expect((await assisted.call('status_of', { prepared })).next).to.have.property('agreement', 'SD-BASE');
    expect((await send(new URL(next, address).href)).text).to.include('https://myterms.info/agreements/SD-BASE');
  });

  it('prepares nothing that cannot be shown as it is signed, or that is not valid', async () => {
    const vendor = shops[0]?.origin as string;
    await assisted.call('prepare_relate', { vendor });
    await press(assisted.opened[0] as string, 'yes');
    for (const [name, given] of [
      ['prepare_say', { text: 'Hello \u{e0041}\u{e0042}' }],
      ['prepare_say', { text: 'Hello\u200b' }],
      ['prepare_say', { text: 'Hello \u202e' }],
      ['prepare_say', { text: ' ' }],
      ['prepare_say', { text: 'Hello', re: 'no hash' }],
      ['prepare_say', { text: 'Hello', confirm: true }],
      ['prepare_say', { text: 'x'.repeat(4_001) }],
      ['prepare_pledge', { amount: '-1', currency: 'EUR' }],
      ['prepare_pledge', { amount: '1', currency: 'EUR', per: 'hour' }],
      ['prepare_relate', { agreement: 'SD-BASE' }],
      ['prepare_relate', { agreement: 'PDC-GOOD' }],
    ] as const)
      expect(await assisted.call(name, { vendor, ...given }), JSON.stringify(given)).to.have.keys('error');
    expect(assisted.opened).to.have.length(1);
  });

  it('withdraws what the person does not open, and signs nothing under terms that have changed', async () => {
    const vendor = shops[0]?.origin as string;
    await assisted.call('prepare_relate', { vendor });
    await press(assisted.opened[0] as string, 'yes');
    await assisted.call('prepare_say', { vendor, text: 'Hello' });
    await assisted.call('prepare_relate', { vendor, agreement: 'SD-BASE-A' });
    await press(assisted.opened[2] as string, 'yes');
    expect((await press(assisted.opened[1] as string, 'yes')).text).to.include('The terms have changed');
    expect((await assisted.ledger.list()).flatMap(({ records }) => records)).to.have.length(2);
    const declining = await assist({ way, action: 'decline' });
    other = declining;
    const { prepared } = await declining.call('prepare_relate', { vendor });
    const stateOf = async (): Promise<unknown> => (await declining.call('status_of', { prepared })).state;
    while ((await stateOf()) === 'waiting for the person') await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await stateOf()).to.equal('declined');
    expect((await send(declining.opened[0] as string)).text).to.include('Nothing was signed');
    expect(declining.signings()).to.equal(0);
  });
});

describe('the resources of relbutton-agent mcp', () => {
  it('list the relationships and read their records page by page', async () => {
    const [first, second] = [await openShop(), await openShop()];
    const assisted = await assist();
    const read = async (uri: string): Promise<string> =>
      ((await assisted.client.readResource({ uri })).contents as unknown as [{ text: string }])[0].text;
    for (const { origin } of [first, second]) {
      await assisted.call('prepare_relate', { vendor: origin });
      await press(assisted.opened.at(-1) as string, 'yes');
    }
    const { resources, nextCursor } = await assisted.client.listResources();
    expect(resources.map(({ name }) => name)).to.have.members([
      'agreements',
      `records of ${first.origin}`,
      `records of ${second.origin}`,
    ]);
    expect(nextCursor).to.equal(undefined);
    const rest = await assisted.client.listResources({ cursor: resources[1]?.uri.split('/').at(-1) });
    expect(rest.resources).to.deep.equal([resources[2]]);
    const { iss, uri } = { uri: resources[1]?.uri as string, iss: resources[1]?.uri.split('/').at(-1) as string };
    const { vendor } = [first, second].find(({ origin }) => resources[1]?.name.endsWith(origin)) as Shop;
    for (let i = 2; i <= 70; i++) await vendor.converse(iss, `text ${i}`);
    await assisted.ledger.sync(iss);
    const numbersIn = (text: string): number[] =>
      Array.from(text.matchAll(/^Record (\d+), by/gm), ([, number]) => Number(number));
    const all: number[] = [];
    for (let at: string | undefined = uri; at !== undefined;) {
      const text: string = await read(at);
      all.unshift(...numbersIn(text));
      at = /^Earlier records: (\S+)$/m.exec(text)?.[1];
      for (const number of numbersIn(text).filter((one) => one > 1)) expect(`${text}\n`).to.include(`text: text ${number}\n`);
    }
    expect(all).to.deep.equal(Array.from({ length: 70 }, (_, i) => i + 1));
    for (const wrong of [
      `${uri}?before=0`,
      `${uri}?after=1`,
      `${uri}/1`,
      'relbutton://records/',
      'file:///etc/passwd',
      `${uri}x`,
    ])
      expect(await read(wrong).catch(() => 'refused'), wrong).to.equal('refused');
    for (const shop of [first, second]) shop.close();
    await assisted.close();
  });
});

describe('relbutton-agent mcp over standard input and output', () => {
  it('serves the tools, and asks for the passphrase where the assistant knows the address', async () => {
    const folder = ledgerFolder();
    const shop = await openShop();
    (await openCheap(folder.path('ledger.db'))).close();
    writeFileSync(folder.path('passphrase'), PASSPHRASE);
    const options = ['--ledger', folder.path('ledger.db'), '--passphrase-file', folder.path('passphrase'), '--allow-local'];
    const client = new Client({ name: 'scripted', version: '1' });
    await client.connect(new StdioClientTransport({ command: process.execPath, args: [program, 'mcp', ...options] }));
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).to.deep.equal([
      ...['find_vendor', 'my_relationships', 'inbox', 'prepare_relate', 'prepare_say', 'prepare_intentcast', 'prepare_pledge'],
      ...['prepare_share', 'prepare_leave', 'status_of'],
    ]);
    const hints = tools.map(({ name, annotations: { readOnlyHint, idempotentHint, openWorldHint } = {} }) => [
      name,
      [readOnlyHint && 'reads', idempotentHint && 'idempotent', openWorldHint && 'open'].filter(Boolean).join(' '),
    ]);
    expect(Object.fromEntries(hints), 'the hints of the protocol').to.deep.equal({
      ...{ find_vendor: 'reads open', my_relationships: 'reads', status_of: 'reads', inbox: 'idempotent open' },
      ...{ prepare_relate: 'open', prepare_say: 'open', prepare_intentcast: 'open', prepare_pledge: 'open' },
      ...{ prepare_share: 'open', prepare_leave: 'open' },
    });
    const words = [client.getInstructions(), ...tools.map(({ description }) => description)];
    for (const text of words)
      expect(text, 'some acts are signed under a permission').not.to.match(/signs? nothing|only prepare/i);
    const need = tools.find(({ name }) => name === 'prepare_intentcast')?.description;
    for (const text of [words[0], need]) expect(text).to.include('standing permission');
    const given = { vendor: shop.origin };
    const { address } = jsonOf(await client.callTool({ name: 'prepare_relate', arguments: given })) as { address: string };
    for (const wrong of [undefined, '', 'open sesame'])
      expect((await press(address, 'yes', wrong)).text).to.include('Nothing was signed');
    expect(await heldBy(shop)).to.deep.equal([]);
    let answer = await press(address, 'yes', PASSPHRASE);
    for (; answer.text.includes('Wait 1 s'); answer = await press(address, 'yes', PASSPHRASE));
    expect(answer.text).to.include('Both of you hold this record.');
    expect(await heldBy(shop)).to.have.length(1);
    const { contents } = await client.readResource({ uri: 'relbutton://agreements' });
    expect((contents[0] as { text: string }).text).to.include('SD-BASE-A: Your data only for');
    await client.close();
    shop.close();
    folder.remove();
  });
});
