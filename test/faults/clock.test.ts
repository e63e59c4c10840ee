/** The server's clock steps by an hour, forth and back, while customers' clocks are right. */
import { expect } from 'chai';
import { payloadHash } from '../../src/contract/record.js';
import { Customer } from '../support/customer.js';
import { checkHeld, codeOf } from '../support/load.js';
import { openSqlite, type Opened } from '../support/shared-stores.js';
import { type Answer, VendorProcess } from '../support/vendor-process.js';

const HOUR = 3_600_000;

describe('a clock that steps by an hour', () => {
  let at: Opened;
  let vendor: VendorProcess;
  before(async () => {
    at = await openSqlite();
    vendor = await VendorProcess.start(at.told);
  });
  after(async () => {
    await vendor.kill();
    await at.close();
  });

  it('has each record refused by its code, and taken once the clock is right again', async () => {
    const taken = new Map<string, Answer>();
    const take = async (record: string): Promise<string> => {
      const answer = await vendor.post(record);
      expect(answer.status, answer.text).to.equal(200);
      taken.set(record, answer);
      return payloadHash(record);
    };
    for (const [by, code] of [
      [HOUR, 'expired'],
      [-HOUR, 'not_yet_valid'],
    ] as const) {
      const customer = await Customer.create();
      const first = await customer.sign();
      const prev = await take(first);
      const second = await customer.sign({ act: 'pause', agreement: undefined, prev });
      await vendor.ask('setClock', by);
      const refused = await vendor.post(second);
      expect([refused.status, codeOf(refused)]).to.deep.equal([400, code]);
      // A replay is no new record.
      expect((await vendor.post(first)).text).to.equal(taken.get(first)?.text);
      // A chain with records of both times, from both sides.
      const other = await Customer.create();
      const iat = Math.floor((Date.now() + by) / 1_000);
      await take(await other.sign({ iat, exp: iat + 600 }));
      const said = await vendor.ask<string>('converse', { iss: other.iss, text: 'Hello' });
      await vendor.ask('setClock', 0);
      await take(second);
      const answering = { act: 'converse', agreement: undefined, prev: await payloadHash(said), body: { text: 'Hello' } };
      await take(await other.sign(answering));
    }
    expect(vendor.isRunning).to.equal(true);
    await checkHeld(at.store, taken, (record) => vendor.post(record));
  });
});
