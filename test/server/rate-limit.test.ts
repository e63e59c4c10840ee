/** The rate limit: what one client has, how it comes back, and what a stranger or a clock cannot do to it. */
import { expect } from 'chai';
import { createPool, type Pool } from 'mysql2/promise';
import pg from 'pg';
import { createD1Rates } from '../../src/server/d1.js';
import { createMysqlRates } from '../../src/server/mysql.js';
import { createPostgresRates } from '../../src/server/postgres.js';
import { createRates, networkOf } from '../../src/server/rate-limit.js';
import type { Rates, Vendor } from '../../src/server/index.js';
import { startD1 } from '../support/d1.js';
import { missingMariadb, startMariadb } from '../support/mariadb.mjs';
import { missingPostgres, startPostgres } from '../support/postgres.mjs';
import { key, open, origin } from '../support/vendor.js';

/** Looks a passkey up, for a client. */
const ask = async (vendor: Vendor, client: string): Promise<Response> =>
  (await vendor.handler(new Request(`${origin}/relbutton?credential=c`), client)) as Response;
const passes = async (vendor: Vendor, client: string): Promise<boolean> => (await ask(vendor, client)).status !== 429;
/** Counts how many of a number of requests pass. */
const count = async (vendor: Vendor, client: string, requests: number): Promise<number> => {
  let passed = 0;
  for (let i = 0; i < requests; i++) if (await passes(vendor, client)) passed++;
  return passed;
};

describe('the rate limit', () => {
  const real = { now: performance.now, date: Date.now };
  let time = 1_000_000;
  beforeEach(() => (performance.now = () => time));
  afterEach(() => {
    performance.now = real.now;
    Date.now = real.date;
  });

  it('gives back what was used one by one, and never a whole minute at once', async () => {
    const vendor = open({ perMinute: 60 });
    expect(await count(vendor, 'a', 70)).to.equal(60);
    const refused = await ask(vendor, 'a');
    expect([refused.status, refused.headers.get('retry-after')]).to.deep.equal([429, '1']);
    expect(refused.headers.has('access-control-expose-headers')).to.equal(true);
    time += 1_000;
    expect(await count(vendor, 'a', 5), 'a second later').to.equal(1);
    time += 10_000;
    expect(await count(vendor, 'a', 20), 'ten seconds later').to.equal(10);
    time += 60_000;
    expect(await count(vendor, 'a', 70), 'a minute later').to.equal(60);
  });

  for (const perMinute of [1, 2, 7, 120, 1_000])
    it(`lets exactly ${perMinute} pass at once`, async () => {
      expect(await count(open({ perMinute }), 'a', perMinute + 3)).to.equal(perMinute);
    });
  it('has two ends: none, and no limit', async () => {
    expect(await count(open({ perMinute: 0 }), 'a', 3)).to.equal(0);
    expect(await count(open({ perMinute: Infinity }), 'a', 300)).to.equal(300);
  });
  it('says when to come back', async () => {
    for (const [perMinute, seconds] of [
      [1, '60'],
      [4, '15'],
      [600, '1'],
    ] as const) {
      const vendor = open({ perMinute });
      await count(vendor, 'a', perMinute);
      expect((await ask(vendor, 'a')).headers.get('retry-after')).to.equal(seconds);
    }
  });

  for (const hours of [1, -1, 48])
    it(`goes on as before if the clock is set by ${hours} h`, async () => {
      const vendor = open({ perMinute: 3 });
      expect(await count(vendor, 'a', 3)).to.equal(3);
      Date.now = () => real.date() + hours * 3_600_000;
      expect(await passes(vendor, 'a')).to.equal(false);
      time += 20_000;
      expect(await count(vendor, 'a', 3)).to.equal(1);
    });

  it('remembers a bounded number of clients, those who came last', async () => {
    const rates = createRates();
    for (let i = 0; i < 100_000; i++) await rates.take(`stranger ${i}`, 1);
    expect(await rates.take('stranger 0', 1), 'remembered').to.equal(false);
    await rates.take('one more', 1);
    expect(await rates.take('stranger 99999', 1), 'came last').to.equal(false);
    expect(await rates.take('stranger 0', 1), 'forgotten').to.equal(true);
  });

  it('keeps no long id, and confuses no two', async () => {
    const vendor = open({ perMinute: 1 });
    const long = 'x'.repeat(10_000);
    expect([await passes(vendor, `${long}1`), await passes(vendor, `${long}2`), await passes(vendor, `${long}1`)]).to.deep.equal([
      true,
      true,
      false,
    ]);
  });

  it('tells the operator of a client that is no string', async () => {
    const errors: Error[] = [];
    const vendor = open({ onerror: (error) => void errors.push(error) });
    const response = await ask(vendor, Promise.resolve('a') as unknown as string);
    expect(response.status).to.equal(500);
    await Promise.resolve();
    expect(errors.map(({ message }) => message).join()).to.match(/client of a request is \{\}.*clientOf/);
  });
});

describe('the network of a client', () => {
  const same: Record<string, string[]> = {
    '192.0.2.1': [
      '192.0.2.1',
      '192.0.2.1:4711',
      '::ffff:192.0.2.1',
      '::FFFF:c000:201',
      '0:0:0:0:0:ffff:c000:0201',
      '64:ff9b::192.0.2.1',
    ],
    '2001:db8:1:2::/64': [
      '2001:db8:1:2::1',
      '2001:0DB8:0001:0002:ffff:ffff:ffff:ffff',
      '[2001:db8:1:2::7]:443',
      '2001:db8:1:2:0:0:192.0.2.1',
    ],
    '2001:db8:1:3::/64': ['2001:db8:1:3::1'],
    'fe80:0:0:0::/64': ['fe80::1%eth0', 'fe80::2'],
    '0:0:0:0::/64': ['::1', '::'],
    session: ['session'],
    'a:b': ['a:b'],
    '': [''],
  };
  for (const [network, clients] of Object.entries(same))
    for (const client of clients) it(`${client} is of ${network}`, () => expect(networkOf(client)).to.equal(network));
});

describe('shared rates', () => {
  const opening = (rates: Rates, errors: Error[] = []): Vendor =>
    open({ perMinute: 2, rates, onerror: (error) => void errors.push(error) });

  it('get no address', async () => {
    const ids: string[] = [];
    const rates: Rates = { take: (id) => Boolean(ids.push(id)) };
    const vendor = opening(rates);
    for (const client of ['192.0.2.1', '::ffff:192.0.2.1', '192.0.2.2']) await passes(vendor, client);
    const { now } = Date;
    Date.now = () => now() + 86_400_000;
    try {
      await passes(vendor, '192.0.2.1');
    } finally {
      Date.now = now;
    }
    expect(ids[0]).to.match(/^[\w-]{43}$/);
    expect(ids[1], 'another way to write it').to.equal(ids[0]);
    expect(new Set(ids).size, 'another address, another day').to.equal(3);
  });

  const failing: Record<string, Rates['take']> = {
    throws: () => {
      throw new Error('no rates');
    },
    rejects: () => Promise.reject(new Error('no rates')),
    'returns another form': () => undefined as unknown as boolean,
  };
  for (const [way, take] of Object.entries(failing))
    it(`${way}: the process counts for itself, and the operator hears it`, async () => {
      const errors: Error[] = [];
      expect(await count(opening({ take }, errors), 'a', 4)).to.equal(2);
      await Promise.resolve();
      expect(errors[0]?.message).to.match(/no rates|rates of createVendor returned undefined/);
    });

  /** Runs a call so many minutes later. */
  const later = async <T>(minutes: number, call: () => T): Promise<Awaited<T>> => {
    const { now } = performance;
    performance.now = () => now.call(performance) + minutes * 60_001;
    try {
      return await call();
    } finally {
      performance.now = now;
    }
  };
  /** What the tests do with the two pools of a server. */
  interface Server {
    rates(i: 0 | 1): Promise<Rates>;
    /** Runs a statement, and returns the clients. */
    run(sql: string): Promise<readonly string[]>;
    close(): Promise<void>;
  }
  const servers: Record<string, () => Promise<Server>> = {
    async D1() {
      const { database, stop } = await startD1();
      return {
        rates: () => Promise.resolve(createD1Rates(database)),
        run: async (sql) =>
          (await database.batch([database.prepare(sql)])).flatMap(({ results }) =>
            results.map((row) => (row as { client: string }).client),
          ),
        close: stop,
      };
    },
    async PostgreSQL() {
      if (missingPostgres) throw new Error(missingPostgres);
      const server = await startPostgres();
      const pools = [0, 1].map(() => new pg.Pool(server.connection)) as [pg.Pool, pg.Pool];
      return {
        rates: (i) => createPostgresRates(pools[i]),
        run: async (sql) => (await pools[0].query<{ client: string }>(sql)).rows.map(({ client }) => client),
        async close() {
          await Promise.all(pools.map((pool) => pool.end()));
          await server.stop();
        },
      };
    },
    async MariaDB() {
      if (missingMariadb) throw new Error(missingMariadb);
      const server = await startMariadb();
      const pools = [0, 1].map(() => createPool(server.connection)) as [Pool, Pool];
      return {
        rates: (i) => createMysqlRates(pools[i]),
        async run(sql) {
          const [rows] = await pools[0].query(sql);
          return Array.isArray(rows) ? rows.map((row) => (row as { client: string }).client) : [];
        },
        async close() {
          await Promise.all(pools.map((pool) => pool.end()));
          await server.stop();
        },
      };
    },
  };
  for (const [name, start] of Object.entries(servers))
    describe(`in ${name}`, () => {
      let server: Server;
      before(async () => {
        server = await start();
      });
      after(() => server.close());

      it('are counted together, also at the same moment, come back, and survive a clock that was set back', async () => {
        const [one, two] = (await Promise.all([server.rates(0), server.rates(1)])).map((rates) =>
          open({ perMinute: 4, rates, key }),
        ) as [Vendor, Vendor];
        const asked = [one, two].flatMap((vendor) => Array.from({ length: 5 }, () => passes(vendor, '192.0.2.1')));
        expect((await Promise.all(asked)).filter(Boolean)).to.have.length(4);
        const shift = (by: number): Promise<unknown> => server.run(`UPDATE relbutton_rates SET ends = ends + ${by}`);
        await shift(-30_000);
        expect(await count(one, '192.0.2.1', 5), 'half a minute later').to.equal(2);
        await shift(3_600_000);
        expect(await passes(one, '192.0.2.1'), 'an hour back').to.equal(true);
        expect((await server.run('SELECT client FROM relbutton_rates')).join()).not.to.contain('192');
      });

      it('forget those who said nothing for a minute', async () => {
        const rates = await server.rates(0);
        await rates.take('old', 1);
        await server.run('UPDATE relbutton_rates SET ends = ends - 61000');
        await later(1, () => rates.take('new', 1));
        const known = (): Promise<readonly string[]> => server.run('SELECT client FROM relbutton_rates');
        while ((await known()).length !== 1) await new Promise((resolve) => setTimeout(resolve, 5));
        expect(await known()).to.deep.equal(['new']);
      });
    });

  it('are counted while old rows are deleted, and the operator hears that this fails', async () => {
    let sweeps = 0;
    let fail = (_: Error): void => undefined;
    const rates = await createPostgresRates({
      query(sql) {
        if (typeof sql !== 'string' || !sql.startsWith('DELETE')) return Promise.resolve({ rows: [], rowCount: 1 });
        sweeps++;
        return new Promise((_, reject) => (fail = reject));
      },
    });
    const errors: Error[] = [];
    const vendor = opening(rates, errors);
    expect(await later(1, () => passes(vendor, 'a'))).to.equal(true);
    fail(new Error('not allowed'));
    expect(await passes(vendor, 'a'), 'the process counts for itself').to.equal(true);
    await Promise.resolve();
    expect(errors.map(({ message }) => message)).to.deep.equal(['not allowed']);
    expect(sweeps).to.equal(1);
    expect(await later(2, () => passes(vendor, 'a'))).to.equal(true);
    expect([sweeps, errors.length]).to.deep.equal([2, 1]);
  });
});
