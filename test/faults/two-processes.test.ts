/** Two processes take acts for the same place of one relationship at the same time. */
import { expect } from 'chai';
import { payloadHash } from '../../src/contract/record.js';
import { Customer } from '../support/customer.js';
import { checkHeld, codeOf, insist } from '../support/load.js';
import { type Opened, sharedStores } from '../support/shared-stores.js';
import { type Answer, VendorProcess } from '../support/vendor-process.js';

for (const [name, open] of Object.entries(sharedStores))
  describe(`two processes and one row of ${name}`, () => {
    let at: Opened;
    let vendors: VendorProcess[];
    before(async () => {
      at = await open();
      vendors = await Promise.all([VendorProcess.start(at.told), VendorProcess.start(at.told)]);
    });
    after(async () => {
      for (const vendor of vendors) await vendor.kill();
      await at.close();
    });
    const send = (vendor: VendorProcess, record: string): Promise<Answer> => insist((sent) => vendor.post(sent), record);

    it('take one of them, and both give it the same answer', async () => {
      const [one, two] = vendors as [VendorProcess, VendorProcess];
      const taken = new Map<string, Answer>();
      const customer = await Customer.create();
      const begin = await customer.sign();
      taken.set(begin, await send(one, begin));
      let prev = await payloadHash(begin);
      for (let round = 0; round < 10; round++) {
        const act = round % 2 ? 'resume' : 'pause';
        const records = await Promise.all(
          Array.from({ length: 8 }, () => customer.sign({ act, agreement: undefined, prev, body: {} })),
        );
        const answers = await Promise.all(records.map((record, i) => send(i % 2 ? one : two, record)));
        const [winner = -1, ...others] = answers.flatMap(({ status }, i) => (status === 200 ? [i] : []));
        expect([winner, others], JSON.stringify(answers)).to.deep.equal([Math.max(winner, 0), []]);
        for (const [i, answer] of answers.entries()) if (i !== winner) expect(codeOf(answer)).to.equal('broken_chain');
        const [record, answer] = [records[winner] as string, answers[winner] as Answer];
        taken.set(record, answer);
        for (const vendor of vendors) expect((await send(vendor, record)).text).to.equal(answer.text);
        prev = await payloadHash(record);
      }
      for (const vendor of vendors) expect(vendor.isRunning).to.equal(true);
      await checkHeld(at.store, taken, (record) => one.post(record));
    });
  });
