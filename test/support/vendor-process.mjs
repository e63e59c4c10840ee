/**
 * Runs a vendor's server in a process of its own. Its first argument has the options as JSON. Messages of the parent set its clock and
 * what its functions do, and are answered. It prints `ready` when it listens, and ends on SIGTERM once all is answered.
 */
import { createServer } from 'node:http';
import { createVendor, createWebhook } from 'relbutton/server';
import { nodeHandler } from 'relbutton/server/node';
import { openTold } from './told-store.mjs';

const { port, sqlite, postgres, mysql, webhook, hears, ...options } = JSON.parse(process.argv[2]);

const RealDate = Date;
let skew = 0;
globalThis.Date = class extends RealDate {
  constructor(...given) {
    super(...(given.length ? given : [RealDate.now() + skew]));
  }
  static now() {
    return RealDate.now() + skew;
  }
};

const waiting = [];
let late = 0;
const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
/** What a function of the vendor's does, by name. */
const WAYS = {
  works: (value) => value,
  waits: (value) => new Promise((resolve) => waiting.push(() => resolve(value))),
  throws: () => {
    throw new Error('down');
  },
  'throws nothing': () => {
    throw undefined;
  },
  rejects: () => Promise.reject(new Error('down')),
  'rejects too late': async () => {
    await wait(2 * options.timeout);
    late++;
    throw new Error('late');
  },
  hangs: () => new Promise(() => undefined),
  'returns nonsense': () => Symbol('nonsense'),
};
let way = 'works';
const does = (value) => () => WAYS[way](value);

let errors = 0;
const { store, end } = await openTold({ sqlite, postgres, mysql }, () => errors++);
const vendor = createVendor({
  name: 'Shop',
  accepts: ['SD-BASE'],
  perMinute: Infinity,
  store,
  decide: does('accept'),
  checkChallenge: does(true),
  held: does({ loyalty: 3 }),
  erase: does({ erased: true }),
  onerror() {
    errors++;
    if (way !== 'works') throw new Error('The operator is not there either.');
  },
  ...(hears && { onchange: does() }),
  ...(webhook && { onchange: createWebhook(webhook) }),
  ...options,
});
const answer = nodeHandler(vendor, options.origin);
const server = createServer(async (request, response) => {
  if (!(await answer(request, response))) response.writeHead(404).end();
});
server.listen(port, 'localhost', () => process.stdout.write('ready\n'));

const COMMANDS = {
  setClock: (by) => void (skew = by),
  setWay: (name) => void (way = name),
  countWaiting: () => waiting.length,
  release: () => waiting.splice(0).forEach((resolve) => resolve()),
  countLate: () => late,
  countErrors: () => errors,
  converse: ({ iss, text }) => vendor.converse(iss, text),
  /** The bytes in use after garbage collection; needs `--expose-gc`. */
  async weigh() {
    globalThis.gc();
    await wait(100);
    globalThis.gc();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  },
};
process.on('message', async ({ id, command, given }) => {
  process.send({ id, result: await COMMANDS[command](given) });
});
process.once('SIGTERM', async () => {
  await vendor.close();
  server.close();
  await end();
  process.disconnect();
});
