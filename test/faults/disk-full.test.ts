/** The disk of a store is full, and then it is not. */
import { expect } from 'chai';
import { statSync } from 'node:fs';
import { Customer } from '../support/customer.js';
import { canLimitFiles, limitFiles } from '../support/limit-files.mjs';
import { Load } from '../support/load.js';
import { missingPostgres } from '../support/postgres.mjs';
import { openPostgres, openSqlite, type Opened } from '../support/shared-stores.js';
import { VendorProcess } from '../support/vendor-process.js';

const MEGABYTE = 1_048_576;
/** A text that no store can compress by much. */
const TEXT = Buffer.from(crypto.getRandomValues(new Uint8Array(3_000))).toString('base64');

interface Case extends Opened {
  readonly vendor: VendorProcess;
  /** Fills the disk, or makes room again. */
  fill(isFull: boolean): void;
}
const cases: Record<string, () => Promise<Case>> = {
  async SQLite() {
    const shared = await openSqlite();
    const vendor = await VendorProcess.start(shared.told);
    const length = (): number => statSync(`${shared.file}-wal`).size;
    return { ...shared, vendor, fill: (isFull) => limitFiles(Number(vendor.child.pid), isFull ? length() : undefined) };
  },
  async PostgreSQL() {
    // Its log is in files of 1 MB, so that only the tables grow past that.
    const shared = await openPostgres(['--wal-segsize=1']);
    const vendor = await VendorProcess.start(shared.told);
    return { ...shared, vendor, fill: (isFull) => limitFiles(Number(shared.server.pid), isFull ? MEGABYTE : undefined) };
  },
};
if (missingPostgres) delete cases.PostgreSQL;

if (canLimitFiles)
  for (const [name, open] of Object.entries(cases))
    describe(`a full disk of ${name}`, () => {
      let at: Case;
      before(async () => {
        at = await open();
      });
      after(async () => {
        await at.vendor.kill();
        await at.close();
      });

      it('takes no record, answers each, and takes them once there is room', async () => {
        const { vendor, store, fill } = at;
        const load = new Load((record) => vendor.post(record), 8, TEXT);
        await load.takes(20);
        fill(true);
        await load.failures(20);
        const asked = await vendor.post(await (await Customer.create()).sign({ act: 'sync', agreement: undefined }));
        expect(asked.status, asked.text).to.equal(200);
        fill(false);
        await load.takes(40);
        await load.end();
        expect(vendor.isRunning).to.equal(true);
        await load.check(store);
      });
    });
