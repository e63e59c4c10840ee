/** The hostile suites, with each vendor's records in a database of its own in MariaDB. */
import { createPool, type Pool } from 'mysql2/promise';
import { createVendor, type Store } from '../../src/server/index.js';
import { createMysqlStore } from '../../src/server/mysql.js';
import { missingMariadb, startMariadb } from '../support/mariadb.mjs';
import { openVendorsBy } from '../support/vendor.js';

if (missingMariadb) throw new Error(missingMariadb);
const server = await startMariadb(['--innodb-flush-log-at-trx-commit=0', '--max-connections=5000']);
const pools: Pool[] = [createPool(server.connection)];
after(async () => {
  await Promise.all(pools.map((pool) => pool.end()));
  await server.stop();
});

const openStore = async (): Promise<Store> => {
  const database = `vendor_${pools.length}`;
  const pool = createPool({ ...server.connection, database, connectionLimit: 2 });
  pools.push(pool);
  await pools[0]?.query(`CREATE DATABASE ${database}`);
  return createMysqlStore(pool);
};
/** A store that is opened at its first call. */
const lazy = (): Store => {
  let opened: Promise<Store> | undefined;
  const call = async (name: keyof Store, given: unknown[]): Promise<unknown> => {
    opened ??= openStore();
    return ((await opened)[name] as (...values: unknown[]) => unknown)(...given);
  };
  return new Proxy({} as Store, {
    get:
      (_, name: keyof Store) =>
      (...given: unknown[]) =>
        call(name, given),
  });
};

openVendorsBy((options) => {
  const store = lazy();
  return { ...createVendor({ ...options, store }), list: store.list, next: store.next };
});
for (const suite of ['hostile', 'hostile-acts', 'passkey']) await import(`../server/${suite}.test.js`);
