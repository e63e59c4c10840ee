/** Stores that are away for a quarter of a minute, under load, with changes to deliver: all goes on by itself. */
import { expect } from 'chai';
import Database from 'libsql';
import { Load, until } from '../support/load.js';
import { missingPostgres } from '../support/postgres.mjs';
import { Receiver } from '../support/receiver.js';
import { openPostgres, openSqlite, type Opened } from '../support/shared-stores.js';
import { VendorProcess } from '../support/vendor-process.js';

const OUTAGE = 15_000;
const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, milliseconds));

interface Case extends Opened {
  /** Takes the store away, and gives it back. */
  takeAway(): void | Promise<void>;
  giveBack(): void | Promise<void>;
}
const cases: Record<string, () => Promise<Case>> = {
  async 'SQLite that is locked'() {
    const at = await openSqlite();
    const other = new Database(at.file);
    other.exec('PRAGMA busy_timeout = 10000');
    const close = (): Promise<void> => {
      other.close();
      return at.close();
    };
    return { ...at, takeAway: () => void other.exec('BEGIN IMMEDIATE'), giveBack: () => void other.exec('ROLLBACK'), close };
  },
  async 'PostgreSQL that is stopped'() {
    const at = await openPostgres();
    return { ...at, takeAway: () => at.server.halt('SIGINT'), giveBack: () => at.server.start() };
  },
};
if (missingPostgres) delete cases['PostgreSQL that is stopped'];

for (const [name, open] of Object.entries(cases))
  describe(`${name} for 15 s`, () => {
    const receiver = new Receiver();
    let at: Case;
    let vendor: VendorProcess;
    before(async () => {
      at = await open();
      vendor = await VendorProcess.start({ ...at.told, webhook: await receiver.listen() });
    });
    after(async () => {
      await vendor.kill();
      receiver.close();
      await at.close();
    });

    it('costs no answer, no record and no change', async () => {
      const load = new Load((record) => vendor.post(record));
      await load.takes(40);
      await at.takeAway();
      for (const end = Date.now() + OUTAGE; Date.now() < end; await wait(500)) expect(await vendor.get()).to.equal(200);
      await load.failures(8);
      await at.giveBack();
      await load.takes(40);
      await load.end();
      await load.check(at.store);
      const heard = (): number => [...receiver.heard.values()].reduce((sum, numbers) => sum + numbers.length, 0);
      await until(() => heard() === load.taken.size);
      for (const numbers of receiver.heard.values()) expect(numbers).to.deep.equal(numbers.map((_, i) => i + 1));
      expect(vendor.isRunning).to.equal(true);
    });
  });
