/** Kills an agent at each step of its work with a ledger file, and goes on in another process: nothing is one-sided, nothing is lost. */
import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { exportJWK } from 'jose';
import { openFileStore } from '../../src/agent/ledger-file/store.js';
import { readClaims } from '../../src/contract/record.js';
import { createKey, createMemoryStore, createVendor, type Vendor } from '../../src/server/index.js';
import { nodeHandler } from '../../src/server/node.js';
import { allOf } from '../support/all-of.mjs';
import { type Closable, ledgerFolder, openCheap, PASSPHRASE } from '../support/file-ledger.js';

const script = fileURLToPath(new URL('../support/agent-process.mjs', import.meta.url));

describe('an agent with a ledger file, killed at each step', () => {
  const folder = ledgerFolder();
  let server: Server;
  let origin: string;
  let vendor: Vendor;
  let answer: ReturnType<typeof nodeHandler>;
  const open = async (): Promise<void> => {
    vendor = createVendor({ origin, name: 'Shop', accepts: ['SD-BASE'], key: await createKey(), store: createMemoryStore() });
    answer = nodeHandler(vendor, origin);
  };
  before(async () => {
    server = createServer((request, response) => {
      void answer(request, response).then((isDone) => isDone || response.writeHead(404).end());
    });
    await new Promise<void>((resolve) => void server.listen(0, 'localhost', resolve));
    origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    server.close().closeAllConnections();
    folder.remove();
  });

  /** @returns whether it was killed */
  const run = async (told: object): Promise<boolean> => {
    const child = spawn(process.execPath, [script, JSON.stringify({ passphrase: PASSPHRASE, origin, ...told })], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
    if (signal === null) expect(code).to.equal(0);
    return signal === 'SIGKILL';
  };
  /** No private key of the ledger is in clear in any of its files. */
  const expectLocked = async (file: string): Promise<void> => {
    const files = readdirSync(dirname(file)).filter((name) => join(dirname(file), name).startsWith(file));
    const bytes = files.map((name) => readFileSync(join(dirname(file), name)));
    const store = await openFileStore(file, PASSPHRASE);
    for (const { keys } of await store.relationships(undefined, 10)) {
      const { d = '' } = keys ? await exportJWK(keys.privateKey) : {};
      const raw = Buffer.from(d, 'base64url');
      for (const form of [raw, d, raw.toString('hex'), raw.toString('base64')])
        for (const one of bytes) expect(one.includes(form)).to.equal(false);
    }
    store.close();
  };
  const relate = (ledger: Closable): Promise<unknown> =>
    ledger.say({ vendor: { origin, name: 'Shop' }, act: 'relate', agreement: 'SD-BASE' });
  const issOf = async (ledger: Closable): Promise<string> => (await ledger.list())[0]?.iss ?? '';

  const related = async (ledger: Closable): Promise<void> => void (await relate(ledger));
  const news = async (ledger: Closable): Promise<void> => {
    await relate(ledger);
    for (const text of ['One', 'Two', 'Three']) await vendor.converse(await issOf(ledger), text);
  };
  const cases: [act: string, prepare: (ledger: Closable) => Promise<void>, status: string][] = [
    ['relate', () => Promise.resolve(), 'related'],
    ['converse', related, 'related'],
    ['converse', news, 'related'],
    ['sync', news, 'related'],
    ['leave', related, 'ended'],
  ];
  for (const [i, [act, prepare, status]] of cases.entries()) {
    it(`${act} (${i}): on both sides, or on none`, async () => {
      let kills = 0;
      for (let killAt = 1, wasKilled = true; wasKilled; killAt++) {
        await open();
        const file = folder.path(`${i}-${killAt}.db`);
        const before = await openCheap(file);
        await prepare(before);
        before.close();
        wasKilled = await run({ file, act, killAt });
        if (wasKilled) kills++;
        await expectLocked(file);
        const where = `${act}, killed at ${killAt}`;
        const begun = performance.now();
        const ledger = await openCheap(file);
        for (const { iss } of await ledger.list()) await ledger.sync(iss);
        expect(performance.now() - begun, `${where}: the turn of the killed one is free`).to.be.below(14_000);
        const mine = await ledger.list();
        const theirs = await allOf(vendor.relationships());
        expect(
          theirs.map(({ iss }) => iss),
          where,
        ).to.deep.equal(mine.map(({ iss }) => iss));
        for (const { iss, records, status: now, proposed } of mine) {
          expect(proposed, where).to.equal(undefined);
          const { records: held, status: theirStatus } = await vendor.relationship(iss);
          expect(now, where).to.equal(theirStatus);
          // A leave that erases leaves the vendor that one record.
          if (theirStatus === 'ended') expect(records, where).to.include.members([...held]);
          else expect(records, where).to.deep.equal(held);
          const acts = records.map((record) => readClaims(record)?.act);
          expect(acts.filter((one) => one === 'leave').length, where).to.be.below(2);
          if (act === 'converse')
            expect(acts.filter((one) => one === 'converse').length, where).to.be.below(prepare === news ? 5 : 2);
          if (!wasKilled) expect(now, where).to.equal(status);
        }
        ledger.close();
      }
      console.log(`${act}: killed ${kills} times`);
      expect(kills).to.be.above(6);
    });
  }
});
