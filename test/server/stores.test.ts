/** Every store keeps to the same: what is added is there, whole, once. */
import { expect } from 'chai';
import { storeTests } from '../../src/server/store-tests/index.js';
import { missingPostgres } from '../support/postgres.mjs';
import { stores } from '../support/stores.js';

for (const [store, open] of Object.entries(stores))
  describe(`a store in ${store}`, () => {
    for (const { name, run } of storeTests(open)) it(name, run);
  });

it('is tested with PostgreSQL where it has to be', () => {
  if (process.env.RELBUTTON_ENGINES === 'all') expect(missingPostgres).to.equal('');
});
