/** The store in MariaDB: what a pool may be, what a server has to be, and many acts at once. */
import { expect } from 'chai';
import { createPool as createCallbackPool } from 'mysql2';
import { createPool, type Pool, type PoolOptions, type QueryOptions, type RowDataPacket } from 'mysql2/promise';
import { payloadHash } from '../../src/contract/record.js';
import { createMysqlRates, createMysqlStore, type MysqlConnection, type MysqlPool } from '../../src/server/mysql.js';
import { type Vendor, type VendorOptions, verifyStore } from '../../src/server/index.js';
import { allOf } from '../support/all-of.mjs';
import { Customer } from '../support/customer.js';
import { missingMariadb, startMariadb } from '../support/mariadb.mjs';
import { readAcross } from '../support/late-commit.js';
import { put } from '../support/stores.js';
import { accepted, open, post, publicJwks } from '../support/vendor.js';

const CUSTOMERS = 8;
const AT_ONCE = 64;
const WAITING = "SELECT * FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'";
/** Returns whether a step waits for a lock. The server looks anew only if nobody has asked for 100 ms. */
const isWaiting = async (pool: Pool): Promise<boolean> => {
  await new Promise((resolve) => setTimeout(resolve, 110));
  return (await pool.query<RowDataPacket[]>(WAITING))[0].length > 0;
};

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

    const vendors: Vendor[] = [];
    /** Opens a vendor for one test: left open, it would deliver what later ones send. */
    const openOnce: typeof open = (options) => {
      const vendor = open(options);
      vendors.push(vendor);
      return vendor;
    };
    afterEach(() => Promise.all(vendors.splice(0).map((vendor) => vendor.close())));

    /** Opens one vendor for each of two machines. */
    const openTwo = async (): Promise<[Vendor, Vendor]> => {
      const stores = await Promise.all([connect(), connect()].map((pool) => createMysqlStore(pool)));
      return stores.map((store) => openOnce({ store, perMinute: Infinity, onchange: () => undefined })) as [Vendor, Vendor];
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
      const customer = await Customer.create();
      const sent: unknown[] = [];
      // The tests before have left messages of others.
      const onchange: VendorOptions['onchange'] = ({ iss, sequence }) => void (iss === customer.iss && sent.push(sequence));
      const vendor = openOnce({ store, onchange });
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
      let version = '';
      const execute = ({ sql }: { sql: string }): Promise<object[][]> =>
        Promise.resolve([sql.includes('version()') ? [{ version, name: 'shop', charset: 'utf8mb4' }] : []]);
      const connection = { query: nothing, execute, release: nothing, destroy: nothing };
      const fake = { getConnection: () => Promise.resolve(connection) };
      const old = ['5.7.44', '8.0.0', '8.0.16', '8.0.16-log', '8.0.11-TiDB-v7.5.0', '10.5.28-MariaDB', '5.5.5-10.5.28-MariaDB'];
      for (version of old)
        expect((await wrong(fake)).message)
          .to.contain(version)
          .and.to.contain('8.0.17');
      const served = ['8.0.17', '8.0.36-0ubuntu0.22.04.1', '8.4.3', '9.0.1', '10.6.0-MariaDB', '11.4.2-MariaDB-ubu2404'];
      for (version of [...served, '5.5.5-10.11.6-MariaDB-log'])
        expect(await createMysqlStore(fake), version).to.have.property('add');
    });

    it('keeps its session although the pool resets each connection', async () => {
      const pool = connect({ resetOnRelease: true, connectionLimit: 1 });
      await pool.query("SET GLOBAL sql_mode = ''");
      const store = await createMysqlStore(pool);
      const entry = { iss: 'reset', jti: 'j'.repeat(200), hash: 'h', place: null, received: 'r', record: 'r', answer: {} };
      for (let i = 0; i < 2; i++) {
        const error = await put(store, entry).catch((reason: unknown) => reason);
        expect(error).to.be.instanceOf(Error).with.property('message').that.contains('too long');
      }
      expect(await store.read('reset')).to.deep.equal([]);
    });

    it('gives up a statement that takes too long, with its connection', async () => {
      const pool = connect({ connectionLimit: 1 });
      const limits = new Set<unknown>();
      const hasty = (given: object): object => {
        limits.add((given as { timeout?: number }).timeout);
        return { ...given, timeout: 200 };
      };
      const store = await createMysqlStore({
        async getConnection() {
          const connection = await pool.getConnection();
          return Object.assign(Object.create(connection) as MysqlConnection, {
            query: (given: QueryOptions) => connection.query(hasty(given) as QueryOptions),
            execute: (given: QueryOptions) => connection.execute(hasty(given) as QueryOptions),
          });
        },
      });
      const entry = { iss: 'still', jti: 'j', hash: 'h', place: null, received: 'r', record: 'r', answer: {} };
      const step = { state: { version: 1, proposals: [] } };
      await store.look({ iss: 'still' });
      const holder = await connect().getConnection();
      await holder.query('LOCK TABLES relbutton_heads WRITE, relbutton_records WRITE');
      try {
        for (const call of [() => store.look({ iss: 'still' }), () => store.add(entry, step)]) {
          const error = await call().catch((reason: unknown) => reason);
          expect(error).to.be.instanceOf(Error).with.property('message').that.contains('5 s');
        }
      } finally {
        await holder.query('UNLOCK TABLES');
        holder.release();
      }
      expect(await store.add(entry, step)).to.equal(true);
      expect([...limits]).to.deep.equal([5_000]);
    });

    it('makes a step again that a deadlock undid', async () => {
      const pool = connect();
      const vendor = openOnce({ store: await createMysqlStore(pool), onchange: () => undefined });
      const customer = await Customer.create();
      await accepted(vendor, await customer.sign());
      const holder = await pool.getConnection();
      await holder.query('START TRANSACTION');
      // The server undoes the step that has changed less.
      await holder.query('UPDATE relbutton_lines SET attempts = attempts + 1');
      await holder.query('INSERT INTO relbutton_rates (client, ends) SELECT seq, 0 FROM seq_1_to_1000');
      const paused = vendor.pause(customer.iss);
      while (!(await isWaiting(pool))) continue;
      await holder.query('UPDATE relbutton_heads SET version = version');
      await holder.query('ROLLBACK');
      holder.release();
      await paused;
      expect((await vendor.relationship(customer.iss)).records).to.have.length(2);
    });

    it('shows relationships in the order in which they are committed', async () => {
      const [pool, watching] = [connect(), connect()];
      let [reach, commit] = [(): void => undefined, (): void => undefined];
      const reached = new Promise<void>((resolve) => (reach = resolve));
      const held = new Promise<void>((resolve) => (commit = resolve));
      const holding: MysqlPool = {
        async getConnection() {
          const connection = await pool.getConnection();
          const query = async (given: QueryOptions): Promise<unknown> => {
            if (given.sql === 'COMMIT') {
              reach();
              await held;
            }
            return connection.query(given);
          };
          return Object.assign(Object.create(connection) as MysqlConnection, { query });
        },
      };
      const late = await createMysqlStore(holding);
      let begun: Promise<boolean> | undefined;
      const seen = await readAcross(await createMysqlStore(connect()), {
        begin(entry) {
          begun = put(late, entry);
          return reached;
        },
        commit: () => (commit(), begun as Promise<boolean>),
        isWaiting: () => isWaiting(watching),
      });
      expect(seen).to.deep.equal([
        ['late', 'early'],
        ['late', 'early'],
      ]);
    });

    it('erases beside a delivery without a deadlock', async () => {
      const pool = connect();
      const store = await createMysqlStore(pool);
      const iss = 'erased';
      const entry = { iss, jti: '1', hash: '1', place: null, received: '{}', record: '{}', answer: {} };
      const message = { id: 'message', kind: 'change', due: 1, body: '{"sequence":0}' } as const;
      await put(store, entry, message);
      const delivering = await pool.getConnection();
      // A delivery that ends changes the line, and then its message.
      await delivering.query('START TRANSACTION');
      await delivering.query('UPDATE relbutton_lines SET attempts = attempts + 1 WHERE iss = ?', [iss]);
      let steps = 0;
      const counted: MysqlPool = { getConnection: () => (steps++, pool.getConnection()) };
      const counting = await createMysqlStore(counted);
      const before = steps;
      const erased = put(counting, { ...entry, jti: '2', hash: '2' }, { ...message, id: 'erase' }, true);
      while (!(await isWaiting(pool))) continue;
      await delivering.query('DELETE FROM relbutton_outbox WHERE iss = ?', [iss]);
      await delivering.query('COMMIT');
      delivering.release();
      expect(await erased).to.equal(true);
      expect(steps - before, 'a look and one step').to.equal(2);
      expect(await store.read(iss)).to.have.length(1);
    });

    it('gives up a step whose rows stay locked, and says so', async () => {
      const pool = connect();
      const vendor = openOnce({ store: await createMysqlStore(pool) });
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
      await accepted(openOnce({ store }), await customer.sign());
      const pool = connect({ connectionLimit: 1 });
      await pool.query('SET SESSION TRANSACTION READ ONLY');
      const desk = openOnce({ store: await createMysqlStore(pool) });
      expect((await desk.relationship(customer.iss)).records).to.have.length(1);
      const refusal = await desk.pause(customer.iss).catch((error: unknown) => error);
      expect(refusal).to.include({ code: 'unavailable' });
    });
  });
