/** A database that cannot take a record now: the event loop goes on, every request is answered, and the same record is taken later. */
import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createPostgresStore } from '../../src/server/postgres.js';
import { createSqliteStore } from '../../src/server/sqlite.js';
import { Customer } from '../support/customer.js';
import { missingPostgres, startPostgres } from '../support/postgres.mjs';
import { accepted, open, origin, post } from '../support/vendor.js';
import { allOf } from '../support/all-of.mjs';

/** Holds the lock to write until its standard input ends. */
const HOLDER = `
  import Database from 'libsql';
  const database = new Database(process.argv[1]);
  database.exec('BEGIN IMMEDIATE');
  console.log('locked');
  process.stdin.resume().on('end', () => { database.exec('COMMIT'); database.close(); });`;
/** Locks a file from another process. @returns a function that releases it */
const lock = async (file: string): Promise<() => Promise<unknown>> => {
  const child = spawn(process.execPath, ['--input-type=module', '-e', HOLDER, file], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  const ended = once(child, 'exit');
  return () => {
    child.stdin.end();
    return ended;
  };
};

const refusal = async (response: Response): Promise<unknown[]> => [
  response.status,
  ((await response.json()) as { code: string }).code,
  Number(response.headers.get('retry-after')) > 0,
  response.headers.get('access-control-expose-headers'),
];
const UNAVAILABLE = [503, 'unavailable', true, 'retry-after'];

describe('an SQLite file that another process has locked', () => {
  let folder: string;
  let store: ReturnType<typeof createSqliteStore>;
  let unlock: () => Promise<unknown>;
  const errors: Error[] = [];
  beforeEach(async () => {
    errors.length = 0;
    folder = mkdtempSync(join(tmpdir(), 'relbutton-'));
    const file = join(folder, 'records.db');
    store = createSqliteStore(file);
    unlock = await lock(file);
  });
  afterEach(async () => {
    await unlock();
    store.close();
    rmSync(folder, { recursive: true });
  });
  const opening = (timeout?: number): ReturnType<typeof open> =>
    open({ store, onerror: (error) => void errors.push(error), ...(timeout !== undefined && { timeout }) });

  it('is 503 for each record, while reads are answered and the event loop turns; then the same records are taken, once', async () => {
    const vendor = opening();
    const customers = await Promise.all(Array.from({ length: 8 }, () => Customer.create()));
    const records = await Promise.all(customers.map((customer) => customer.sign()));
    let turns = 0;
    const ticking = setInterval(() => turns++, 10);
    const reading = (async () => {
      const status = await vendor.status(customers[0]?.iss as string);
      const lookUp = await vendor.handler(new Request(`${origin}/relbutton?credential=c`));
      const ready = await vendor.ready();
      return { status, lookUp: lookUp?.status, ready, turns };
    })();
    const answers = await Promise.all(records.map((record) => post(vendor, record)));
    clearInterval(ticking);
    for (const answer of answers) expect(await refusal(answer)).to.deep.equal(UNAVAILABLE);
    const read = await reading;
    expect([read.status, read.lookUp, read.ready]).to.deep.equal(['offered', 404, true]);
    expect(read.turns, 'reads do not wait for the lock').to.be.below(turns);
    // It waits for 2 s: a turn each 10 ms, and far fewer on a busy machine.
    expect(turns).to.be.above(20);
    expect(errors).to.have.length(8);
    for (const { message } of errors) expect(message).to.match(/database is locked/);

    await unlock();
    const first = await Promise.all(records.map((record) => accepted(vendor, record)));
    expect(await Promise.all(records.map((record) => accepted(vendor, record)))).to.deep.equal(first);
    expect(await allOf(vendor.records())).to.have.length(8);
  });

  it('takes each record, in order, if the lock ends in time', async () => {
    const vendor = opening();
    const records = await Promise.all(Array.from({ length: 8 }, async () => (await Customer.create()).sign()));
    let isSettled = false;
    const answering = Promise.all(records.map((record) => accepted(vendor, record))).finally(() => (isSettled = true));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(isSettled).to.equal(false);
    await unlock();
    expect(await answering).to.have.length(8);
    expect(errors).to.deep.equal([]);
  });

  it('gives the same bytes to a record whose answer came too early', async () => {
    const record = await (await Customer.create()).sign();
    const early = opening(50);
    expect(await refusal(await post(early, record))).to.deep.equal(UNAVAILABLE);
    await unlock();
    // The call that was given up may have stored it meanwhile: the answer is one, whichever came first.
    const answers = await Promise.all(Array.from({ length: 4 }, () => accepted(opening(), record)));
    expect(new Set(answers).size).to.equal(1);
    expect(await store.list()).to.have.length(1);
  });
});

describe('a pool of PostgreSQL without a free connection', () => {
  it('is 503, and the same record is taken later', async () => {
    if (missingPostgres) throw new Error(missingPostgres);
    const server = await startPostgres();
    const pool = new pg.Pool({ ...server.connection, max: 1, connectionTimeoutMillis: 100 });
    const errors: Error[] = [];
    const onerror = (error: Error): void => void errors.push(error);
    const vendor = open({ store: await createPostgresStore(pool, onerror), onerror });
    const record = await (await Customer.create()).sign();
    const taken = await pool.connect();
    expect(await refusal(await post(vendor, record))).to.deep.equal(UNAVAILABLE);
    expect(errors.map(({ message }) => message).join()).to.match(/timeout/);
    expect(await vendor.ready()).to.equal(false);
    const ready = (await vendor.handler(new Request(`${origin}/relbutton/ready`))) as Response;
    expect(await refusal(ready)).to.deep.equal(UNAVAILABLE);

    // The only connection breaks while nothing uses it: the operator hears it, and the next record gets another one.
    taken.release();
    const other = new pg.Client(server.connection);
    await other.connect();
    const told = errors.length;
    await other.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'",
    );
    while (errors.length === told) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(errors.at(-1)?.message).to.match(/terminat/);
    await other.end();
    await accepted(vendor, record);
    await pool.end();
    await server.stop();
  });
});
