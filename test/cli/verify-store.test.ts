/** `relbutton verify-store`, as a process of the built file. */
import { expect } from 'chai';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import pg from 'pg';
import { createPostgresStore } from '../../src/server/postgres.js';
import { createSqliteStore } from '../../src/server/sqlite.js';
import type { Store } from '../../src/server/index.js';
import { type Ended, run } from '../support/command.js';
import { Customer } from '../support/customer.js';
import { missingPostgres, startPostgres } from '../support/postgres.mjs';
import { open, origin, post, publicJwks } from '../support/vendor.js';

/** Fills a store with two relationships. @returns their `iss` */
const fill = async (store: Store): Promise<string[]> => {
  const vendor = open({ store });
  const customers = await Promise.all([Customer.create(), Customer.create()]);
  for (const customer of customers) {
    await post(vendor, await customer.sign());
    await vendor.pause(customer.iss);
  }
  return customers.map(({ iss }) => iss);
};

describe('relbutton verify-store', () => {
  let folder: string;
  let keys: string;
  let web: Server;
  let store: ReturnType<typeof createSqliteStore>;
  let isses: string[];
  let verify: (...more: string[]) => Promise<Ended>;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'relbutton-command-'));
    keys = join(folder, 'jwks.json');
    const jwks = JSON.stringify(await publicJwks(open()));
    writeFileSync(keys, jwks);
    web = createServer((request, response) => response.writeHead(request.url === '/jwks' ? 200 : 404).end(jwks)).listen(0);
    store = createSqliteStore(join(folder, 'relbutton.db'));
    isses = await fill(store);
    verify = (...more) =>
      run(['verify-store', '--sqlite', join(folder, 'relbutton.db'), '--origin', origin, '--jwks', keys, ...more]);
  });
  after(() => {
    store.close();
    web.close();
    rmSync(folder, { recursive: true });
  });

  it('proves a good SQLite file, with keys from a file or a URL', async () => {
    const good = { code: 0, stdout: 'Relationships: 2. Records: 4. Faults: 0. Mended: 0.\n', stderr: '' };
    expect(await verify()).to.deep.equal(good);
    const address = `http://localhost:${(web.address() as AddressInfo).port}`;
    expect(await verify('--jwks', `${address}/jwks`)).to.deep.equal(good);
    const { code, stderr } = await verify('--jwks', `${address}/other`);
    expect(code).to.equal(2);
    expect(stderr).to.contain('404');
  });

  it('finds records of another vendor', async () => {
    const { code, stdout } = await verify('--origin', 'https://other.example', '--json');
    expect(code).to.equal(1);
    expect(JSON.parse(stdout.trim().split('\n').at(-1) as string)).to.include({ relationships: 2, records: 0, faults: 6 });
  });

  it('finds a wrong state, and mends it only if it is told to', async () => {
    const [iss] = isses as [string];
    const { state } = await store.look({ iss });
    await store.mend(iss, { version: state.version + 1, proposals: [] });
    for (let i = 0; i < 2; i++) {
      const { code, stdout } = await verify();
      expect(code).to.equal(1);
      expect(stdout).to.match(new RegExp(`^The state of the relationship ${iss} .*\n.* Faults: 1. Mended: 0.\n$`));
    }
    const mended = await verify('--mend', '--json');
    expect(mended.code).to.equal(0);
    const [fault, sum, ...rest] = mended.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(fault).to.include({ fault: 'state', iss });
    expect(sum).to.deep.equal({ relationships: 2, records: 4, faults: 1, mended: 1 });
    expect(rest).to.deep.equal([]);
    expect((await verify()).code).to.equal(0);
  });

  it('mends no state with a record that it cannot prove, such as one by a key that is missing', async () => {
    const none = join(folder, 'none.json');
    writeFileSync(none, '{"keys": []}');
    const before = await store.look({ iss: isses[0] as string });
    const { code, stdout } = await verify('--mend', '--jwks', none);
    expect(code).to.equal(1);
    expect(stdout).to.contain('Records: 0. Faults: 6. Mended: 0.');
    expect(await store.look({ iss: isses[0] as string })).to.deep.equal(before);
  });

  it('makes no file and no table where there was no store', async () => {
    const other = join(folder, 'other.db');
    const database = new Database(other);
    database.exec('CREATE TABLE mine (n)');
    database.close();
    for (const [named, says] of [
      [join(folder, 'missing.db'), 'There is no file'],
      [other, 'no table relbutton_records'],
      [keys, 'not a database'],
    ] as const) {
      const { code, stderr } = await verify('--sqlite', named);
      expect(code, named).to.equal(2);
      expect(stderr).to.contain(says);
    }
    expect(readdirSync(folder)).not.to.include('missing.db');
    expect((await verify('--postgres', 'postgres://localhost/x')).stderr).to.contain('one store');
  });

  if (!missingPostgres)
    it('proves a PostgreSQL database, named by an option or by DATABASE_URL', async () => {
      const server = await startPostgres();
      const pool = new pg.Pool(server.connection);
      const url = `postgres://postgres@/postgres?host=${server.connection.host}`;
      const call = ['verify-store', '--origin', origin, '--jwks', keys];
      try {
        const empty = await run([...call, '--postgres', url]);
        expect(empty.code).to.equal(2);
        expect(empty.stderr).to.contain('no table relbutton_records');
        expect((await pool.query(`SELECT to_regclass('relbutton_records') AS found`)).rows).to.deep.equal([{ found: null }]);
        await fill(await createPostgresStore(pool, undefined, { partitions: 16 }));
        expect(await run([...call, '--postgres', url])).to.include({ code: 0, stderr: '' });
        expect((await run(call, { env: { DATABASE_URL: url } })).stdout).to.contain('Relationships: 2. Records: 4. Faults: 0.');
        const away = await run([...call, '--postgres', 'postgres://localhost:1/x']);
        expect(away.code).to.equal(2);
        expect(away.stderr).to.contain('ECONNREFUSED');
      } finally {
        await pool.end();
        await server.stop();
      }
    });
});
