/**
 * Each statement of a store uses an index: the plans are those of a store with many relationships, and in PostgreSQL those of a
 * statement that is planned once for all values, too.
 */
import { expect } from 'chai';
import Database from 'libsql';
import { createPool } from 'mysql2/promise';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { Entry, Store } from '../../src/server/index.js';
import { createMysqlStore, type MysqlConnection } from '../../src/server/mysql.js';
import { createPostgresStore, type Queryable } from '../../src/server/postgres.js';
import { createSqliteStore } from '../../src/server/sqlite.js';
import { allOf } from '../support/all-of.mjs';
import { Customer } from '../support/customer.js';
import { missingMariadb, startMariadb } from '../support/mariadb.mjs';
import { missingPostgres, startPostgres } from '../support/postgres.mjs';
import { open, post } from '../support/vendor.js';

const MANY = 20_000;
/** Fills the tables with rows that nobody reads. @param numbers selects the numbers 1 to `MANY` as `n` */
const fill = (numbers: string): string => `
  INSERT INTO relbutton_heads (iss, version, status, open, state)
    SELECT 'iss-' || n, 2, CASE n % 4 WHEN 0 THEN 'ended' WHEN 1 THEN 'paused' ELSE 'related' END,
      CASE n % 50 WHEN 1 THEN 'jti-' || n END, '{"proposals":[]}' FROM (${numbers}) AS numbers;
  INSERT INTO relbutton_records (iss, jti, hash, place, received, record, answer, revokes)
    SELECT 'iss-' || n, 'jti-' || n, 'hash-' || n, '', '{}', '{}', '{}', CASE n % 50 WHEN 1 THEN 'x' END FROM (${numbers}) AS numbers;
  INSERT INTO relbutton_records (iss, jti, hash, place, received, record, answer)
    SELECT 'iss-' || n, 'more-' || n, 'more-' || n, 'hash-' || n, '{}', '{}', '{}' FROM (${numbers}) AS numbers;
  INSERT INTO relbutton_lines (iss, number, head, tail, due, attempts)
    SELECT 'iss-' || n, 1, 1, 1, 4000000000000 + n, 1 FROM (${numbers}) AS numbers;
  INSERT INTO relbutton_outbox (id, iss, place, kind, body, attempts, why)
    SELECT 'id-' || n, 'iss-' || n, CASE n % 50 WHEN 1 THEN NULL ELSE 1 END, 'change', '{}', 1, CASE n % 50 WHEN 1 THEN 'down' END
    FROM (${numbers}) AS numbers;`;

/** Lets a vendor do all that it does with a store. */
const workWith = async (store: Store): Promise<void> => {
  const vendor = open({
    store,
    onerror: () => undefined,
    decide: ({ agreement }) => (agreement === 'SD-BASE' ? 'accept' : 'pending'),
    tries: 1,
    onchange: () => Promise.reject(new Error('down')),
    erase: () => Promise.resolve({ erased: true }),
  });
  const customer = await Customer.create();
  await post(vendor, await customer.sign());
  await vendor.pause(customer.iss);
  const { head } = (await store.look({ iss: customer.iss })).state;
  await post(vendor, await customer.sign({ agreement: 'SD-BASE-DP', prev: head?.last }));
  await vendor.decide(customer.iss, 'accept');
  await post(vendor, await customer.sign({ act: 'sync', agreement: undefined, prev: head?.last }));
  const after = 'iss-100';
  const lists: AsyncIterable<unknown>[] = [
    vendor.relationships({ limit: 5 }),
    vendor.relationships({ after, limit: 5 }),
    vendor.relationships({ after, limit: 5, status: 'ended' }),
    vendor.pending({ after, limit: 5 }),
    vendor.records({ iss: after }),
    vendor.records({ iss: customer.iss, after: (await store.read(customer.iss))[0] as Entry }),
  ];
  for (const list of lists) await allOf(list);
  await store.read(customer.iss, { isLeave: true });
  await store.list({ limit: 5 });
  await store.list({ after: { iss: after, hash: 'hash-100' }, limit: 5 });
  await store.find('a credential');
  await post(vendor, await customer.sign({ act: 'leave', agreement: undefined, body: { erase: true } }));
  await post(vendor, await customer.sign({ act: 'sync', agreement: undefined }));
  await vendor.deliver();
  await vendor.resend('id-51');
  await allOf(vendor.undelivered({ after: 'id-2', limit: 5 }));
};

/** The conditions by which an act looks up the record that it answers: not through the whole history. */
const BY_HASH = { SQLite: /answered USING INDEX \w+ \(iss=\? AND hash=\?\)/, PostgreSQL: /Index Cond: \(.*iss.*AND.*hash/ };
const BY_REVOKED = {
  SQLite: /one USING COVERING INDEX \w+ \(iss=\? AND revokes=\?\)/,
  PostgreSQL: /Index Cond: \(.*iss.*AND.*revokes/,
};

/** What reads a whole table. A sort of a few rows is one within a relationship, or of a batch of lines that were claimed. */
const SCAN = /Seq Scan|\bHash\b|Merge (Left |Right )?Join|^\s*(->)?\s*Sort +\(\S+ rows=\d{3,}(?!.*\n\s*Sort Key: free)/m;
/** Plans a statement as `plan_cache_mode` says: an `EXPLAIN` of it with parameters would always plan for these values. */
const explained = async (pool: pg.Pool, text: string, values: readonly unknown[]): Promise<pg.QueryResult> => {
  await pool.query(`DEALLOCATE ALL; PREPARE one AS ${text}`);
  const literal = (value: unknown): string => {
    if (value === null) return 'NULL';
    // A list of texts in JSON differs from an array of PostgreSQL in its brackets alone.
    const json = typeof value === 'string' ? value : JSON.stringify(value);
    const text = Array.isArray(value) ? `{${json.slice(1, -1)}}` : json;
    return pg.escapeLiteral(text);
  };
  const given = values.map(literal);
  return pool.query(`EXPLAIN EXECUTE one${given.length ? `(${given.join(', ')})` : ''}`);
};

describe('the queries of a store', () => {
  it('search and do not scan in SQLite', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'relbutton-plans-'));
    const file = join(folder, 'records.db');
    createSqliteStore(file).close();
    const database = new Database(file);
    database.exec(
      fill(
        `WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${MANY}) SELECT n FROM numbers`,
      ),
    );
    database.exec('ANALYZE');
    const asked = new Set<string>();
    const { prepare } = Database.prototype;
    Database.prototype.prepare = function (this: Database.Database, sql: string) {
      asked.add(sql);
      return prepare.call(this, sql);
    } as typeof prepare;
    try {
      const store = createSqliteStore(file);
      asked.clear();
      await workWith(store);
      store.close();
    } finally {
      Database.prototype.prepare = prepare;
    }
    const queries = [...asked].filter((sql) => !/^\s*INSERT/.test(sql));
    expect(queries.length).to.be.greaterThan(10);
    for (const sql of queries) {
      const plan = (database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[])
        .map(({ detail }) => detail)
        .join('\n');
      expect(plan, sql).not.to.match(/SCAN (?!asked|CONSTANT|free)|TEMP B-TREE/);
      expect(plan, sql).to.match(/SEARCH/);
      if (sql.includes('AS answered')) expect(plan, sql).to.match(BY_HASH.SQLite).and.to.match(BY_REVOKED.SQLite);
    }
    database.close();
    rmSync(folder, { recursive: true });
  });

  for (const partitions of missingPostgres ? [] : [undefined, 16])
    it(`search and do not scan in PostgreSQL with ${partitions ?? 'no'} partitions`, async () => {
      const server = await startPostgres();
      const pool = new pg.Pool({ ...server.connection, max: 1 });
      try {
        const asked = new Map<string, unknown[]>();
        const watched: Queryable = {
          query(statement, values) {
            const { text, values: given } = typeof statement === 'string' ? { text: statement, values } : statement;
            asked.set(text, given ?? []);
            return typeof statement === 'string' ? pool.query(statement, values) : pool.query(statement);
          },
        };
        await createPostgresStore(watched, undefined, { ...(partitions && { partitions }) });
        await pool.query(fill(`SELECT n FROM generate_series(1, ${MANY}) AS n`));
        await pool.query('ANALYZE');
        asked.clear();
        await workWith(await createPostgresStore(watched));
        expect(asked.size).to.be.greaterThan(13);
        expect([...asked.keys()].filter((text) => !/^\s*(SELECT|INSERT|UPDATE|DELETE|WITH)/.test(text))).to.deep.equal([]);
        for (const mode of ['force_custom_plan', 'force_generic_plan']) {
          await pool.query(`SET plan_cache_mode = ${mode}`);
          for (const [text, values] of asked) {
            if (/^\s*SELECT current_setting/.test(text)) continue;
            const isLook = text.includes('AS answered');
            const { rows } = await explained(pool, text, isLook ? ['iss-7', 'jti-7', 'hash-7'] : values);
            const plan = (rows as { 'QUERY PLAN': string }[]).map((row) => row['QUERY PLAN']).join('\n');
            // What adds many at once joins the given rows to each other, and reads no table.
            if (text.includes('WITH given')) expect(plan, text).not.to.match(/ Scan .*on relbutton_/);
            else expect(plan, `${mode} ${text}`).not.to.match(SCAN);
            expect(plan, `${mode} ${text}`).to.match(/Index|Conflict/);
            if (text.includes('head.status')) expect(plan, text).to.match(/Index Scan using \w+_status\w* /);
            if (isLook) expect(plan, text).to.match(BY_HASH.PostgreSQL).and.to.match(BY_REVOKED.PostgreSQL);
          }
        }
      } finally {
        await pool.end();
        await server.stop();
      }
    });

  if (!missingMariadb)
    it('search and do not scan in MariaDB', async () => {
      const server = await startMariadb();
      const pool = createPool({ ...server.connection, multipleStatements: true });
      try {
        const asked = new Map<string, unknown[]>();
        const watched = {
          async getConnection() {
            const connection = await pool.getConnection();
            const execute = (statement: {
              sql: string;
              values: (string | number | null)[];
            }): ReturnType<MysqlConnection['execute']> => {
              asked.set(statement.sql, statement.values);
              return connection.execute(statement);
            };
            return Object.assign(Object.create(connection) as MysqlConnection, { execute });
          },
        };
        await createMysqlStore(watched);
        await pool.query(`SET sql_mode = 'PIPES_AS_CONCAT'; ${fill('SELECT seq AS n FROM seq_1_to_5000')}`);
        // Of a history of two records all are read as fast as one.
        await pool.query(
          `INSERT INTO relbutton_records (iss, jti, hash, place, received, record, answer)
          SELECT 'iss-7', seq, seq, seq, '{}', '{}', '{}' FROM seq_1_to_1000`,
        );
        await pool.query('ANALYZE TABLE relbutton_records, relbutton_heads, relbutton_lines, relbutton_outbox');
        asked.clear();
        await workWith(await createMysqlStore(watched));
        const queries = [...asked].filter(([sql]) => !/^\s*INSERT|version\(\)|information_schema/.test(sql));
        expect(queries.length).to.be.greaterThan(20);
        for (const [sql, values] of queries) {
          const isLook = sql.includes('AS answered');
          const [rows] = await pool.query(`EXPLAIN ${sql}`, isLook ? ['iss-7', 'jti-7', 'hash-7', 'hash-7'] : values);
          for (const row of rows as { table: string | null; type: string; key: string | null }[]) {
            if (row.table === null || row.table.startsWith('<')) continue;
            expect(row.type, `${sql}\n${JSON.stringify(row)}`).to.match(/^(const|eq_ref|ref|range|system)$/);
            if (row.table === 'answered') expect(row.key).to.equal('relbutton_records_hash');
            if (row.table === 'one' && isLook) expect(row.key).to.equal('relbutton_records_revokes');
            if (row.table === 'head' && sql.includes('head.status =')) expect(row.key).to.equal('relbutton_heads_status');
          }
        }
      } finally {
        await pool.end();
        await server.stop();
      }
    });
});
