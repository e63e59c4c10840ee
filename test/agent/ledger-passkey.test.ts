/** A ledger takes in the copy of a relationship that a passkey signs for, to read: here the one of docs/contract.md. */
import { expect } from 'chai';
import type { Ledger } from '../../src/agent/ledger.js';
import { forgetLedger, openLedger } from '../support/ledgers.js';
import { codeOf, VendorWire } from '../support/vendor-wire.js';

interface Copy {
  relationships: [{ vendor: string; name: string; iss: string; records: string[]; jwks: object }];
}
const contract = await (await fetch('/docs/contract.md')).text();
const file = /```json copy\.json\n([^`]*)```/.exec(contract)?.[1] ?? '';
const [{ vendor, name, iss, records, jwks }] = (JSON.parse(file) as Copy).relationships;
const withRecord = (record: string): string =>
  JSON.stringify({ relbutton: 1, relationships: [{ vendor, name, iss, records: [record], jwks }] });

describe('the copy of a relationship that a passkey signs for', () => {
  let ledger: Ledger;
  let database: string;
  let wire: VendorWire;

  beforeEach(async () => {
    wire = await VendorWire.open();
    database = `ledger-${crypto.randomUUID()}`;
    ledger = await openLedger(database);
  });
  afterEach(() => {
    wire.close();
    forgetLedger(database);
  });

  it('is kept to read, once, and goes on to another ledger', async () => {
    await ledger.import(file);
    await ledger.import(file, 'not needed');
    const kept = [{ vendor, name, iss, status: 'related', records, proposed: undefined, isReadOnly: true }];
    expect(await ledger.list()).to.deep.equal(kept);

    const elsewhere = await openLedger(`${database}-elsewhere`);
    await elsewhere.import(await ledger.export('correct horse'), 'correct horse');
    expect(await elsewhere.list()).to.deep.equal(kept);
    await ledger.delete(iss);
    expect(await ledger.list()).to.deep.equal([]);
    forgetLedger(`${database}-elsewhere`);
  });

  it('signs nothing, sends nothing and loses nothing', async () => {
    await ledger.import(file);
    const before = await ledger.list();
    const to = { origin: vendor, name };
    const tries = [
      () => ledger.sign({ vendor: to, act: 'relate', agreement: 'SD-BASE' }),
      () => ledger.say({ vendor: to, act: 'leave' }),
      () => ledger.sync(iss),
      () => ledger.exportFrom(iss),
    ];
    for (const one of tries) {
      const error = (await one().catch((failure: unknown) => failure)) as DOMException;
      expect(error.name).to.equal('InvalidStateError');
      expect(error.message).to.contain(name).and.to.contain(vendor);
    }
    expect(wire.requests.filter(({ url }) => url.endsWith('/relbutton'))).to.deep.equal([]);
    expect(await ledger.list()).to.deep.equal(before);
  });

  it('stands beside what an agent signs for elsewhere', async () => {
    await ledger.import(file);
    const other = { origin: 'https://other.example', name: 'Other' };
    await ledger.sign({ vendor: other, act: 'relate', agreement: 'SD-BASE' });
    expect((await ledger.list()).map(({ isReadOnly }) => isReadOnly)).to.deep.equal([true, undefined]);
  });

  it('is refused where its record does not hold', async () => {
    const [record = ''] = records;
    const jws = JSON.parse(record) as { signatures: { header: { authenticatorData: string } }[] };
    const data = jws.signatures[0]?.header.authenticatorData ?? '';
    const changed = record.replace(data, data.replace(/Q$/, 'g'));
    expect(changed).not.to.equal(record);
    expect(await codeOf(ledger.import(withRecord(changed)))).to.equal('invalid_signature');
    expect(await codeOf(ledger.import(file.replaceAll(vendor, 'https://evil.example')))).to.equal('wrong_audience');
    const agents = await wire.answer(await (await openLedger(`${database}-agent`)).sign(wire.proposal));
    expect(await codeOf(ledger.import(withRecord(agents.record))), 'an agent’s key is not there').to.equal('TypeError');
    expect(await ledger.list()).to.deep.equal([]);
    forgetLedger(`${database}-agent`);
  });
});
