/** Measures what a new change costs while others wait because their receiver is down: its record and its delivery. */
import Database from 'libsql';
import pg from 'pg';
import { createVendor } from '../../dist/server/index.js';
import { createPostgresStore } from '../../dist/server/postgres.js';
import { createSqliteStore } from '../../dist/server/sqlite.js';

const COUNTS = [0, 10, 100, 1_000, 10_000, 100_000];
const ROUNDS = 9;
/** The changes of one round. */
const EACH = 8;
const DUE = Date.now() + 3_600_000;

/** @param numbers selects the numbers from 1 on as `n` */
const fill = (numbers) => `
  INSERT INTO relbutton_lines (iss, number, head, tail, due, attempts)
    SELECT 'waits-' || n, 2, 1, 2, ${DUE} + n, 12 FROM (${numbers}) AS numbers;
  INSERT INTO relbutton_outbox (id, iss, place, kind, body, attempts)
    SELECT 'first-' || n, 'waits-' || n, 1, 'change', '{"sequence":1}', 0 FROM (${numbers}) AS numbers;
  INSERT INTO relbutton_outbox (id, iss, place, kind, body, attempts)
    SELECT 'second-' || n, 'waits-' || n, 2, 'change', '{"sequence":2}', 0 FROM (${numbers}) AS numbers;`;

/** Opens an SQLite file where so many relationships have two changes that wait. */
export const sqliteWaiting = (fileOf) => (count) => {
  const store = createSqliteStore(fileOf(count));
  const database = new Database(fileOf(count));
  database.exec(
    fill(
      `WITH RECURSIVE some (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM some WHERE n < ${count}) SELECT n FROM some WHERE ${count} > 0`,
    ),
  );
  database.close();
  return { store, close: () => store.close() };
};
/** Opens a PostgreSQL database likewise. @param connectionOf makes a new database of that name */
export const postgresWaiting = (connectionOf) => async (count) => {
  const pool = new pg.Pool(await connectionOf(`waiting_${count}`));
  const store = await createPostgresStore(pool);
  await pool.query(fill(`SELECT n FROM generate_series(1, ${count}) AS n`));
  await pool.query('ANALYZE');
  return { store, close: () => pool.end() };
};

/**
 * @param {object} given
 * @param {object} given.options those of the vendors
 * @param {() => Promise<string>} given.relate makes a record that begins a relationship
 * @param {(count: number) => object} given.open opens a store where so many relationships wait
 * @param {(values: number[]) => number} given.medianOf
 * @returns a line that says what it measured
 */
export const measureWaiting = async ({ options, relate, open, medianOf }) => {
  const all = [];
  for (const count of COUNTS) {
    const { store, close } = await open(count);
    let delivered = 0;
    const onchange = () => void delivered++;
    // Once the store is closed, the vendor still looks for changes.
    const vendor = createVendor({ ...options, store, onchange, onerror: () => undefined });
    all.push({ count, vendor, close, times: [], delivered: () => delivered });
  }
  for (let i = -1; i < ROUNDS; i++)
    for (const one of i % 2 ? all : [...all].reverse()) {
      const records = await Promise.all(Array.from({ length: EACH }, relate));
      const before = one.delivered();
      const begun = performance.now();
      for (const body of records) {
        const headers = { 'content-type': 'application/jose+json' };
        const response = await one.vendor.handler(new Request(`${options.origin}/relbutton`, { method: 'POST', headers, body }));
        if (response.status !== 200) throw new Error(await response.text());
        await one.vendor.deliver();
      }
      if (one.delivered() - before !== EACH) throw new Error('not delivered');
      // The first round warms up.
      if (i >= 0) one.times.push((performance.now() - begun) / EACH);
    }
  for (const { close } of all) await close();
  const none = medianOf(all[0].times);
  const parts = all.map(({ count, times }) => {
    const ratio = medianOf(times.map((time, i) => time / all[0].times[i]));
    return count === 0
      ? `${none.toFixed(2)} ms with none`
      : `${ratio.toFixed(2)} times as much with ${count.toLocaleString('en')}`;
  });
  return `a new change, recorded and delivered, while relationships wait with two changes each: ${parts.join(', ')}`;
};
