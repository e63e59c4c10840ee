/** Another program, such as a backup, has the write lock of an SQLite file. */
import { expect } from 'chai';
import Database from 'libsql';
import { Customer } from '../support/customer.js';
import { Load } from '../support/load.js';
import { openSqlite } from '../support/shared-stores.js';
import { VendorProcess } from '../support/vendor-process.js';

describe('an SQLite file that another process has locked', () => {
  let at: Awaited<ReturnType<typeof openSqlite>>;
  let vendor: VendorProcess;
  let other: Database.Database;
  before(async () => {
    at = await openSqlite();
    vendor = await VendorProcess.start(at.told);
    other = new Database(at.file);
    other.exec('PRAGMA busy_timeout = 10000');
  });
  after(async () => {
    other.close();
    await vendor.kill();
    await at.close();
  });

  it('holds no other request up, and each record is taken after it', async () => {
    const load = new Load((record) => vendor.post(record));
    const customer = await Customer.create();
    await load.takes(20);
    other.exec('BEGIN IMMEDIATE');
    await load.failures(8);
    // Neither reading nor what needs no store waits for the lock.
    const answer = await vendor.post(await customer.sign({ act: 'sync', agreement: undefined }));
    expect(answer.status, answer.text).to.equal(200);
    expect(await vendor.get()).to.equal(200);
    other.exec('ROLLBACK');
    await load.takes(20);
    await load.end();
    expect(vendor.isRunning).to.equal(true);
    await load.check(at.store);
  });
});
