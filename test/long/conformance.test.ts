/** The conformance kit whole: every broken vendor is caught by its rule, and our server keeps all rules with every store. */
import { deepStrictEqual as same, ok } from 'node:assert';
import { conformVendor } from '../../src/conformance/index.js';
import { caughtBy } from '../conformance/catching.js';
import { VENDOR_MUTANTS } from '../conformance/mutants/vendors.js';
import { serve } from '../conformance/serve.js';
import { stores } from '../support/stores.js';

describe('every broken vendor', () => {
  for (const mutant of VENDOR_MUTANTS)
    it(`that ${mutant.name} is caught by ${mutant.rule}`, async () => {
      ok((await caughtBy(mutant)).length > 0);
    });
});

describe('our server', () => {
  for (const [name, open] of Object.entries(stores))
    it(`breaks no rule with ${name}`, async () => {
      const { store, close } = await open();
      const shop = await serve({ store });
      const { results, stuck } = await conformVendor(shop.origin);
      shop.close();
      await close();
      same([results.filter(({ outcome }) => outcome === 'broken'), stuck], [[], []]);
    });
});
