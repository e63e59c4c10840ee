/**
 * Kills the shop's server at each step of its work, for each act, and starts it again. Then agent and shop hold the same record, or
 * neither does; and each change was delivered to the shop's own systems, or is still in the outbox.
 */
import 'fake-indexeddb/auto';
import { expect } from 'chai';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type Ledger, openLedger } from '../../src/agent/ledger.js';
import { createDesk } from '../../src/server/desk/index.js';
import { createVendor, type Entry, type Store, type Vendor } from '../../src/server/index.js';
import { key } from './vendor.js';
import { allOf } from './all-of.mjs';
import { drained } from './stores.js';

export interface Opened {
  readonly store: Store;
  /** The options by which the shop's process opens the store. */
  readonly told: object;
  close(): Promise<void>;
}

const secret = `whsec_${Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64')}`;
const script = fileURLToPath(new URL('shop-process.mjs', import.meta.url));
const accepts = ['SD-BASE', 'SD-BASE-DP', 'SD-BASE-A'] as const;

const ELSEWHERE = 'a leave that erases elsewhere as well';

export const describeKills = (name: string, open: () => Promise<Opened>): void => {
  describe(`killed at each step, with ${name}`, () => {
    let opened: Opened;
    let port: number;
    let origin: string;
    /** The restarted shop, in this process. */
    let again: Vendor;
    let shop: ChildProcess | undefined;
    /** The changes that the shop's own systems received, as JSON texts. */
    const heard: string[] = [];
    /** Those that it had not received when the shop's process was killed. */
    const waited: string[] = [];
    const hook = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += String(chunk)));
      request.on('end', () => {
        heard.push(JSON.stringify((JSON.parse(body) as { data: object }).data));
        response.writeHead(204).end();
      });
    });
    const { fetch: realFetch } = globalThis;
    const { navigator: realNavigator } = globalThis;

    before(async () => {
      opened = await open();
      await new Promise<void>((resolve) => void hook.listen(0, 'localhost', resolve));
      const probe = createServer();
      await new Promise<void>((resolve) => void probe.listen(0, 'localhost', resolve));
      port = (probe.address() as AddressInfo).port;
      await new Promise((resolve) => probe.close(resolve));
      origin = `http://localhost:${port}`;
      again = createVendor({ origin, name: 'Acme Coffee', accepts, key, store: opened.store, decide: () => 'accept' });
      // Fake `navigator.locks`: Node 20 has none, and there is only one window.
      const locks = { request: (_: string, work: () => unknown) => work() };
      Object.defineProperty(globalThis, 'navigator', { value: { locks }, configurable: true });
      globalThis.fetch = (async (input: URL | string, init?: RequestInit) => {
        if (shop || new URL(input).origin !== origin) return realFetch(input, init);
        return (await again.handler(new Request(input, init))) ?? new Response(null, { status: 404 });
      }) as typeof fetch;
    });
    after(async () => {
      Object.defineProperty(globalThis, 'navigator', { value: realNavigator, configurable: true });
      globalThis.fetch = realFetch;
      hook.close().closeAllConnections();
      await opened.close();
    });

    /** Starts the shop's process, to be killed at a step. */
    const start = async (killAt: number, erases: boolean): Promise<{ process: ChildProcess; gone: Promise<unknown> }> => {
      const webhook = { url: `http://localhost:${(hook.address() as AddressInfo).port}/`, secret };
      const told = JSON.stringify({ port, key, webhook, secret, killAt, erases, ...opened.told });
      const process = spawn(globalThis.process.execPath, [script, told], { stdio: ['ignore', 'pipe', 'ignore'] });
      const gone = once(process, 'exit');
      await Promise.race([once(process.stdout, 'data'), gone]);
      return { process, gone };
    };
    /** The statuses of what the desk answered, where it lived to answer. */
    const answers: number[] = [];
    /** Posts a form of the desk to the shop's process. A desk of this process, with the same secret, makes its token. */
    const desk = async (act: string, iss: string): Promise<void> => {
      const { handler } = createDesk(again, { authorize: () => 'anybody', secret });
      const page = await (await handler(new Request(`${origin}/desk/${iss}`)))?.text();
      const [, token = ''] = /name="token" value="([^"]*)"/.exec(page ?? '') ?? [];
      const { status } = await realFetch(`${origin}/desk/${iss}`, {
        method: 'POST',
        headers: { origin },
        body: new URLSearchParams({ token, act }),
        // The page that the answer leads to has nothing to do with the act.
        redirect: 'manual',
      });
      answers.push(status);
    };
    const vendor = (): { origin: string; name: string } => ({ origin, name: 'Acme Coffee' });
    const relate = (ledger: Ledger, agreement = 'SD-BASE'): Promise<unknown> =>
      ledger.say({ vendor: vendor(), act: 'relate', agreement });
    const say = (ledger: Ledger, act: 'pause' | 'leave', body: { erase?: true } = {}): Promise<unknown> =>
      ledger.say({ vendor: vendor(), act, body });
    const issOf = async (ledger: Ledger): Promise<string> => String((await ledger.list())[0]?.iss);

    type Work = (ledger: Ledger) => Promise<unknown>;
    const begun: Work = (ledger) => relate(ledger);
    const cases: [what: string, prepare: Work, act: Work, status: string[]][] = [
      ['an agreement', () => Promise.resolve(), begun, ['related']],
      ['a counter', () => Promise.resolve(), (ledger) => relate(ledger, 'SD-BASE-ATP'), ['none', 'offered']],
      ['a proposal that waits', () => Promise.resolve(), (ledger) => relate(ledger, 'SD-BASE-DP'), ['asked', 'related']],
      [
        'a decision by a person',
        async (ledger) => {
          again = createVendor({ ...options(), decide: () => 'pending' });
          await relate(ledger, 'SD-BASE-DP');
        },
        async (ledger) => desk('accept', await issOf(ledger)),
        ['asked', 'related'],
      ],
      ['another agreement', begun, (ledger) => relate(ledger, 'SD-BASE-A'), ['related']],
      ['a pause', begun, (ledger) => say(ledger, 'pause'), ['paused']],
      ['a sync', begun, async (ledger) => ledger.sync(await issOf(ledger)), ['related']],
      ['an export', begun, async (ledger) => ledger.exportFrom(await issOf(ledger)), ['related']],
      ['a leave', begun, (ledger) => say(ledger, 'leave'), ['ended']],
      ['a leave that erases', begun, (ledger) => say(ledger, 'leave', { erase: true }), ['ended']],
      [ELSEWHERE, begun, (ledger) => say(ledger, 'leave', { erase: true }), ['ended']],
      ['a pause by the shop', begun, async (ledger) => desk('pause', await issOf(ledger)), ['related', 'paused']],
      ['a leave by the shop', begun, async (ledger) => desk('leave', await issOf(ledger)), ['related', 'ended']],
    ];
    const options = (): Parameters<typeof createVendor>[0] => ({
      origin,
      name: 'Acme Coffee',
      accepts,
      key,
      store: opened.store,
    });
    const stateOf = ({ iss, jti, record, answer }: Entry): string => `${iss} ${jti} ${record} ${JSON.stringify(answer)}`;
    /** Lets another process of the shop do what the killed one leased, and checks that each erasure ends. */
    const endErasures = async (ledger: Ledger): Promise<void> => {
      let isOpen = true;
      const { claim } = opened.store;
      const store: Store = { ...opened.store, claim: (page) => (isOpen ? claim(page) : Promise.resolve([])) };
      const onchange = (change: object): void => void heard.push(JSON.stringify(change));
      const erase = (): Promise<{ erased: true }> => Promise.resolve({ erased: true });
      const other = createVendor({ ...options(), store, onchange, erase, onerror: () => undefined });
      const { now } = Date;
      try {
        Date.now = () => now() + 31_000;
        await other.deliver();
      } finally {
        Date.now = now;
        isOpen = false;
      }
      const iss = await issOf(ledger);
      const [leave, ...others] = await opened.store.read(iss, { isLeave: true });
      if (!leave) return;
      expect([leave.answer, others, await opened.store.read(iss)]).to.deep.equal([{ erasure: { erased: true } }, [], [leave]]);
    };
    let kills = 0;

    for (const [what, prepare, act, statuses] of cases) {
      it(`${what}: on both sides, or on none`, async () => {
        for (let killAt = 1, wasKilled = true; wasKilled; killAt++) {
          const database = `kill-${name}-${what}-${killAt}`;
          const ledger = await openLedger(database);
          again = createVendor(options());
          await prepare(ledger);
          const before = new Set((await opened.store.list()).map(stateOf));
          const { process, gone } = await start(killAt, what === ELSEWHERE);
          shop = process;
          const begun = Date.now();
          await act(ledger).catch(() => undefined);
          // After its answer it still delivers. A slow machine takes longer for that as well.
          const delivering = Math.max(80, 3 * (Date.now() - begun));
          wasKilled = await Promise.race([
            gone.then(() => true),
            new Promise<false>((resolve) => setTimeout(resolve, delivering, false)),
          ]);
          process.kill('SIGKILL');
          await gone;
          shop = undefined;
          kills++;
          const where = `${what}, killed at ${killAt}`;
          if (what === ELSEWHERE) await endErasures(ledger);
          // Each change that it stored was delivered, or waits in the outbox.
          waited.push(...(await drained(opened.store)).map(({ body }) => body));
          const told = [...heard, ...waited].join();
          for (const entry of await opened.store.list()) {
            const isNews = entry.record !== null || entry.answer.pending;
            const change = `"iss":"${entry.iss}"`;
            const record = entry.record === null ? '"status":"asked"' : JSON.stringify(entry.record);
            if (isNews && !before.has(stateOf(entry)))
              expect(told.includes(change) && told.includes(record), where).to.equal(true);
          }

          // Restart the shop, with the same decisions.
          again = createVendor({
            ...options(),
            decide: ({ agreement }) =>
              agreement === 'SD-BASE-DP' ? 'pending' : agreement === 'SD-BASE-ATP' ? { counter: 'SD-BASE' } : 'accept',
          });
          for (const { iss } of await ledger.list()) await ledger.sync(iss);
          const theirs = new Map((await allOf(again.relationships())).map((one) => [one.iss, one]));
          const mine = await ledger.list();
          for (const { iss, status, records } of mine) {
            const { status: theirStatus, records: theirRecords } = await again.relationship(iss);
            expect(status === 'none' ? 'offered' : status, where).to.equal(theirStatus);
            expect(statuses, where).to.include(status);
            if (!what.includes('erases')) expect(records, where).to.deep.equal(theirRecords);
            else expect(records, where).to.include.members([...theirRecords]);
            theirs.delete(iss);
          }
          // Customers that only the shop knows must come from other cases.
          const known = new Set(all);
          for (const iss of theirs.keys()) expect(known.has(iss), `${where}: only the shop knows ${iss}`).to.equal(true);
          for (const { iss } of mine) all.add(iss);
        }
      });
    }
    const all = new Set<string>();

    it('tells each change under one id, however often', () => {
      const byId = new Map<string, Set<string>>();
      for (const body of [...heard, ...waited]) {
        const { id } = JSON.parse(body) as { id: string };
        byId.set(id, (byId.get(id) ?? new Set()).add(body));
      }
      for (const [id, bodies] of byId) expect(bodies.size, id).to.equal(1);
      expect(byId.size).to.be.greaterThan(20);
      expect(kills).to.be.within(60, 400);
      expect(answers.length).to.be.greaterThan(2);
      expect(new Set(answers), 'the desk does each act that it lives to answer').to.deep.equal(new Set([303]));
      console.log(`${name}: killed ${kills} times, ${heard.length} changes heard, ${waited.length} waited`);
    });
  });
};
