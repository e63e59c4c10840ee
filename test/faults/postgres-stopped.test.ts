/** PostgreSQL is stopped and started while customers act. */
import { expect } from 'chai';
import { Load } from '../support/load.js';
import { missingPostgres } from '../support/postgres.mjs';
import { openPostgres } from '../support/shared-stores.js';
import { VendorProcess } from '../support/vendor-process.js';

if (!missingPostgres)
  describe('a PostgreSQL that stops and starts under load', () => {
    let at: Awaited<ReturnType<typeof openPostgres>>;
    let vendor: VendorProcess;
    before(async () => {
      at = await openPostgres();
      vendor = await VendorProcess.start(at.told);
    });
    after(async () => {
      await vendor.kill();
      await at.close();
    });

    it('leaves no request without an answer, and no record on one side alone', async () => {
      const load = new Load((record) => vendor.post(record));
      for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
        await load.takes(40);
        await at.server.halt(signal);
        await load.failures(40);
        await at.server.start();
      }
      await load.takes(40);
      await load.end();
      expect(vendor.isRunning).to.equal(true);
      await load.check(at.store);
    });
  });
