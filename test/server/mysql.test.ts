/** The store in MariaDB: what a pool may be, what a server has to be, and many acts at once. */
import { expect } from 'chai';
import { createPool as createCallbackPool } from 'mysql2';
import { createPool, type Pool, type PoolOptions, type RowDataPacket } from 'mysql2/promise';
import { payloadHash } from '../../src/contract/record.js';
import { createMysqlRates, createMysqlStore, type MysqlPool } from '../../src/server/mysql.js';
import { type Vendor, verifyStore } from '../../src/server/index.js';
import { allOf } from '../support/all-of.mjs';
import { Customer } from '../support/customer.js';
import { missingMariadb, startMariadb } from '../support/mariadb.mjs';
import { put } from '../support/stores.js';
import { accepted, open, post, publicJwks } from '../support/vendor.js';

const CUSTOMERS = 8;
const AT_ONCE = 64;
/** Selects the steps that wait for a lock. */
const WAITING = "SELECT * FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'";

if (!missingMariadb)
  describe('a store in MariaDB', () => {
    let server: Awaited<ReturnType<typeof startMariadb>>;
    const pools: Pool[] = [];
    const connect = (options: PoolOptions = {}): Pool => {
      const pool = createPool({ ...server.connection, ...options });
      pools.push(pool);
      return pool;
    };
    before(async () => {
      server = await startMariadb();
    });
    after(async () => {
      await Promise.all(pools.map((pool) => pool.end()));
      await server.stop();
    });

    /** Opens one vendor for each of two machines. */
    const openTwo = async (): Promise<[Vendor, Vendor]> => {
      const stores = await Promise.all([connect(), connect()].map((pool) => createMysqlStore(pool)));
      return stores.map((store) => open({ store, perMinute: Infinity, onchange: () => undefined })) as [Vendor, Vendor];
    };

    it('takes one of many acts at once in one relationship, and refuses the others', async () => {
      const vendors = await openTwo();
      const customer = await Customer.create();
      const begin = await customer.sign();
      await accepted(vendors[0], begin);
      const prev = await payloadHash(begin);
      const records = await Promise.all(
        Array.from({ length: AT_ONCE }, () =>
          customer.sign({ act: 'converse', agreement: undefined, prev, body: { text: 'Hi' } }),
        ),
      );
      const answers = await Promise.all(records.map((record, i) => post(vendors[i % 2] as Vendor, record)));
      const statuses = answers.map(({ status }) => status).sort();
      expect(statuses).to.deep.equal([200, ...Array<number>(AT_ONCE - 1).fill(400)]);
      for (const answer of answers) if (answer.status === 400) expect(await answer.json()).to.include({ code: 'broken_chain' });
    });

    it('takes all of many acts at once of many customers, and numbers what it sends', async () => {
      const vendors = await openTwo();
      const all = await Promise.all(Array.from({ length: CUSTOMERS }, () => Customer.create()));
      const answers = await Promise.all(
        all.flatMap((customer) =>
          Array.from({ length: AT_ONCE / CUSTOMERS }, async (_, i) =>
            // The first in its place begins; a leave takes no place.
            post(
              vendors[i % 2] as Vendor,
              i < 2 ? await customer.sign() : await customer.sign({ act: 'leave', agreement: undefined }),
            ),
          ),
        ),
      );
      for (const answer of answers) expect(answer.status, await answer.clone().text()).to.be.oneOf([200, 400, 409]);
      const store = await createMysqlStore(connect());
      expect(await verifyStore(store, await publicJwks(vendors[0]))).to.include({ faults: 0 });
      const held = (await allOf(vendors[0].relationships())).map(({ iss }) => iss);
      expect(held).to.include.members(all.map(({ iss }) => iss));
    });

    it('works with any options of the pool', async () => {
      const fields = { typeCast: () => 'another', rowsAsArray: true, nestTables: '_', namedPlaceholders: true };
      const numbers = { supportBigNumbers: true, bigNumberStrings: true, dateStrings: true, decimalNumbers: true };
      const flags = { flags: ['-FOUND_ROWS'], connectionLimit: 1, maxPreparedStatements: 2, timezone: '+05:00' };
      const pool = connect({ ...fields, ...numbers, ...flags });
      const store = await createMysqlStore(pool);
      const sent: unknown[] = [];
      const vendor = open({ store, onchange: (change) => void sent.push(change.sequence) });
      const customer = await Customer.create();
      await accepted(vendor, await customer.sign());
      await vendor.pause(customer.iss);
      await vendor.deliver();
      expect(sent).to.deep.equal([1, 2]);
      expect((await store.look({ iss: customer.iss })).state).to.deep.include({ version: 2 });
      expect((await vendor.relationship(customer.iss)).records).to.have.length(2);
      const rates = await createMysqlRates(pool);
      expect([await rates.take('a', 1), await rates.take('a', 1)]).to.deep.equal([true, false]);
    });

    it('refuses a text that is too long whole, whatever the mode of the server', async () => {
      const pool = connect();
      await pool.query("SET GLOBAL sql_mode = ''");
      const store = await createMysqlStore(connect());
      const iss = `customer-${'x'.repeat(200)}`;
      const entry = { iss, jti: 'jti', hash: 'hash', place: null, received: 'r', record: 'r', answer: {} };
      const error = await put(store, entry).catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(Error).with.property('message').that.contains('too long');
      expect(await store.read(iss)).to.deep.equal([]);
      expect(await store.read(iss.slice(0, 191))).to.deep.equal([]);
    });

    it('says what is wrong with a pool', async () => {
      const wrong = async (pool: unknown): Promise<Error> =>
        createMysqlStore(pool as MysqlPool).then(
          () => expect.fail('It opened.'),
          (error: unknown) => error as Error,
        );
      expect((await wrong(connect({ charset: 'latin1' }))).message).to.contain('latin1');
      expect((await wrong(connect({ database: '' }))).message).to.contain('database');
      const callbacks = createCallbackPool(server.connection);
      const error = await wrong(callbacks);
      expect(error).to.be.instanceOf(TypeError).with.property('message').that.contains('mysql2/promise');
      expect(await createMysqlStore(callbacks.promise())).to.have.property('add');
      await callbacks.promise().end();
      const nothing = (): Promise<void> => Promise.resolve();
      const execute = (): Promise<object[][]> => Promise.resolve([[{ version: '5.7.44', name: 'shop', charset: 'utf8mb4' }]]);
      const old = { getConnection: () => Promise.resolve({ query: nothing, execute, release: nothing, destroy: nothing }) };
      expect((await wrong(old)).message)
        .to.contain('5.7.44')
        .and.to.contain('8.0.17');
    });

    it('makes a step again that a deadlock undid', async () => {
      const pool = connect();
      const vendor = open({ store: await createMysqlStore(pool), onchange: () => undefined });
      const customer = await Customer.create();
      await accepted(vendor, await customer.sign());
      const holder = await pool.getConnection();
      await holder.query('START TRANSACTION');
      // The server undoes the step that has changed less.
      await holder.query('UPDATE relbutton_lines SET attempts = attempts + 1');
      await holder.query('INSERT INTO relbutton_rates (client, ends) SELECT seq, 0 FROM seq_1_to_1000');
      const paused = vendor.pause(customer.iss);
      const waiting = async (): Promise<number> => (await holder.query<RowDataPacket[]>(WAITING))[0].length;
      // The server looks anew only if nobody has asked for 100 ms.
      while ((await waiting()) === 0) await new Promise((resolve) => setTimeout(resolve, 150));
      await holder.query('UPDATE relbutton_heads SET version = version');
      await holder.query('ROLLBACK');
      holder.release();
      await paused;
      expect((await vendor.relationship(customer.iss)).records).to.have.length(2);
    });

    it('gives up a step whose rows stay locked, and says so', async () => {
      const pool = connect();
      const vendor = open({ store: await createMysqlStore(pool) });
      const customer = await Customer.create();
      await accepted(vendor, await customer.sign());
      const holder = await pool.getConnection();
      await holder.query('START TRANSACTION');
      await holder.query('SELECT * FROM relbutton_heads FOR UPDATE');
      const { now } = performance;
      let looks = 0;
      // Each look at the clock is 6 s after the one before.
      performance.now = () => now.call(performance) + 6_000 * looks++;
      try {
        const refusal = await vendor.pause(customer.iss).catch((error: unknown) => error as Error);
        expect(refusal).to.include({ code: 'unavailable' });
        expect((refusal as { cause?: Error }).cause?.message).to.contain('try it again');
      } finally {
        performance.now = now;
        await holder.query('ROLLBACK');
        holder.release();
      }
      await vendor.pause(customer.iss);
    });

    it('is opened again by those who may only read', async () => {
      const customer = await Customer.create();
      const store = await createMysqlStore(connect());
      await accepted(open({ store }), await customer.sign());
      const pool = connect({ connectionLimit: 1 });
      await pool.query('SET SESSION TRANSACTION READ ONLY');
      const desk = open({ store: await createMysqlStore(pool) });
      expect((await desk.relationship(customer.iss)).records).to.have.length(1);
      const refusal = await desk.pause(customer.iss).catch((error: unknown) => error);
      expect(refusal).to.include({ code: 'unavailable' });
    });
  });
