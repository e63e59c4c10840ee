/** Changes reach the vendor's own systems in order, with every store, from several processes, and after one stopped. */
import { expect } from 'chai';
import Database from 'libsql';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import {
  type Change,
  createMemoryStore,
  type OnChange,
  type Store,
  type Vendor,
  type VendorOptions,
  verifyStore,
} from '../../src/server/index.js';
import { allOf } from '../support/all-of.mjs';
import { payloadHash } from '../../src/contract/record.js';
import { createPostgresStore } from '../../src/server/postgres.js';
import { createSqliteStore } from '../../src/server/sqlite.js';
import { Customer } from '../support/customer.js';
import { Passkey } from '../support/passkey.js';
import { missingPostgres, startPostgres } from '../support/postgres.mjs';
import { drained, type Opened, stoppedStore, stores } from '../support/stores.js';
import { accepted, answered, open, publicJwks } from '../support/vendor.js';

const HOUR = 3_600_000;
const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, milliseconds));
let test = 0;
afterEach(() => void test++);
/** A store as the processes of one test have it: they stop with the test. */
const during = (store: Store): Store => {
  const mine = test;
  return { ...store, claim: (page) => (mine === test ? store.claim(page) : Promise.resolve([])) };
};
const hear = (store: Store, onchange: OnChange, more: Partial<VendorOptions> = {}): Vendor =>
  open({ store: during(store), onchange, onerror: () => undefined, ...more });
/** A vendor whose process writes changes and stops before it delivers one. */
const stopped = (store: Store, more: Partial<VendorOptions> = {}): Vendor => hear(stoppedStore(store), () => undefined, more);
const until = async (isDone: () => boolean): Promise<void> => {
  for (const end = Date.now() + 10_000; !isDone() && Date.now() < end;) await wait(10);
};
/** Sets the machine's clock while work is done. */
const atTime = async (ahead: number, work: () => Promise<void>): Promise<void> => {
  const { now } = Date;
  Date.now = () => now() + ahead;
  try {
    await work();
  } finally {
    Date.now = now;
  }
};
const down = (): never => {
  throw new Error('down');
};

describe('a delivery', () => {
  it('waits for what was due when it began, also where an earlier one ends meanwhile', async () => {
    const store = createMemoryStore();
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let reached = (): void => undefined;
    const reaching = new Promise<void>((resolve) => (reached = resolve));
    const next = async (): Promise<number | undefined> => {
      reached();
      await held;
      return store.next();
    };
    const heard: string[] = [];
    const onchange = async ({ act }: Change): Promise<void> => {
      await wait(20);
      heard.push(act);
    };
    const vendor = open({ store: { ...store, next }, onchange });
    const first = vendor.deliver();
    await reaching;
    await accepted(vendor, await (await Customer.create()).sign());
    const second = vendor.deliver();
    release();
    await second;
    expect(heard).to.deep.equal(['relate']);
    await first;
    await vendor.close();
  });
});

for (const [name, openStore] of Object.entries(stores)) {
  describe(`changes with ${name}`, () => {
    let opened: Opened;
    let store: Store;
    let again: Store;
    let customer: Customer;
    before(async () => {
      opened = await openStore();
      store = opened.store;
      again = opened.again ?? store;
    });
    after(() => opened.close());
    beforeEach(async () => {
      customer = await Customer.create();
    });

    it('come in order where the first is not taken, and hold nobody else up', async () => {
      const other = await Customer.create();
      const said: string[] = [];
      let isDown = true;
      const onchange = ({ iss, status, sequence }: Change): void => {
        said.push(`${iss === customer.iss ? 'one' : 'other'} ${status} ${sequence}`);
        if (isDown && iss === customer.iss) throw new Error('down');
      };
      const [vendor, second] = [hear(store, onchange), hear(again, onchange)];
      await accepted(vendor, await customer.sign());
      await vendor.deliver();
      await second.pause(customer.iss);
      await accepted(vendor, await other.sign());
      await vendor.leave(customer.iss);
      await Promise.all([vendor.deliver(), second.deliver()]);
      expect(said).to.deep.equal(['one related 1', 'other related 1']);
      isDown = false;
      await atTime(2_000, async () => void (await Promise.all([vendor.deliver(), second.deliver()])));
      expect(said.slice(2)).to.deep.equal(['one related 1', 'one paused 2', 'one ended 3']);
    });

    it('come in order from a process that stopped, with the time at which they happened', async () => {
      const vendor = stopped(store);
      const begun = Date.now();
      await accepted(vendor, await customer.sign());
      await vendor.pause(customer.iss);
      await vendor.resume(customer.iss);
      const ended = Date.now();
      await wait(100);
      const heard: Change[] = [];
      await hear(again, (change) => void heard.push(change)).deliver();
      expect(heard.map(({ act, sequence }) => `${act} ${sequence}`)).to.deep.equal(['relate 1', 'pause 2', 'resume 3']);
      for (const { occurredAt } of heard) expect(Date.parse(occurredAt)).to.be.within(begun, ended);
    });

    it('belong to one process while it delivers them', async () => {
      const heard: string[] = [];
      const slow = async ({ id }: Change): Promise<void> => {
        heard.push(id);
        await wait(300);
      };
      await accepted(stopped(store), await customer.sign());
      const delivering = hear(store, slow).deliver();
      await wait(100);
      await hear(again, slow).deliver();
      await delivering;
      expect(heard).to.have.length(1);
    });

    it('of one relationship do not wait for another one that hangs', async () => {
      const heard: string[] = [];
      const vendor = stopped(store);
      const other = await Customer.create();
      await accepted(vendor, await customer.sign());
      await accepted(vendor, await other.sign());
      await vendor.pause(other.iss);
      let release = (): void => undefined;
      const hangs = new Promise<void>((resolve) => (release = resolve));
      const delivering = hear(store, async ({ iss, act }) => {
        if (iss === customer.iss) await hangs;
        else heard.push(act);
      }).deliver();
      for (const end = Date.now() + 5_000; heard.length < 2 && Date.now() < end;) await wait(20);
      expect(heard).to.deep.equal(['relate', 'pause']);
      release();
      await delivering;
    });

    it('all come, in order and no more at once than asked for, once the receiver is there again', async () => {
      const vendor = stopped(store);
      const customers = await Promise.all(Array.from({ length: 12 }, () => Customer.create()));
      for (const one of customers) {
        await accepted(vendor, await one.sign());
        await vendor.pause(one.iss);
        await vendor.resume(one.iss);
      }
      let isDown = true;
      let atOnce = 0;
      let most = 0;
      const heard = new Map<string, number[]>(customers.map(({ iss }) => [iss, []]));
      const onchange = async ({ iss, sequence }: Change): Promise<void> => {
        most = Math.max(most, ++atOnce);
        await wait(5);
        atOnce--;
        if (isDown) down();
        heard.get(iss)?.push(sequence);
      };
      const receiver = hear(store, onchange, { concurrency: 3 });
      await Promise.all(Array.from({ length: 5 }, () => receiver.deliver()));
      isDown = false;
      await atTime(2_000, () => receiver.deliver());
      expect([...heard.values()]).to.deep.equal(customers.map(() => [1, 2, 3]));
      expect(most).to.equal(3);
    });

    it('are taken over from a process that stopped in the middle, when its lease ends', async () => {
      const heard: string[] = [];
      await accepted(stopped(store), await customer.sign());
      const begun = Date.now();
      expect(await store.claim({ now: begun, until: begun + 30_000, limit: 100 })).not.to.deep.equal([]);
      const vendor = hear(again, ({ iss }) => void heard.push(iss));
      await vendor.deliver();
      expect(heard).to.deep.equal([]);
      await atTime(31_000, () => vendor.deliver());
      expect(heard).to.include(customer.iss);
    });

    it('are dead letters after so many tries, hold those behind them up no more, and can be sent again', async () => {
      const heard: string[] = [];
      const errors: string[] = [];
      let isDown = true;
      const onerror = ({ message }: Error): void => void errors.push(message);
      const onchange = ({ iss, act }: Change): void => {
        if (iss !== customer.iss) return;
        if (isDown && act === 'relate') down();
        heard.push(act);
      };
      const vendor = hear(store, onchange, { tries: 2, onerror });
      const writer = stopped(store);
      const record = await accepted(writer, await customer.sign());
      await writer.pause(customer.iss);
      await vendor.deliver();
      expect(await allOf(vendor.undelivered())).to.deep.equal([]);
      await atTime(2_000, () => vendor.deliver());
      expect(heard).to.deep.equal(['pause']);
      const [letter, ...more] = await allOf(hear(again, onchange).undelivered());
      expect(more).to.deep.equal([]);
      expect(letter).to.deep.include({ iss: customer.iss, attempts: 2, why: 'down' });
      expect(letter?.change).to.deep.include({ id: letter?.id, act: 'relate', sequence: 1, record });
      expect(errors[0]).to.equal('down');
      expect(errors[1])
        .to.match(/dead letter after 2 tries: down/)
        .and.to.contain(String(letter?.id));
      expect(errors).to.have.length(2);
      isDown = false;
      expect(await vendor.resend('nothing')).to.equal(false);
      expect(await vendor.resend(String(letter?.id))).to.equal(true);
      await until(() => heard.length > 1);
      expect(heard).to.deep.equal(['pause', 'relate']);
      expect(await allOf(vendor.undelivered())).to.deep.equal([]);
    });

    it('are dead letters whatever the reason says', async () => {
      const onchange = (): never => {
        throw new Error('a\0b');
      };
      const vendor = hear(store, onchange, { tries: 1 });
      await accepted(stopped(store), await customer.sign());
      await vendor.deliver();
      const letters = (await allOf(vendor.undelivered())).filter(({ iss }) => iss === customer.iss);
      expect(letters.map(({ why }) => why)).to.deep.equal(['a\ufffdb']);
      await vendor.resend(String(letters[0]?.id));
      await drained(store);
    });

    describe('that wait for a leave to erase', () => {
      const leave = async (vendor: Vendor): Promise<{ sent: string; answer: Record<string, unknown> }> => {
        const related = await accepted(vendor, await customer.sign());
        const body = { erase: true };
        const sent = await customer.sign({ act: 'leave', agreement: undefined, prev: await payloadHash(related), body });
        return { sent, answer: await answered(vendor, sent) };
      };
      const sync = async (vendor: Vendor): Promise<Record<string, unknown>> =>
        answered(vendor, await customer.sign({ act: 'sync', agreement: undefined }));

      it('answer at once; then all is erased but the leave, and both sides learn it', async () => {
        const told: unknown[] = [];
        const erased: string[] = [];
        const options: Partial<VendorOptions> = {
          erase(iss) {
            erased.push(iss);
            if (erased.length === 1) down();
            return Promise.resolve({ erased: true });
          },
        };
        const { sent, answer } = await leave(stopped(store, options));
        expect(erased, 'it is not waited for').to.deep.equal([]);
        expect(answer.erasure).to.deep.equal({ pending: true });
        const vendor = hear(again, ({ act, sequence, erasure }) => void told.push([act, sequence, erasure]), options);
        await vendor.deliver();
        expect(erased).to.deep.equal([customer.iss]);
        expect(await answered(vendor, sent), 'it waits').to.deep.equal(answer);
        expect((await sync(vendor)).erasure).to.deep.equal({ pending: true });
        expect(await store.read(customer.iss)).to.have.length(2);
        await atTime(2_000, () => vendor.deliver());
        expect(erased).to.deep.equal([customer.iss, customer.iss]);
        expect(await answered(vendor, sent)).to.deep.equal({ ...answer, erasure: { erased: true } });
        const { erasure, records } = await sync(vendor);
        expect([erasure, records]).to.deep.equal([{ erased: true }, [answer.record]]);
        expect((await store.read(customer.iss)).map(({ record }) => record)).to.deep.equal([answer.record]);
        expect(await vendor.status(customer.iss)).to.equal('ended');
        expect(told).to.deep.equal([
          ['relate', 1, undefined],
          ['leave', 2, { pending: true }],
          ['leave', 3, { erased: true }],
        ]);
        await atTime(2 * HOUR, () => vendor.deliver());
        expect(erased).to.have.length(2);
        const { faults } = await verifyStore(store, await publicJwks(vendor));
        expect(faults).to.equal(0);
      });

      it('say what is kept, and keep the records', async () => {
        const kept = { kept: 'Invoices', why: 'tax law', until: '2037' };
        const vendor = open({ store: during(store), erase: () => Promise.resolve(kept), onerror: () => undefined });
        const { sent, answer } = await leave(vendor);
        expect(answer.erasure).to.deep.equal({ pending: true });
        await vendor.deliver();
        expect((await answered(vendor, sent)).erasure).to.deep.equal(kept);
        expect((await sync(vendor)).erasure).to.deep.equal(kept);
        expect(await store.read(customer.iss)).to.have.length(2);
        expect(await drained(store)).to.deep.equal([]);
      });

      it('wait for the operator after so many tries', async () => {
        let isDown = true;
        const errors: string[] = [];
        const vendor = open({
          store: during(store),
          tries: 1,
          erase: () => (isDown ? down() : Promise.resolve({ erased: true })),
          onerror: ({ message }) => void errors.push(message),
        });
        const { sent, answer } = await leave(vendor);
        await vendor.deliver();
        const [letter, ...more] = await allOf(vendor.undelivered());
        expect(more).to.deep.equal([]);
        expect(letter).to.deep.include({ iss: customer.iss, attempts: 1 }).and.not.to.have.property('change');
        expect(letter?.why).to.match(/option erase of createVendor failed: down/);
        expect(errors.join()).to.contain(customer.iss).and.to.contain('vendor.undelivered');
        expect(await answered(vendor, sent)).to.deep.equal(answer);
        isDown = false;
        await vendor.resend(String(letter?.id));
        await vendor.deliver();
        expect((await sync(vendor)).erasure).to.deep.equal({ erased: true });
      });

      it('are asked for by an end without erase never', async () => {
        const vendor = open({ store: during(store), erase: () => down(), onerror: () => undefined });
        const related = await accepted(vendor, await customer.sign());
        await accepted(vendor, await customer.sign({ act: 'leave', agreement: undefined, prev: await payloadHash(related) }));
        expect(await store.next()).to.equal(undefined);
        expect(await sync(vendor)).not.to.have.property('erasure');
      });

      it('erase what was not delivered yet where only records are held', async () => {
        const vendor = stopped(store);
        const { answer } = await leave(vendor);
        expect(answer.erasure).to.deep.equal({ erased: true });
        expect((await sync(vendor)).erasure).to.deep.equal({ erased: true });
        const changes = (await drained(store)).map(({ body }) => JSON.parse(body) as Change);
        expect(changes.map(({ act, sequence, erasure }) => [act, sequence, erasure])).to.deep.equal([
          ['leave', 2, { erased: true }],
        ]);
      });
    });
  });
}

describe('changes whatever happens', () => {
  let store: Store;
  let customer: Customer;
  beforeEach(async () => {
    store = createMemoryStore();
    customer = await Customer.create();
  });

  for (const method of ['claim', 'next', 'finish'] as const)
    it(`go on by themselves after ${method} of the store fails once`, async () => {
      const heard: number[] = [];
      let failures = 0;
      const errors: string[] = [];
      const fails = ((...given: never[]) =>
        failures++ === 0
          ? Promise.reject(new Error('no disk'))
          : (store[method] as (...all: never[]) => unknown)(...given)) as never;
      const onerror = ({ message }: Error): void => void errors.push(message);
      const vendor = hear({ ...store, [method]: fails }, ({ sequence }) => void heard.push(sequence), { onerror });
      await accepted(stopped(store), await customer.sign());
      await vendor.deliver();
      await stopped(store).pause(customer.iss);
      // Until then it waits. What it could not finish is tried again when the lease ends.
      if (method === 'finish') await atTime(31_000, () => vendor.deliver());
      const expected = method === 'finish' ? [1, 1, 2] : [1, 2];
      await until(() => heard.length === expected.length);
      expect(heard).to.deep.equal(expected);
      expect(errors).to.deep.equal(['no disk']);
      expect(failures).to.be.greaterThan(1);
    });

  it('come although the clock is set back an hour, and not twice at once if it is set on', async () => {
    let isDown = true;
    const heard: string[] = [];
    const vendor = hear(store, async ({ act, iss }) => {
      if (iss !== customer.iss) return;
      if (isDown) down();
      heard.push(act);
      await wait(100);
    });
    await accepted(vendor, await customer.sign());
    await vendor.deliver();
    isDown = false;
    await atTime(-HOUR, () => until(() => heard.length === 1));
    await vendor.deliver();
    await atTime(-HOUR, async () => {
      await vendor.pause(customer.iss);
      await vendor.deliver();
    });
    expect(heard).to.deep.equal(['relate', 'pause']);
    await atTime(HOUR, async () => {
      await vendor.resume(customer.iss);
      const delivering = vendor.deliver();
      await until(() => heard.length === 3);
      await atTime(HOUR, () => vendor.deliver());
      await delivering;
    });
    expect(heard).to.deep.equal(['relate', 'pause', 'resume']);
  });
});

describe('a change that is not taken for days', () => {
  it('is tried once an hour, and given up after three days', async () => {
    const store = createMemoryStore();
    await accepted(stopped(store), await (await Customer.create()).sign());
    const vendor = hear(store, down);
    const waits: number[] = [];
    for (let ahead = 0; waits.length < 200;) {
      await atTime(ahead, () => vendor.deliver());
      const next = await store.next();
      if (next === undefined) break;
      const passed = next - Date.now();
      waits.push(passed - ahead);
      ahead = passed + 5;
    }
    expect(waits[5]).to.be.within(20_000, 32_000);
    expect(Math.max(...waits)).to.be.at.most(HOUR + 1_000);
    expect(waits.at(-1)).to.be.closeTo(HOUR, 300_000);
    expect(waits.reduce((sum, one) => sum + one, 0) / (24 * HOUR)).to.be.closeTo(3, 0.1);
    expect((await allOf(vendor.undelivered())).map(({ attempts }) => attempts)).to.deep.equal([84]);
  });

  it('waits, and is told, where the process has no onchange', async () => {
    const store = createMemoryStore();
    const customer = await Customer.create();
    await accepted(stopped(store), await customer.sign());
    const errors: string[] = [];
    const erase = (): Promise<{ erased: true }> => Promise.resolve({ erased: true });
    await open({ store: during(store), erase, onerror: ({ message }) => void errors.push(message) }).deliver();
    expect(errors.join()).to.match(/waits, but createVendor has no option onchange/);
    const heard: string[] = [];
    await atTime(2_000, () => hear(store, ({ act }) => void heard.push(act)).deliver());
    expect(heard).to.deep.equal(['relate']);
  });
});

/** The outbox as version 0.1.0 made it, with what it held. */
const OLD_TABLES = `
  CREATE TABLE relbutton_records (seq INTEGER PRIMARY KEY, iss TEXT NOT NULL, jti TEXT NOT NULL, hash TEXT NOT NULL, place TEXT,
    received TEXT NOT NULL, record TEXT, answer TEXT NOT NULL, UNIQUE (iss, jti), UNIQUE (iss, place));
  CREATE TABLE relbutton_outbox (id TEXT PRIMARY KEY, due BIGINT NOT NULL, attempts INTEGER NOT NULL, body TEXT NOT NULL);`;
const oldRows = async (): Promise<{ customer: Customer; sql: string[]; iats: number[] }> => {
  const customer = await Customer.create();
  const store = createMemoryStore();
  const vendor = stopped(store);
  await accepted(vendor, await customer.sign());
  await vendor.pause(customer.iss);
  const sql = (await store.list()).map(
    ({ iss, jti, hash, place, received, record }, i) =>
      `INSERT INTO relbutton_records VALUES (${i + 1}, '${iss}', '${jti}', '${hash}', '${place}', '${received}', '${record}', '{}')`,
  );
  const iats = [Math.floor(Date.now() / 1_000)];
  const changes = (await store.list()).map(({ record, iss }, i) => {
    const [act, status, side] = i ? ['pause', 'paused', 'vendor'] : ['relate', 'related', 'customer'];
    return JSON.stringify({ id: `z${9 - i}`, iss, act, side, status, record });
  });
  // The first failed, and is due later than the second.
  sql.push(...changes.map((body, i) => `INSERT INTO relbutton_outbox VALUES ('z${9 - i}', ${i ? 5 : 900}, 0, '${body}')`));
  return { customer, sql, iats };
};
const checkMigrated = async (store: Store, { customer, iats }: { customer: Customer; iats: number[] }): Promise<void> => {
  const heard: Change[] = [];
  const vendor = hear(store, (change) => void heard.push(change));
  await vendor.resume(customer.iss);
  await vendor.deliver();
  expect(heard.map(({ act, sequence }) => `${act} ${sequence}`)).to.deep.equal(['relate 1', 'pause 2', 'resume 3']);
  expect((await store.read(customer.iss)).every((entry) => !('credential' in entry))).to.equal(true);
  const other = new Passkey();
  await accepted(vendor, other.sign({ body: { credential: other.credential } }));
  expect(await store.find(other.credential)).to.equal(other.iss);
  for (const { occurredAt } of heard) expect(Date.parse(occurredAt) / 1_000).to.be.closeTo(iats[0] as number, 10);
};

describe('tables of version 0.1.0', () => {
  it('are taken over in SQLite, also by two processes', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'relbutton-old-'));
    const file = join(folder, 'records.db');
    const database = new Database(file);
    const old = await oldRows();
    database.exec(`${OLD_TABLES}\n${old.sql.join(';\n')}`);
    database.close();
    const [store, again] = [createSqliteStore(file), createSqliteStore(file)];
    await checkMigrated(store, old);
    store.close();
    again.close();
    rmSync(folder, { recursive: true });
  });

  if (!missingPostgres)
    it('are taken over in PostgreSQL, also by two processes', async () => {
      const server = await startPostgres();
      const pools = [new pg.Pool(server.connection), new pg.Pool(server.connection)] as const;
      try {
        const old = await oldRows();
        await pools[0].query(
          OLD_TABLES.replace('seq INTEGER PRIMARY KEY', 'seq bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY'),
        );
        for (const row of old.sql) await pools[0].query(row);
        await pools[0].query(`SELECT setval(pg_get_serial_sequence('relbutton_records', 'seq'), 10)`);
        const [store] = await Promise.all(pools.map((pool) => createPostgresStore(pool)));
        await checkMigrated(store as Store, old);
      } finally {
        await Promise.all(pools.map((pool) => pool.end()));
        await server.stop();
      }
    });
});
