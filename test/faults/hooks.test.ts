/** The vendor's own functions hang or throw, `onerror` included. */
import { expect } from 'chai';
import { payloadHash } from '../../src/contract/record.js';
import { verifyStore } from '../../src/server/index.js';
import { Customer } from '../support/customer.js';
import { codeOf, insist, until } from '../support/load.js';
import { openSqlite, type Opened } from '../support/shared-stores.js';
import { type Answer, VendorProcess } from '../support/vendor-process.js';
import { open, publicJwks } from '../support/vendor.js';

/** The first one ends while the others run. */
const WAYS = ['rejects too late', 'hangs', 'throws', 'throws nothing', 'rejects', 'returns nonsense'];

describe('functions of the vendor’s that fail', () => {
  let at: Opened;
  let vendor: VendorProcess;
  before(async () => {
    at = await openSqlite();
    vendor = await VendorProcess.start({ ...at.told, timeout: 1_000, hears: true });
  });
  after(async () => {
    await vendor.kill();
    await at.close();
  });

  it('leave no request without an answer, and each record is taken once they work', async () => {
    const post = (record: string): Promise<Answer> => insist((sent) => vendor.post(sent), record);
    for (const way of WAYS) {
      const [one, two, three, four] = await Promise.all(Array.from({ length: 4 }, () => Customer.create()));
      if (!one || !two || !three || !four) throw new Error('no customers');
      const begins = await Promise.all([three.sign(), four.sign()]);
      for (const answer of await Promise.all(begins.map(post))) expect(answer.status, answer.text).to.equal(200);
      const prev = await payloadHash(begins[1]);
      const records = [
        await one.sign(),
        await two.sign({ challenge: 'c' }),
        await three.sign({ act: 'export', agreement: undefined }),
      ];
      const leave = await four.sign({ act: 'leave', agreement: undefined, prev, body: { erase: true } });
      await vendor.ask('setWay', way);
      const [left, ...answers] = await Promise.all([leave, ...records].map(post));
      // A leave is kept, whatever the vendor's own systems do.
      expect(left?.status, `${way} ${left?.text}`).to.equal(200);
      for (const answer of answers) expect([answer.status, codeOf(answer)], way).to.deep.equal([500, 'server_error']);
      await vendor.ask('setWay', 'works');
      for (const record of records) expect((await post(record)).status, way).to.equal(200);
      const recordOf = (answer?: Answer): unknown => (JSON.parse(String(answer?.text)) as { record: unknown }).record;
      expect(recordOf(await post(leave))).to.equal(recordOf(left));
    }
    await until(async () => (await vendor.ask<number>('countLate')) >= 4);
    expect(await vendor.ask('countErrors')).to.be.greaterThan(3 * WAYS.length);
    expect(vendor.isRunning).to.equal(true);
    const { store } = at;
    expect((await verifyStore(store, await publicJwks(open({ store })))).faults).to.equal(0);
  });
});
