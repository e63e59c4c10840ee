/** The tables in PostgreSQL: partitions, a database that only reads, and opening beside other work. */
import { expect } from 'chai';
import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { type Entry, type Store, verifyStore } from '../../src/server/index.js';
import { createPostgresStore } from '../../src/server/postgres.js';
import { allOf } from '../support/all-of.mjs';
import { Customer } from '../support/customer.js';
import { readAcross } from '../support/late-commit.js';
import { missingPostgres, startPostgres } from '../support/postgres.mjs';
import { put } from '../support/stores.js';
import { accepted, open, post, publicJwks } from '../support/vendor.js';

const deciding = (store: Store): ReturnType<typeof open> =>
  open({ store, onerror: () => undefined, decide: ({ agreement }) => (agreement === 'SD-BASE' ? 'accept' : 'pending') });
/** Fills a store with relationships, one of which waits. @returns the customers */
const fill = async (store: Store): Promise<Customer[]> => {
  const vendor = deciding(store);
  const customers = await Promise.all(Array.from({ length: 40 }, () => Customer.create()));
  for (const [i, customer] of customers.entries())
    await post(vendor, await customer.sign({ agreement: i === 7 ? 'SD-BASE-DP' : 'SD-BASE' }));
  return customers;
};
const PARTITIONS = `
  SELECT parent.relname AS table, count(*)::int AS count FROM pg_inherits
  JOIN pg_class AS parent ON parent.oid = inhparent WHERE parent.relkind = 'p' GROUP BY 1 ORDER BY 1`;
const WAITING = "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
/** Returns whether a step waits for a lock. */
const isWaiting = async (pool: pg.Pool): Promise<boolean> => {
  await new Promise((resolve) => setTimeout(resolve, 10));
  return (await pool.query(WAITING)).rows.length > 0;
};
const entryOf = (iss: string): Entry => ({ iss, jti: '1', hash: '1', place: null, received: '{}', record: '{}', answer: {} });
const MESSAGE = { kind: 'change', due: 1, body: '{"sequence":0}' } as const;
const DIVIDED = [
  { table: 'relbutton_heads', count: 16 },
  { table: 'relbutton_records', count: 16 },
];
/** Returns the SQL of docs/scaling.md with this mark. */
const sqlOf = async (mark: string): Promise<string> => {
  const page = await readFile(new URL('../../docs/scaling.md', import.meta.url), 'utf8');
  return String(new RegExp(`<!-- move: ${mark} -->\\s+\`\`\`sql\\n([^]*?)\`\`\``).exec(page)?.[1]);
};

(missingPostgres ? describe.skip : describe)('the tables in PostgreSQL', () => {
  let server: Awaited<ReturnType<typeof startPostgres>>;
  const pools: pg.Pool[] = [];
  const connect = (database: string, options = ''): pg.Pool => {
    const pool = new pg.Pool({ ...server.connection, database, options });
    pools.push(pool);
    return pool;
  };
  const create = async (database: string): Promise<pg.Pool> => {
    await connect('postgres').query(`CREATE DATABASE ${database}`);
    return connect(database);
  };
  before(async () => {
    server = await startPostgres();
  });
  after(async () => {
    await Promise.all(pools.map((pool) => pool.end()));
    await server.stop();
  });

  it('are divided by iss if they are new, and stay as they are if not', async () => {
    const [pool, other] = [await create('divided'), await create('undivided')];
    const customers = await fill(await createPostgresStore(pool, undefined, { partitions: 16 }));
    expect((await pool.query(PARTITIONS)).rows).to.deep.equal(DIVIDED);
    const spread = await pool.query('SELECT DISTINCT tableoid FROM relbutton_heads');
    expect(spread.rowCount).to.be.greaterThan(8);
    const again = deciding(await createPostgresStore(pool));
    expect((await allOf(again.relationships())).map(({ iss }) => iss)).to.deep.equal(customers.map(({ iss }) => iss));
    await createPostgresStore(other);
    await createPostgresStore(other, undefined, { partitions: 16 });
    expect((await other.query(PARTITIONS)).rows).to.deep.equal([]);
    for (const partitions of [0, -1, 1.5, NaN, 1_025])
      await createPostgresStore(other, undefined, { partitions }).then(
        () => expect.fail(String(partitions)),
        (error: unknown) => expect(error).to.be.instanceOf(RangeError).with.property('message').that.contains(String(partitions)),
      );
  });

  it('are divided later by the SQL of the page on growing, with the same records and order', async () => {
    const pool = await create('moved');
    const store = await createPostgresStore(pool);
    const customers = await fill(store);
    const [before, heads] = [await store.list(), await store.relationships()];
    await pool.query(await sqlOf('aside'));
    const moved = await createPostgresStore(pool, undefined, { partitions: 16 });
    await pool.query(await sqlOf('copy'));
    expect((await pool.query(PARTITIONS)).rows).to.deep.equal(DIVIDED);
    expect(await moved.list()).to.deep.equal(before);
    expect(await moved.relationships()).to.deep.equal(heads);
    const vendor = deciding(moved);
    await vendor.decide(customers[7]?.iss as string, 'accept');
    const last = await Customer.create();
    await accepted(vendor, await last.sign());
    expect((await allOf(vendor.relationships())).at(-1)).to.include({ iss: last.iss });
    expect(await verifyStore(moved, await publicJwks(vendor))).to.include({ relationships: 41, faults: 0 });
  });

  it('are read where nothing can be written, as on a replica', async () => {
    const pool = await create('followed');
    const reading = connect('followed', '-c default_transaction_read_only=on');
    const early = await createPostgresStore(reading).catch((error: unknown) => error);
    expect(early).to.be.instanceOf(Error).with.property('message').that.contains('read-only');
    const customers = await fill(await createPostgresStore(pool));
    const [{ iss }, asking] = [customers[0], customers[7]] as [Customer, Customer];
    const desk = deciding(await createPostgresStore(reading));
    expect((await allOf(desk.relationships())).length).to.equal(40);
    expect((await allOf(desk.pending())).map((one) => one.iss)).to.deep.equal([asking.iss]);
    expect((await desk.relationship(iss)).records.length).to.equal(1);
    expect((await allOf(desk.export('csv'))).length).to.equal(41);
    const refusal = await desk.pause(iss).catch((error: unknown) => error);
    expect(refusal).to.include({ code: 'unavailable' });
    expect((await post(desk, await (await Customer.create()).sign())).status).to.equal(503);
  });

  it('show relationships in the order in which they are committed', async () => {
    const pool = await create('ordered');
    const client = await pool.connect();
    try {
      const store = await createPostgresStore(pool);
      const late = await createPostgresStore(client);
      const seen = await readAcross(store, {
        begin: (entry) => client.query('BEGIN').then(() => put(late, entry)),
        commit: () => client.query('COMMIT'),
        isWaiting: () => isWaiting(pool),
      });
      expect(seen).to.deep.equal([
        ['late', 'early'],
        ['late', 'early'],
      ]);
    } finally {
      client.release(true);
    }
  });

  for (const [what, step] of Object.entries({
    'erase beside a delivery': (store: Store, iss: string) =>
      put(store, { ...entryOf(iss), jti: '2', hash: '2' }, { ...MESSAGE, id: `erase ${iss}` }, true),
    'take up a dead letter beside an erasure': (store: Store, iss: string) => store.revive(iss, 1),
  }))
    it(`${what} without a deadlock`, async () => {
      const iss = what.replaceAll(' ', '_');
      const pool = await create(iss);
      const store = await createPostgresStore(pool);
      await put(store, entryOf(iss), { ...MESSAGE, id: iss });
      const [message] = await store.claim({ now: 1, until: 9, limit: 1 });
      if (message && what.startsWith('take')) await store.bury(message, 'down', 1);
      const client = await pool.connect();
      try {
        // Whatever changes a relationship's messages changes its line first.
        await client.query('BEGIN');
        await client.query('UPDATE relbutton_lines SET attempts = attempts WHERE iss = $1', [iss]);
        const stepped = step(store, iss);
        while (!(await isWaiting(pool))) continue;
        await client.query('UPDATE relbutton_outbox SET attempts = attempts WHERE iss = $1', [iss]);
        await client.query('COMMIT');
        expect(await stepped).to.equal(true);
      } finally {
        client.release(true);
      }
    });

  it('are opened again beside a backup, which locks them', async () => {
    const pool = await create('backed');
    await createPostgresStore(pool);
    const backup = await pool.connect();
    await backup.query('BEGIN; LOCK TABLE relbutton_records, relbutton_heads, relbutton_outbox IN ACCESS SHARE MODE');
    try {
      await createPostgresStore(connect('backed', '-c lock_timeout=1000'), undefined, { partitions: 4 });
    } finally {
      backup.release(true);
    }
  });
});
