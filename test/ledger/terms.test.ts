/** What the person agreed to is signed under the terms that they saw, or not at all. */
import { expect } from 'chai';
import { createVendor } from '../../src/server/index.js';
import { readClaims } from '../../src/contract/record.js';
import { type Closable, ledgerFolder, openCheap } from '../support/file-ledger.js';
import { codeOf, VendorWire } from '../support/vendor-wire.js';

describe('the terms that the person saw', () => {
  const folder = ledgerFolder();
  let wire: VendorWire;
  let ledger: Closable;
  const opened: Closable[] = [];
  const open = async (): Promise<Closable> => {
    const one = await openCheap(folder.path(`${crypto.randomUUID()}.db`));
    opened.push(one);
    return one;
  };
  const actsOf = async (): Promise<(string | undefined)[]> =>
    (await ledger.list()).flatMap(({ records }) => records.map((record) => readClaims(record)?.act));
  const hello = (inForce: string | undefined): Promise<unknown> =>
    ledger.say({ vendor: wire.vendor, act: 'converse', body: { text: 'Hello' } }, { inForce });
  const relate = (from: Closable, agreement: string): Promise<unknown> => from.say({ ...wire.proposal, agreement });
  /** Another copy of the ledger, as another agent of the person has it. */
  const copyOf = async (): Promise<Closable> => {
    const other = await open();
    await other.import(await ledger.export('x'), 'x');
    return other;
  };

  beforeEach(async () => {
    wire = await VendorWire.open();
    ledger = await open();
  });
  afterEach(() => {
    for (const one of opened.splice(0)) one.close();
    wire.close();
  });
  after(() => folder.remove());

  it('are compared after the proposal that waited was accepted', async () => {
    wire.isDown = true;
    expect(await codeOf(relate(ledger, 'SD-BASE'))).to.equal('TypeError');
    wire.isDown = false;
    expect(await codeOf(hello(undefined)), 'first ones').to.equal('11');
    wire.isDown = true;
    await codeOf(relate(ledger, 'SD-BASE-DP'));
    wire.isDown = false;
    const failure = await hello('SD-BASE').catch((error: Error) => error.message);
    expect(failure).to.include('from SD-BASE to SD-BASE-DP').and.include('nothing was signed');
    expect(await actsOf()).to.deep.equal(['relate', 'relate']);
    await hello('SD-BASE-DP');
    expect(await actsOf()).to.deep.equal(['relate', 'relate', 'converse']);
  });

  it('are compared before an act is signed again after what another agent of the person said', async () => {
    await relate(ledger, 'SD-BASE');
    const other = await copyOf();
    await relate(other, 'SD-BASE-DP');
    expect(await codeOf(hello('SD-BASE'))).to.equal('11');
    expect(await actsOf()).to.deep.equal(['relate', 'relate']);
  });

  it('are compared before a record that waited is signed again, and the next sync goes on', async () => {
    await relate(ledger, 'SD-BASE');
    const other = await copyOf();
    wire.isDown = true;
    await codeOf(hello('SD-BASE'));
    wire.isDown = false;
    await relate(other, 'SD-BASE-DP');
    const [{ iss } = { iss: '' }] = await ledger.list();
    expect(await codeOf(ledger.sync(iss))).to.equal('11');
    expect(await codeOf(ledger.sync(iss))).to.equal('done');
    expect(await actsOf()).to.deep.equal(['relate', 'relate']);
    expect((await ledger.list())[0]?.proposed).to.equal(undefined);
  });

  it('do not hold up a leave', async () => {
    await relate(ledger, 'SD-BASE');
    await relate(await copyOf(), 'SD-BASE-DP');
    await ledger.say({ vendor: wire.vendor, act: 'leave' }, { inForce: 'SD-BASE' });
    expect((await ledger.list())[0]?.status).to.equal('ended');
  });

  it('are told when the vendor suggests others for a proposal that waited', async () => {
    wire.shop = createVendor({ ...wire.options, decide: () => 'pending' });
    await relate(ledger, 'SD-BASE');
    const [{ iss } = { iss: '' }] = await ledger.list();
    expect(await ledger.sync(iss)).to.deep.equal({ answer: 'pending' });
    await wire.shop.decide(iss, { counter: 'SD-BASE-DP' });
    expect(await ledger.sync(iss)).to.deep.equal({ answer: 'counter', agreement: 'SD-BASE-DP' });
    await relate(ledger, 'SD-BASE-DP');
    await wire.shop.decide(iss, 'accept');
    expect(await ledger.sync(iss)).to.have.property('answer', 'accept');
    expect(await ledger.sync(iss)).to.equal(undefined);
  });
});
