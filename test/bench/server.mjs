/**
 * `npm run bench:server`: measures the vendor's server. A fresh `relate` over HTTP, as records a second beside a bare server that
 * verifies, signs and inserts one row; one more act in a relationship with a short and a long history, by the server and by the ledger;
 * and a new change while many others wait. All in turns in one run. With `--million` it measures a million relationships instead: see
 * `million.mjs`. With `--write` it writes what it measured into `docs/performance.md`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request as httpRequest } from 'node:http';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { claimsOf, hashOf, parseJws } from '../../dist/records/jws.js';
import { signRecord, signVendorRecord } from '../../dist/records/sign.js';
import { entryFor } from '../../dist/server/entry.js';
import { createKey, createVendor } from '../../dist/server/index.js';
import { createPostgresStore } from '../../dist/server/postgres.js';
import { createSqliteStore } from '../../dist/server/sqlite.js';
import { stateAfter } from '../../dist/server/state.js';
import { startPostgres } from '../support/postgres.mjs';
import { timeLedgers } from './ledger.mjs';
import { compareMillion } from './million.mjs';
import { measureWaiting, postgresWaiting, sqliteWaiting } from './waiting.mjs';

const ORIGIN = 'https://shop.example';
const ROUNDS = 9;
/** The records of one round. */
const EACH = 192;
/** The lengths of the histories that one more act is measured with, in records. */
const LENGTHS = [10, 100, 1_000, 10_000];
const key = await createKey();
const folder = mkdtempSync(join(tmpdir(), 'relbutton-bench-'));
const PAGE = fileURLToPath(new URL('../../docs/performance.md', import.meta.url));
const million = process.argv.find((given) => given.startsWith('--million'));
const HEADING = million ? '## A million relationships' : '## The vendor’s server';
/** The lines that this run measured. */
const measured = [];
const tell = (line) => {
  measured.push(line);
  console.log(line);
};
/** Replaces the section of this run in the page on performance, or adds it. */
const writePage = () => {
  const page = existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : '# Performance\n';
  const [before, ...after] = page.split(HEADING);
  const rest = after.join(HEADING).match(/\n## [^]*/)?.[0] ?? '';
  const section = `${HEADING}\n\n\`npm run bench:server --${million ? ' --million' : ''} --write\` wrote these figures.\n\n${measured.map((line) => `- ${line}\n`).join('')}`;
  writeFileSync(PAGE, `${before.trimEnd()}\n\n${section}${rest}`);
};
const medianOf = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

const newKeys = () => crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
const relate = async (keys) => signRecord({ aud: ORIGIN, act: 'relate', agreement: 'SD-BASE' }, keys ?? (await newKeys()));

const startServer = async (options) => {
  const script = fileURLToPath(new URL('server-process.mjs', import.meta.url));
  const child = spawn(process.execPath, [script, JSON.stringify({ key, origin: ORIGIN, ...options })], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [port] = await once(child.stdout, 'data');
  return { port: Number(port), stop: () => child.kill() };
};

/** Posts records, so many at once. @returns records a second */
const rateOf = async (port, records, atOnce) => {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const headers = { 'content-type': 'application/jose+json' };
  const post = (body) =>
    new Promise((resolve, reject) => {
      const path = { port, host: '127.0.0.1', path: '/relbutton', method: 'POST', agent, headers };
      const sent = httpRequest(path, (response) => {
        response.resume().once('end', () => (response.statusCode === 200 ? resolve() : reject(new Error(response.statusCode))));
      });
      sent.once('error', reject).end(body);
    });
  const queue = [...records];
  const work = async () => {
    for (let next = queue.pop(); next; next = queue.pop()) await post(next);
  };
  const begun = performance.now();
  await Promise.all(Array.from({ length: atOnce }, work));
  agent.destroy();
  return (1_000 * records.length) / (performance.now() - begun);
};

/** Compares the vendor's server with the bare one, and the bare one with itself. */
const compareFresh = async (name, optionsOf) => {
  const servers = {
    bare: await startServer({ ...optionsOf('bare'), isBare: true }),
    ours: await startServer(optionsOf('ours')),
  };
  for (const atOnce of [1, 16, 64]) {
    const ratios = [];
    const rates = [];
    const noises = [];
    for (let i = -1; i < ROUNDS; i++) {
      const rounds = {};
      const turn = i % 2 ? ['bare', 'ours', 'bare again'] : ['bare again', 'ours', 'bare'];
      for (const which of turn) {
        const records = await Promise.all(Array.from({ length: EACH }, () => relate()));
        rounds[which] = await rateOf(servers[which.split(' ')[0]].port, records, atOnce);
      }
      // The first round warms up.
      if (i < 0) continue;
      ratios.push((2 * rounds.ours) / (rounds.bare + rounds['bare again']));
      noises.push(Math.abs(rounds['bare again'] / rounds.bare - 1));
      rates.push(rounds.ours);
    }
    const [ratio, rate, noise] = [ratios, rates, noises].map(medianOf);
    tell(
      `${name}, ${atOnce} at once: ${ratio.toFixed(2)} of the bare server (${rate.toFixed(0)} records a second; noise ${(100 * noise).toFixed(0)} %)`,
    );
  }
  for (const { stop } of Object.values(servers)) stop();
};

/** Begins a relationship and fills its history. */
const fill = async (vendor, store, length) => {
  const keys = await newKeys();
  await post(vendor, await relate(keys));
  const iss = claimsOf(parseJws(await relate(keys))).iss;
  let { state } = await store.look({ iss });
  for (let i = 1; i < length; i++) {
    const place = state.head.last;
    const record = await signVendorRecord(ORIGIN, { aud: iss, act: 'converse', prev: place, body: { text: 'Hello' } }, key);
    const jws = parseJws(record);
    const claims = claimsOf(jws);
    const entry = { ...entryFor(record, claims, await hashOf(jws)), record, place };
    state = stateAfter(state, entry, claims);
    await store.add(entry, { state });
  }
  return { keys, last: state.head.last };
};
const post = async (vendor, body) => {
  const headers = { 'content-type': 'application/jose+json' };
  const response = await vendor.handler(new Request(`${ORIGIN}/relbutton`, { method: 'POST', headers, body }));
  if (response.status !== 200) throw new Error(await response.text());
};

/** Prints the time of one more act by the length of the history, and the exponent of the growth. */
const tellGrowth = (name, filled) => {
  const points = filled.map(({ length, times }) => [Math.log(length), Math.log(medianOf(times))]);
  const mean = (at) => points.reduce((sum, point) => sum + point[at], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const exponent =
    points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0) /
    points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
  const times = filled.map(({ length, times }) => `${medianOf(times).toFixed(2)} ms at ${length.toLocaleString('en')}`);
  tell(`${name}, one more act: ${times.join(', ')} records; exponent ${exponent.toFixed(3)}`);
};

/** Times one more act by the length of the history. */
const compareHistories = async (name, store) => {
  const vendor = createVendor({ origin: ORIGIN, name: 'Shop', accepts: ['SD-BASE'], key, store });
  const filled = [];
  for (const length of LENGTHS) filled.push({ length, times: [], ...(await fill(vendor, store, length)) });
  for (let i = -1; i < ROUNDS; i++)
    for (const one of i % 2 ? filled : [...filled].reverse()) {
      const acts = [];
      for (let j = 0; j < 24; j++) {
        const said = { aud: ORIGIN, act: 'converse', prev: one.last, body: { text: 'Hello' } };
        acts.push(await signRecord(said, one.keys));
        one.last = await hashOf(parseJws(acts.at(-1)));
      }
      const begun = performance.now();
      for (const act of acts) await post(vendor, act);
      if (i >= 0) one.times.push((performance.now() - begun) / acts.length);
    }
  tellGrowth(name, filled);
};

/** Compares a new change while none and while many others wait. */
const compareWaiting = async (name, open) => {
  const options = { origin: ORIGIN, name: 'Shop', accepts: ['SD-BASE'], key };
  tell(`${name}, ${await measureWaiting({ options, relate: () => relate(), open, medianOf })}`);
};

/** @param database makes a database and returns how to connect to it */
const compareWithBare = async (database) => {
  const sqlite = createSqliteStore(join(folder, 'history.db'));
  await compareHistories('SQLite', sqlite);
  sqlite.close();
  const pool = new pg.Pool(await database('history'));
  await compareHistories('PostgreSQL', await createPostgresStore(pool));
  await pool.end();
  await compareWaiting(
    'SQLite',
    sqliteWaiting((count) => join(folder, `waiting-${count}.db`)),
  );
  await compareWaiting('PostgreSQL', postgresWaiting(database));
  tellGrowth('The ledger in Chromium', await timeLedgers(LENGTHS, ROUNDS));
  await compareFresh('SQLite', (which) => ({ file: join(folder, `${which}.db`) }));
  const connections = { bare: await database('bare'), ours: await database('ours') };
  await compareFresh('PostgreSQL', (which) => ({ connection: connections[which] }));
};

tell(`Load ${loadavg()[0].toFixed(1)} on ${availableParallelism()} processors.`);
// As a vendor runs it: each commit is on the disk.
const postgres = await startPostgres([]);
try {
  const database = async (name) => {
    const client = new pg.Client(postgres.connection);
    await client.connect();
    await client.query(`CREATE DATABASE ${name}`);
    await client.end();
    return { ...postgres.connection, database: name };
  };
  if (million) await compareMillion(database, Number(million.split('=')[1] ?? 1_000_000), tell);
  else await compareWithBare(database);
  if (process.argv.includes('--write')) writePage();
} finally {
  await postgres.stop();
  rmSync(folder, { recursive: true });
}
