import { expect } from 'chai';
import type { Erasure, Ledger } from '../../src/agent/ledger.js';
import { forgetLedger, openLedger } from '../support/ledgers.js';
import { openRelated, type VendorWire } from '../support/vendor-wire.js';

const KEPT = { kept: 'Invoices', why: 'tax law', until: '2037' };

describe('a ledger that asks to erase', () => {
  let wire: VendorWire;
  let name: string;
  let ledger: Ledger;
  let iss: string;
  /** What the vendor answers of the erasure, to a leave and to questions. */
  let erasure: unknown;
  const leave = { act: 'leave', body: { erase: true } } as const;
  const told = async (): Promise<Erasure | undefined> => (await ledger.list())[0]?.erasure;
  const syncs = async (): Promise<Erasure | undefined> => {
    await ledger.sync(iss);
    return told();
  };

  beforeEach(async () => {
    ({ wire, name, ledger, iss } = await openRelated());
    erasure = { pending: true };
    let hasLeft = false;
    wire.rewrite(({ erasure: known, ...reply }) => {
      hasLeft ||= known !== undefined;
      return hasLeft && erasure !== undefined ? { ...reply, erasure } : reply;
    });
  });
  afterEach(() => {
    wire.close();
    forgetLedger(name);
  });

  it('waits until the vendor has erased, and hears it by sync', async () => {
    expect(await told()).to.equal(undefined);
    expect(await ledger.say({ vendor: wire.vendor, ...leave })).to.deep.include({ answer: 'accept' });
    expect(await told()).to.deep.equal({ pending: true });
    expect(await syncs()).to.deep.equal({ pending: true });
    expect(await (await openLedger(name)).list()).to.deep.equal(await ledger.list());
    erasure = { erased: true };
    expect(await syncs()).to.deep.equal({ erased: true });
    expect((await ledger.list())[0]?.status).to.equal('ended');
  });

  it('hears what is kept instead, why and until when', async () => {
    await ledger.say({ vendor: wire.vendor, ...leave });
    erasure = KEPT;
    expect(await syncs()).to.deep.equal(KEPT);
    erasure = { erased: true };
    expect(await syncs(), 'in the end').to.deep.equal({ erased: true });
  });

  it('hears it though the leave waited, or went by a page', async () => {
    wire.isDown = true;
    await ledger.say({ vendor: wire.vendor, ...leave }).catch(() => undefined);
    expect(await told()).to.equal(undefined);
    wire.isDown = false;
    erasure = KEPT;
    expect(await syncs()).to.deep.equal(KEPT);

    await ledger.delete(iss);
    erasure = undefined;
    await ledger.say(wire.proposal);
    iss = (await ledger.list())[0]?.iss ?? '';
    const record = await ledger.sign({ vendor: wire.vendor, ...leave });
    await ledger.settle(record, await wire.answer(record));
    // A page tells nothing of it.
    expect(await told()).to.deep.equal({ pending: true });
    erasure = { erased: true };
    expect(await syncs()).to.deep.equal({ erased: true });
  });

  it('believes no other answer of it, and none before a leave', async () => {
    erasure = undefined;
    await ledger.say({ vendor: wire.vendor, act: 'pause' });
    const answerBy = (value: unknown): void => wire.rewrite((reply) => ({ ...reply, erasure: value }));
    answerBy({ erased: true });
    expect(await syncs(), 'still related').to.equal(undefined);
    answerBy({ pending: true });
    await ledger.say({ vendor: wire.vendor, ...leave });
    for (const value of [null, 'erased', {}, { erased: false }, { pending: 1 }, { kept: 'All' }, [KEPT]]) {
      answerBy(value);
      expect(await syncs(), JSON.stringify(value)).to.deep.equal({ pending: true });
    }
  });

  it('says nothing of it to a person who did not ask', async () => {
    erasure = undefined;
    await ledger.say({ vendor: wire.vendor, act: 'leave' });
    expect(await syncs()).to.equal(undefined);
    await ledger.delete(iss);
    await ledger.say(wire.proposal);
    iss = (await ledger.list())[0]?.iss ?? '';
    await wire.shop.leave(iss);
    expect(await syncs()).to.equal(undefined);
  });

  it('takes it along in a file, and keeps an outcome before a wait', async () => {
    await ledger.say({ vendor: wire.vendor, ...leave });
    const waiting = await ledger.export('correct horse');
    erasure = KEPT;
    await ledger.sync(iss);
    const elsewhere = await openLedger(`${name}-elsewhere`);
    await elsewhere.import(waiting, 'correct horse');
    expect((await elsewhere.list())[0]?.erasure).to.deep.equal({ pending: true });
    await elsewhere.import(await ledger.export('correct horse'), 'correct horse');
    expect((await elsewhere.list())[0]?.erasure).to.deep.equal(KEPT);
    await ledger.import(waiting, 'correct horse');
    expect(await told()).to.deep.equal(KEPT);
    forgetLedger(`${name}-elsewhere`);
  });
});
