/** What depends on the store and the timer of a vendor in this process. */
import { expect } from 'chai';
import { payloadHash, readClaims } from '../../src/contract/record.js';
import { signVendorRecord } from '../../src/records/sign.js';
import { type Change, createMemoryStore, type Entry, type Vendor } from '../../src/server/index.js';
import { Customer } from '../support/customer.js';
import { put, stoppedStore } from '../support/stores.js';
import { accepted, answered, key, open, origin } from '../support/vendor.js';

let customer: Customer;
let vendor: Vendor;
const sign = (changes: object): Promise<string> => customer.sign({ agreement: undefined, ...changes });
const relate = (): Promise<string> => customer.sign();
const leave = async (before: string, body?: object): Promise<string> =>
  accepted(vendor, await sign({ act: 'leave', prev: await payloadHash(before), body }));

beforeEach(async () => {
  customer = await Customer.create();
  vendor = open();
});

describe('what came at the same time as a leave', () => {
  /** A pause that was on its way into the store while the leave went in. */
  const late = async (related: string): Promise<Entry> => {
    const place = await payloadHash(related);
    const own = await signVendorRecord(origin, { aud: customer.iss, act: 'pause', prev: place }, key);
    const claims = readClaims(own);
    return {
      iss: customer.iss,
      jti: String(claims?.jti),
      hash: await payloadHash(own),
      place,
      received: own,
      record: own,
      answer: {},
    };
  };

  it('does not hide the leave from a sync, nor undo it', async () => {
    const store = createMemoryStore();
    vendor = open({ store });
    const related = await accepted(vendor, await relate());
    const left = await leave(related);
    const pause = await late(related);
    await put(store, pause);
    expect((await answered(vendor, await sign({ act: 'sync', prev: pause.hash }))).records).to.deep.equal([left]);
    expect(await vendor.status(customer.iss)).to.equal('ended');
  });

  it('is of no account once all was erased', async () => {
    const store = createMemoryStore();
    vendor = open({ store });
    const related = await accepted(vendor, await relate());
    const left = await leave(related, { erase: true });
    await put(store, await late(related));
    expect(await vendor.relationship(customer.iss)).to.deep.include({ status: 'ended', records: [left] });
  });
});

describe('onchange in a process', () => {
  it('hears again, under the same id, of what it did not take', async () => {
    const heard: string[] = [];
    const { error } = console;
    console.error = () => undefined;
    // The vendor's own timer keeps no process alive.
    const alive = setInterval(() => undefined, 50);
    try {
      const taken = new Promise<void>((resolve) => {
        vendor = open({
          onchange: ({ id }) => {
            heard.push(id);
            if (heard.length === 1) throw new Error('not now');
            resolve();
          },
        });
      });
      await accepted(vendor, await relate());
      // Without anybody asking again.
      await taken;
      expect(new Set(heard).size).to.equal(1);
      await vendor.deliver();
      expect(heard).to.have.length(2);
    } finally {
      clearInterval(alive);
      console.error = error;
    }
  });

  it('hears what an earlier process could not deliver any more', async () => {
    const store = createMemoryStore();
    // It stopped between record and delivery: it finds nothing to deliver, whenever its timer comes.
    await accepted(open({ store: stoppedStore(store), onchange: () => undefined }), await relate());
    // It had taken it on, and until then nobody else would.
    const claimed = await store.claim({ now: Date.now(), until: Date.now() + 2_000, limit: 1 });
    expect(claimed).to.have.length(1);
    const heard: Change[] = [];
    const alive = setInterval(() => undefined, 50);
    await open({ store, onchange: (change) => void heard.push(change) }).deliver();
    expect(heard).to.deep.equal([]);
    for (const end = Date.now() + 30_000; !heard.length && Date.now() < end;)
      await new Promise((resolve) => setTimeout(resolve, 50));
    clearInterval(alive);
    expect(heard.map(({ act }) => act)).to.deep.equal(['relate']);
  });
});
