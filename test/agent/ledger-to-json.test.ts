import { expect } from 'chai';
import { openLedger } from '../../src/agent/ledger.js';
import { readClaims } from '../../src/contract/record.js';
import { createMemoryStore, createVendor } from '../../src/server/index.js';
import { itDespiteToJson } from '../support/to-json.js';
import { codeOf, VendorWire } from '../support/vendor-wire.js';
import { whole } from '../support/all-of.mjs';

describe('records and files', () => {
  let wire: VendorWire;
  let name: string;
  beforeEach(async () => {
    name = `ledger-${crypto.randomUUID()}`;
    wire = await VendorWire.open();
  });
  afterEach(() => {
    wire.close();
    indexedDB.deleteDatabase(name);
  });

  itDespiteToJson('are signed, answered and kept the same', async (patched) => {
    const { vendor, proposal, shop } = wire;
    const [iss, held] = await patched(async () => {
      const ledger = await openLedger(name);
      await ledger.say(proposal);
      const [{ iss: who } = { iss: '' }] = await ledger.list();
      await shop.converse(who, 'A good journey');
      await ledger.sync(who);
      await ledger.say({ vendor, act: 'pause', body: { reason: 'a journey' } });
      return [who, await ledger.exportFrom(who)];
    });
    const [{ status, records } = { status: '', records: [] }] = await (await openLedger(name)).list();
    expect(status).to.equal('paused');
    expect(records.map(readClaims).map((claims) => claims?.act)).to.deep.equal(['relate', 'converse', 'pause']);
    expect(readClaims(records[2] as string)?.body).to.deep.equal({ reason: 'a journey' });
    expect((JSON.parse(held) as { records: string[] }).records).to.deep.equal(records);

    const file = await patched(() => whole(shop.export('json-ld')));
    const elsewhere = createVendor({ ...wire.options, store: createMemoryStore() });
    expect(await patched(() => elsewhere.import(file, 'json-ld'))).to.equal(3);
    expect((await elsewhere.relationship(iss)).records).to.deep.equal(records);
  });

  itDespiteToJson('go into a file that opens, or into none,', async (patched, what) => {
    const ledger = await openLedger(name);
    await ledger.say(wire.proposal);
    const exporting = patched(() => ledger.export('a long passphrase'));
    if (what === 'all objects') {
      // The encryption's library writes a header that nobody could read.
      expect(await codeOf(exporting)).to.equal('TypeError');
      return;
    }
    const other = await openLedger(`${name}-other`);
    await other.import(await exporting, 'a long passphrase');
    expect(await other.list()).to.deep.equal(await ledger.list());
    indexedDB.deleteDatabase(`${name}-other`);
  });
});
