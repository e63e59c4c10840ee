/** Runs an example of the server or of the contract, with the names that it uses in scope. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPool } from 'mysql2/promise';
import pg from 'pg';
import * as relbutton from 'relbutton';
import * as ledgers from 'relbutton/agent/ledger/file';
import * as conformance from 'relbutton/conformance';
import * as d1 from 'relbutton/server/d1';
import * as desk from 'relbutton/server/desk';
import * as mail from 'relbutton/server/mail';
import * as node from 'relbutton/server/node';
import * as mysqlStore from 'relbutton/server/mysql';
import * as postgres from 'relbutton/server/postgres';
import * as server from 'relbutton/server';
import * as sqlite from 'relbutton/server/sqlite';
import * as storeTests from 'relbutton/server/store-tests';
import { servePage } from '../conformance/page-with-host.ts';
import { serve } from '../conformance/serve.ts';
import { Customer } from './customer.js';
import { startD1 } from './d1.ts';
import { run } from './examples.mjs';
import { startMariadb } from './mariadb.mjs';
import { startPostgres } from './postgres.mjs';

const ORIGIN = 'https://shop.example';

/** Returns wrappers for the functions by which an example opens resources; adds a function that closes each to `closing`. */
const openedWith = (closing) => ({
  createServer(listener) {
    const opened = createServer(listener);
    const listen = opened.listen.bind(opened);
    // The port in an example may be in use.
    opened.listen = () => listen(0, 'localhost');
    closing.push(() => opened.close());
    return opened;
  },
  mysql: {
    createPool(options) {
      const pool = createPool(options);
      closing.push(() => pool.end());
      return pool;
    },
  },
  publicFetch: ledgers.publicFetch,
  async openFileLedger(file, options) {
    const folder = mkdtempSync(join(tmpdir(), 'relbutton-'));
    closing.push(() => rmSync(folder, { recursive: true }));
    return ledgers.openFileLedger(join(folder, file), options);
  },
  pg: {
    Pool: class extends pg.Pool {
      constructor(options) {
        super(options);
        closing.push(() => this.end());
      }
    },
  },
});

/** Tries a vendor at a port that is free here, whatever address the example names. */
const conformServed = async (closing) => {
  const { origin, close } = await serve();
  closing.push(close);
  return conformance.conformVendor(origin);
};

/** Tries a page of this machine by one rule, whatever address and browser the example names. */
const conformServedPage = async (closing) => {
  const { origin, close } = await servePage();
  closing.push(close);
  return conformance.conformPage(origin, { rules: ['C-36'] });
};

/** A vendor with one customer, under the names that examples use. */
const scopeOf = async (closing) => {
  const [origin, name, accepts, key] = [ORIGIN, 'Acme Coffee', ['SD-BASE', 'SD-BASE-DP'], await server.createKey()];
  const vendor = server.createVendor({ origin, name, accepts, key });
  const customer = await Customer.create();
  const requestOf = (body) =>
    new Request(`${origin}/relbutton`, { method: 'POST', headers: { 'content-type': 'application/jose+json' }, body });
  const { record } = await (await vendor.handler(requestOf(await customer.sign()))).json();
  const { iss } = customer;
  const { hash: prev } = await relbutton.linkOf(record);
  return {
    ...relbutton,
    ...server,
    ...node,
    ...d1,
    ...desk,
    ...mail,
    ...sqlite,
    ...postgres,
    ...storeTests,
    ...conformance,
    conformVendor: () => conformServed(closing),
    conformPage: () => conformServedPage(closing),
    // No agent and no browser are there: no page is opened, and nothing is tried.
    conformAgent: ({ onask }) =>
      conformance.conformAgent({ script: { text: '' }, onask, rules: ['C-94'], patience: 100 }).catch((error) => error.results),
    ...mysqlStore,
    ...openedWith(closing),
    writeFile,
    writeFileSync,
    // Answers for the vendor's pages without a network.
    fetch: (url, init) => vendor.handler(new Request(url, init)),
    passphrase: 'correct horse',
    ...{ origin, name, accepts, key, vendor, iss, record },
    request: requestOf(await customer.sign({ act: 'converse', agreement: undefined, body: { text: 'Hello' }, prev })),
    jwks: await (await vendor.handler(new Request(`${origin}/.well-known/jwks.json`))).json(),
    store: server.createMemoryStore(),
    sessions: new Map(),
  };
};

const openPostgres = async (closing) => {
  const { connection, stop } = await startPostgres();
  closing.push(stop);
  return `postgres://${connection.user}@/${connection.database}?host=${connection.host}`;
};
const openMariadb = async (closing) => {
  const { connection, stop } = await startMariadb();
  closing.push(stop);
  return `mysql://${connection.user}@localhost/${connection.database}?socketPath=${encodeURIComponent(connection.socketPath)}`;
};

const openD1 = async (closing) => {
  const { database, stop } = await startD1();
  closing.push(stop);
  return { DB: database };
};

process.env.SMTP_URL = 'smtp://mail.example';
process.env.WEBHOOK_SECRET = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;

/** Runs the body of an example. @returns the values it showed, by number, as JSON */
export const runInNode = async (body, count) => {
  const closing = [];
  const shown = [];
  try {
    if (/\bpg\b/.test(body)) process.env.DATABASE_URL = await openPostgres(closing);
    if (/\bmysql\b/.test(body)) process.env.DATABASE_URL = await openMariadb(closing);
    const env = /\benv\.DB\b/.test(body) && (await openD1(closing));
    await run(body, { ...(await scopeOf(closing)), env }, (number, value) => {
      shown[number] = String(JSON.stringify(value));
      return value;
    });
    for (const end = Date.now() + 2_000; Object.keys(shown).length < count && Date.now() < end;)
      await new Promise((resolve) => setTimeout(resolve, 10));
  } finally {
    for (const close of closing.reverse()) await close();
  }
  return shown;
};
