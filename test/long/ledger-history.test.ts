/** A ledger file with ten thousand records of a real vendor: read in pages, and as cheap for one more act as with ten. */
import { expect } from 'chai';
import { PAGE } from '../../src/contract/pages.js';
import { countStatements } from '../support/count-statements.js';
import { type Closable, ledgerFolder, openCheap } from '../support/file-ledger.js';
import { sayMore } from '../support/history.js';
import { VendorWire } from '../support/vendor-wire.js';

describe('a ledger file with a long history', () => {
  const folder = ledgerFolder();
  let wire: VendorWire;
  let ledger: Closable;
  let iss: string;
  before(async () => {
    wire = await VendorWire.open();
    ledger = await openCheap(folder.path('ledger.db'));
    await ledger.say(wire.proposal);
    iss = (await ledger.list())[0]?.iss ?? '';
  });
  after(() => {
    ledger.close();
    wire.close();
    folder.remove();
  });

  it('says one more thing by the same statements with 10 records and with 10,000, and reads all in pages', async () => {
    const count = countStatements();
    try {
      // Statements are prepared once for each ledger.
      const counted = await openCheap(folder.path('ledger.db'));
      const costOf = async (): Promise<[string[], number]> => {
        count.reset();
        await counted.converse(iss, 'Hello');
        return [[...count.statements], count.rows];
      };
      await sayMore(wire.store, iss, 8, 'Few', wire.options.key);
      await counted.sync(iss);
      await costOf();
      const few = await costOf();
      await sayMore(wire.store, iss, 10_000, 'Many', wire.options.key);
      await counted.sync(iss);
      expect(await costOf()).to.deep.equal(few);

      count.reset();
      let length = 0;
      for await (const record of counted.records(iss)) if (record) length++;
      expect(length).to.equal(1 + 8 + 2 + 10_000 + 1);
      expect(count.most, 'records').to.be.within(2, PAGE);
      count.reset();
      let written = 0;
      for await (const part of counted.exportParts('x')) written = Math.max(written, part.length);
      expect(count.most, 'the export').to.be.within(2, PAGE);
      expect(written, 'the longest part').to.be.below(10_000);
      counted.close();
    } finally {
      count.stop();
    }
    expect((await wire.shop.relationship(iss)).records).to.have.length(10_012);
  });
});
