/** The conformance kit whole: every broken vendor is caught by its rule, and our server keeps all rules with every store. */
import { deepStrictEqual as same, ok } from 'node:assert';
import { conformVendor } from '../../src/conformance/index.js';
import { createMemoryStore } from '../../src/server/index.js';
import { caughtBy } from '../conformance/catching.js';
import { VENDOR_MUTANTS } from '../conformance/mutants/vendors.js';
import { key, serve } from '../conformance/serve.js';
import { startPhp } from '../support/php.mjs';
import { openRemote } from '../support/remote-vendor.js';
import { stores } from '../support/stores.js';
import type { Remote } from '../support/vendor.js';
import { startWorker } from '../support/worker-vendors.js';

describe('every broken vendor', () => {
  for (const mutant of VENDOR_MUTANTS)
    it(`that ${mutant.name} is caught by ${mutant.rule}`, async () => {
      ok((await caughtBy(mutant)).length > 0);
    });
});

/** Tries a vendor whole: it breaks no rule, and that takes less than five minutes. */
const holds = async (origin: string): Promise<void> => {
  const begin = Date.now();
  const { results, stuck } = await conformVendor(origin);
  same([results.filter(({ outcome }) => outcome === 'broken'), stuck], [[], []]);
  ok(results.filter(({ outcome }) => outcome === 'held').length > 300);
  ok(Date.now() - begin < 300_000);
};

describe('a vendor with a rate limit', () => {
  it('is waited for by seconds, by a date, and for a second where it asks for none', async () => {
    for (const pause of ['2', '0', new Date(Date.now() + 3_000).toUTCString()]) {
      const { origin, close } = await serve({}, undefined, (response, count) => {
        if (count !== 20) return false;
        response.writeHead(429, { 'retry-after': pause }).end('{}');
        return true;
      });
      const { results } = await conformVendor(origin, { rules: ['C-5', 'C-7'] });
      close();
      same([...new Set(results.map(({ outcome }) => outcome))], ['held']);
    }
  });
});

describe('our server', () => {
  for (const [name, open] of Object.entries(stores))
    it(`breaks no rule with ${name}`, async () => {
      const { store, close } = await open();
      const shop = await serve({ store });
      try {
        await holds(shop.origin);
      } finally {
        shop.close();
        await close();
      }
    });
});

const elsewhere: Record<string, () => Promise<{ address: string; stop: () => unknown }>> = {
  PHP: startPhp,
  'a worker with D1': startWorker,
};
describe('the vendor elsewhere', () => {
  for (const [name, start] of Object.entries(elsewhere))
    it(`breaks no rule in ${name}`, async () => {
      const { address, stop } = await start();
      const vendors: Remote[] = [];
      const shop = await serve({}, (inNode) => (request) => (vendors[0]?.handler ?? inNode)(request));
      const remote = openRemote(address, {
        ...{ origin: shop.origin, name: 'Shop', accepts: ['SD-BASE', 'SD-BASE-DP', 'PDC-INTENT'], key },
        store: createMemoryStore(),
      });
      vendors.push(remote);
      try {
        await holds(shop.origin);
      } finally {
        shop.close();
        await stop();
      }
    });
});
