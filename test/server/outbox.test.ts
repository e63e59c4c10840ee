/** Changes reach the vendor's own systems in order, with every store, from several processes, and after one stopped. */
import { expect } from 'chai';
import Database from 'libsql';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type Change, createMemoryStore, type OnChange, type Store, type Vendor } from '../../src/server/index.js';
import { createPostgresStore } from '../../src/server/postgres.js';
import { createSqliteStore } from '../../src/server/sqlite.js';
import { Customer } from '../support/customer.js';
import { Passkey } from '../support/passkey.js';
import { missingPostgres, startPostgres } from '../support/postgres.mjs';
import { type Opened, stores } from '../support/stores.js';
import { accepted, open } from '../support/vendor.js';

const HOUR = 3_600_000;
const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, milliseconds));
const hear = (store: Store, onchange: OnChange): Vendor => open({ store, onchange, onerror: () => undefined });
/** A store as a process has it that writes changes and stops before it delivers one. */
const stopped = (store: Store): Vendor => hear({ ...store, due: () => Promise.resolve([]) }, () => undefined);

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
      await wait(1_100);
      await Promise.all([vendor.deliver(), second.deliver()]);
      await wait(50);
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
  });
}

describe('a change that is not taken for days', () => {
  it('is tried once an hour', async () => {
    const store = createMemoryStore();
    await accepted(stopped(store), await (await Customer.create()).sign());
    const [message] = await store.due(Date.now());
    if (!message) throw new Error('no message');
    for (let attempts = 0; attempts < 80; attempts++) await store.postpone({ ...message, attempts }, 0);
    await hear(store, () => {
      throw new Error('down');
    }).deliver();
    expect(await store.due(Date.now() + HOUR / 2)).to.deep.equal([]);
    expect(await store.due(Date.now() + HOUR)).to.have.length(1);
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
