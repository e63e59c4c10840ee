/**
 * Times one more act in the ledger of an agent, in Chromium, by the length of the history: it is signed, sent to a vendor's server in the
 * same page, verified and kept.
 */
import puppeteer from 'puppeteer-core';
import { bundle, serve } from '../e2e/serve.mjs';
import { chromiumArgs, engines } from '../support/engines.mjs';

const SCRIPT = `
  import { openLedger } from './src/agent/ledger.js';
  import { createKey, createMemoryStore, createVendor } from './src/server/index.js';
  import { sayMore } from './test/support/history.js';

  const vendor = { origin: 'https://shop.example', name: 'Shop' };
  const key = await createKey();
  const store = createMemoryStore();
  const shop = createVendor({ ...vendor, accepts: ['SD-BASE'], key, store });
  window.fetch = async (url, init) => (await shop.handler(new Request(url, init))) ?? new Response(null, { status: 404 });

  /** Makes a ledger with a relationship of so many records. @returns a function that times the middle of some acts, in milliseconds */
  window.fill = async (length) => {
    const ledger = await openLedger('ledger-' + length);
    await ledger.say({ vendor, act: 'relate', agreement: 'SD-BASE' });
    const [{ iss }] = await ledger.list();
    await sayMore(store, iss, length - 1, 'Hello', key);
    await ledger.sync(iss);
    window.acts ??= {};
    window.acts[length] = () => ledger.converse(iss, 'Hello');
  };
  window.time = async (length, count) => {
    const begun = performance.now();
    for (let i = 0; i < count; i++) await window.acts[length]();
    return (performance.now() - begun) / count;
  };
  document.title = 'ready';
`;

/**
 * @param {readonly number[]} lengths of the histories
 * @param {number} rounds
 * @returns {Promise<{ length: number, times: number[] }[]>} the milliseconds of one act, in turns
 */
export const timeLedgers = async (lengths, rounds) => {
  const page = { body: '<!doctype html><title>Bench</title><script type="module" src="/bench.js"></script>' };
  const server = await serve({ '/': page, '/bench.js': await bundle(SCRIPT) });
  const browser = await puppeteer.launch({ executablePath: engines.Chromium, args: chromiumArgs, protocolTimeout: 600_000 });
  try {
    const tab = await browser.newPage();
    await tab.goto(server.origin);
    await tab.waitForFunction(() => document.title === 'ready');
    const filled = lengths.map((length) => ({ length, times: [] }));
    for (const length of lengths) await tab.evaluate((count) => window.fill(count), length);
    // The first round warms up.
    for (let i = -1; i < rounds; i++)
      for (const { length, times } of i % 2 ? filled : [...filled].reverse()) {
        const took = await tab.evaluate((...args) => window.time(...args), length, 12);
        if (i >= 0) times.push(took);
      }
    return filled;
  } finally {
    await browser.close();
    server.close();
  }
};
