/**
 * `npm run bench:server -- --million`: a vendor with a million relationships in PostgreSQL, in one table and in 16 partitions. It measures
 * lists from the beginning and from the middle on, in turns, and a whole export. Another number: `--million=10000`.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { createKey } from '../../dist/server/index.js';
import { createPostgresStore } from '../../dist/server/postgres.js';
import { fill } from './fill.mjs';

const script = fileURLToPath(new URL('million-process.mjs', import.meta.url));

/** Returns the bytes of the tables with their partitions and indexes. */
const sizeOf = async (pool) => {
  const { rows } = await pool.query(`
    SELECT sum(pg_total_relation_size(oid))::float8 AS bytes FROM pg_class
    WHERE relkind = 'r' AND relname ~ '^relbutton_(records|heads)'`);
  return rows[0].bytes;
};

const measure = async (name, connection, count, options, tell) => {
  const key = await createKey();
  const pool = new pg.Pool(connection);
  try {
    await createPostgresStore(pool, undefined, options);
    const begun = performance.now();
    await fill(pool, count, key);
    console.log(`${name}: filled in ${((performance.now() - begun) / 1_000).toFixed(0)} s`);
    const [{ iss: middle }] = (await pool.query('SELECT iss FROM relbutton_heads ORDER BY seq LIMIT 1 OFFSET $1', [count >> 1]))
      .rows;
    const [{ records }] = (await pool.query('SELECT count(*)::int AS records FROM relbutton_records')).rows;
    const bytes = await sizeOf(pool);
    tell(
      `${name}: ${count.toLocaleString('en')} relationships with ${records.toLocaleString('en')} records, ${(bytes / count).toFixed(0)} bytes a relationship, ${(bytes / records).toFixed(0)} a record, indexes included`,
    );
    const told = JSON.stringify({ connection, key, middle });
    const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', script, told]);
    const { times, exported } = JSON.parse(stdout);
    for (const [list, { first, middle: later }] of Object.entries(times))
      tell(
        `${name}, a page of ${list}: ${first.toFixed(1)} ms at the beginning, ${later.toFixed(1)} ms in the middle: ${(later / first).toFixed(2)} times`,
      );
    const { seconds, megabytes, more, delay, idle } = exported;
    tell(
      `${name}, export: ${megabytes.toFixed(0)} MB in ${seconds.toFixed(0)} s with ${more.toFixed(0)} MB of heap and external memory over the start; a timer of 10 ms fires after ${delay.toFixed(0)} ms at the 99th percentile, after ${idle.toFixed(0)} ms in the same process at rest`,
    );
  } finally {
    await pool.end();
  }
};

/**
 * @param {(name: string) => Promise<object>} database makes one, and returns how to connect to it
 * @param {number} count the number of relationships
 * @param {(line: string) => void} tell receives what was measured
 */
export const compareMillion = async (database, count, tell) => {
  await measure('One table', await database('one'), count, {}, tell);
  await measure('16 partitions', await database('parts'), count, { partitions: 16 }, tell);
};
