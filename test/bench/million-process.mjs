/**
 * The vendor of `million.mjs`, in a process of its own. Its argument has the options as JSON. It prints its figures as JSON: milliseconds
 * of each list from the beginning and from the middle on, and the memory and the delay of the event loop while it exports.
 */
import { createServer } from 'node:http';
import { once } from 'node:events';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { createDesk } from '../../dist/server/desk/index.js';
import { nodeHandler } from '../../dist/server/node.js';
import { createPostgresStore } from '../../dist/server/postgres.js';
import { openVendor, ORIGIN } from './fill.mjs';

const ROUNDS = 25;
const { connection, key, middle } = JSON.parse(process.argv[2]);
const pool = new pg.Pool(connection);
const vendor = openVendor(await createPostgresStore(pool), key);

const desk = nodeHandler(createDesk(vendor, { authorize: () => 'anna' }), ORIGIN);
const server = createServer((request, response) => void desk(request, response)).listen(0, '127.0.0.1');
await once(server, 'listening');
const atDesk = async (after) => {
  const query = after ? `?${new URLSearchParams({ after })}` : '';
  const response = await fetch(`http://127.0.0.1:${server.address().port}/desk${query}`);
  const page = await response.text();
  if (page.split('<li>').length < 51) throw new Error(page);
};
const all = async (list) => {
  const items = [];
  for await (const item of list) items.push(item);
  if (items.length !== 100) throw new Error(`${items.length} items`);
};
const lists = {
  relationships: (after) => all(vendor.relationships({ after, limit: 100 })),
  'ended relationships': (after) => all(vendor.relationships({ after, limit: 100, status: 'ended' })),
  pending: (after) => all(vendor.pending({ after, limit: 100 })),
  'the desk': atDesk,
};
const medianOf = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const times = {};
for (const [name, read] of Object.entries(lists)) {
  const taken = { first: [], middle: [] };
  for (let i = -3; i < ROUNDS; i++)
    for (const [which, after] of i % 2 ? [['first'], ['middle', middle]] : [['middle', middle], ['first']]) {
      const begun = performance.now();
      await read(after);
      if (i >= 0) taken[which].push(performance.now() - begun);
    }
  times[name] = { first: medianOf(taken.first), middle: medianOf(taken.middle) };
}

const MEGA = 1_048_576;
const used = () => {
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / MEGA;
};
globalThis.gc?.();
const before = used();
let most = before;
const timer = setInterval(() => (most = Math.max(most, used())), 50);
const delays = {};
/** Measures how late a timer of 10 ms fires meanwhile. */
const watchLoop = async (name, work) => {
  const histogram = monitorEventLoopDelay({ resolution: 10 });
  histogram.enable();
  await work;
  histogram.disable();
  delays[name] = histogram.percentile(99) / 1e6;
};
await watchLoop('idle', setTimeout(5_000));
let bytes = 0;
const begun = performance.now();
const write = (part, _, done) => {
  bytes += part.length;
  done();
};
await watchLoop('delay', pipeline(Readable.from(vendor.export('csv')), new Writable({ write })));
clearInterval(timer);
const exported = {
  seconds: (performance.now() - begun) / 1_000,
  megabytes: bytes / MEGA,
  more: most - before,
  ...delays,
};
console.log(JSON.stringify({ times, exported }));
server.close();
await pool.end();
