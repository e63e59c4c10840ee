/** The inbox asks several vendors at once: one that is slow or down holds up no other one. */
import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { sideBySide } from '../../src/agent-cli/side-by-side.js';
import { AGENT } from '../support/agent-command.js';
import { allOf } from '../support/all-of.mjs';
import { assist, type Assisted, openShop, type Shop, type Told } from '../support/assistant.js';
import { type Closable, ledgerFolder, openCheap, PASSPHRASE } from '../support/file-ledger.js';

/** Relates with each vendor, and has it say something. */
const begin = async (ledger: Closable, shops: readonly Shop[]): Promise<void> => {
  for (const { origin, vendor } of shops) {
    await ledger.say({ vendor: { origin, name: 'Shop' }, act: 'relate', agreement: 'SD-BASE' });
    await vendor.converse((await allOf(vendor.relationships()))[0]?.iss as string, `Hello from ${origin}`);
  }
};
const openShops = (count: number): Promise<Shop[]> => Promise.all(Array.from({ length: count }, () => openShop()));

describe('the inbox of relbutton-agent mcp', () => {
  let shops: Shop[];
  let assisted: Assisted;
  const inbox = async (given: object = {}): Promise<Told[]> => (await assisted.call('inbox', given)).vendors as Told[];
  const of = (all: readonly Told[], { origin }: Shop): Told => all.find(({ vendor }) => vendor === origin) as Told;

  beforeEach(async () => {
    shops = await openShops(5);
    assisted = await assist({ patience: 500 });
    await begin(assisted.ledger, shops);
  });
  afterEach(async () => {
    for (const shop of shops) shop.close();
    await assisted.close();
  });

  it('tells what the others said where one is down and one does not answer, and tells the rest later', async () => {
    const [slow, down, ...others] = shops as [Shop, Shop, ...Shop[]];
    const wake = slow.silence();
    down.close();
    const told = await inbox();
    expect(told).to.have.length(5);
    for (const shop of others) expect(JSON.stringify(of(told, shop).said)).to.include(`Hello from ${shop.origin}`);
    expect(of(told, slow)).to.deep.include({ noAnswerYet: true, said: [] });
    expect(of(told, down).error).to.have.property('untrusted').that.includes('cannot be reached');
    wake();
    let later: Told = {};
    do [later = {}] = await inbox({ vendor: slow.origin });
    while (later.noAnswerYet);
    expect(JSON.stringify(later.said)).to.include(`Hello from ${slow.origin}`);
  });

  it('tells the answer to what waited, and how things stand after it', async () => {
    const shop = await openShop({ decide: () => 'pending' });
    shops.push(shop);
    const proposal = { vendor: { origin: shop.origin, name: 'Shop' }, act: 'relate', agreement: 'SD-BASE-A' };
    await assisted.ledger.say(proposal);
    expect((await inbox({ vendor: shop.origin }))[0]).to.deep.include({
      status: 'asked',
      answered: { act: 'relate', answer: 'pending' },
    });
    for await (const { iss } of shop.vendor.pending()) await shop.vendor.decide(iss, { counter: 'SD-BASE' });
    const wake = shop.silence();
    expect((await inbox({ vendor: shop.origin }))[0]).to.include({ noAnswerYet: true });
    wake();
    // The sync ends while nobody asks.
    const waits = async (): Promise<boolean> => (await assisted.ledger.list()).some(({ proposed }) => proposed !== undefined);
    while (await waits()) await new Promise((resolve) => setTimeout(resolve, 10));
    await new Promise((resolve) => setTimeout(resolve, 150));
    let told: Told = {};
    do [told = {}] = await inbox({ vendor: shop.origin });
    while (told.noAnswerYet);
    expect(told, 'an answer that came late is told').to.deep.include({
      status: 'none',
      waitsForAnswer: false,
      answered: { act: 'relate', answer: 'counter', agreement: 'SD-BASE' },
    });
  });

  it('tells of 50 relationships at a time', async () => {
    const { after } = { after: (await inbox())[1]?.relationship };
    expect(await inbox({ after })).to.have.length(3);
  });
});

describe('relbutton-agent inbox', () => {
  it('shows what the others said before a slow vendor answers', async () => {
    const folder = ledgerFolder();
    const shops = await openShops(3);
    const ledger = await openCheap(folder.path('ledger.db'));
    await begin(ledger, shops);
    const { vendor: last } = (await ledger.list()).reduce((one, next) => (next.iss > one.iss ? next : one));
    ledger.close();
    writeFileSync(folder.path('passphrase'), PASSPHRASE, { mode: 0o600 });
    // The ledger lists those that are slow first.
    const wakes = shops.filter(({ origin }) => origin !== last).map((shop) => shop.silence());
    const options = ['--ledger', folder.path('ledger.db'), '--passphrase-file', folder.path('passphrase'), '--allow-local'];
    const child = spawn(process.execPath, [AGENT, 'inbox', ...options]);
    let shown = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (shown += text));
    while (!shown.includes('Hello from')) await once(child.stdout, 'data');
    expect(shown).to.include(`Hello from ${last}`);
    for (const wake of wakes) wake();
    const [code] = (await once(child, 'close')) as [number];
    expect(code).to.equal(0);
    for (const { origin } of shops) expect(shown).to.include(`Hello from ${origin}`);
    for (const shop of shops) shop.close();
    folder.remove();
  });

  it('runs no more at once than it may, and gives the results as they come', async () => {
    let running = 0;
    let most = 0;
    const ends: (() => void)[] = [];
    const work = async (item: number): Promise<number> => {
      most = Math.max(most, ++running);
      if (item === 0) await new Promise<void>((resolve) => ends.push(resolve));
      else await new Promise((resolve) => setImmediate(resolve));
      running--;
      return item;
    };
    const results: number[] = [];
    for await (const item of sideBySide([0, 1, 2, 3, 4, 5, 6], 3, work)) {
      results.push(item);
      if (results.length === 6) for (const end of ends) end();
    }
    expect([most, results.at(-1), [...results].sort().join('')]).to.deep.equal([3, 0, '0123456']);
  });
});
