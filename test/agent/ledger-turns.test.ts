import { expect } from 'chai';
import { readClaims } from '../../src/contract/record.js';
import { type CustomerRelationship, type Ledger, openLedger } from '../../src/agent/ledger.js';
import { createMemoryStore, createVendor } from '../../src/server/index.js';
import { codeOf, VendorWire } from '../support/vendor-wire.js';

describe('a ledger in two windows at once', () => {
  let wire: VendorWire;
  let name: string;
  /** Two windows of one agent. */
  let ledger: Ledger;
  let other: Ledger;
  const names: string[] = [];
  const open = async (database = `ledger-${crypto.randomUUID()}`): Promise<Ledger> => {
    names.push(database);
    return openLedger(database);
  };
  const only = async (from = ledger): Promise<CustomerRelationship> => {
    const [relationship, ...more] = await from.list();
    expect(more).to.deep.equal([]);
    if (!relationship) throw new Error('nothing is kept');
    return relationship;
  };
  const relate = async (): Promise<string> => {
    await ledger.say(wire.proposal);
    return (await only()).iss;
  };

  /** Resolves once so many steps wait for their turn. */
  const queued = async (count: number): Promise<void> => {
    while ((await navigator.locks.query()).pending?.filter((lock) => lock.name?.startsWith(name)).length !== count)
      await new Promise((resolve) => setTimeout(resolve, 5));
  };

  beforeEach(async () => {
    wire = await VendorWire.open();
    name = `ledger-${crypto.randomUUID()}`;
    ledger = await open(name);
    other = await open(name);
  });
  afterEach(() => {
    wire.close();
    for (const database of names.splice(0)) indexedDB.deleteDatabase(database);
  });

  describe('deletes for good while', () => {
    const writes: Record<string, (iss: string) => Promise<() => Promise<unknown>>> = {
      'a sync is under way': async (iss) => {
        await wire.shop.pause(iss);
        return () => ledger.sync(iss);
      },
      'something is said': () => Promise.resolve(() => ledger.say({ vendor: wire.vendor, act: 'pause' })),
      'what the vendor holds is fetched': (iss) => Promise.resolve(() => ledger.exportFrom(iss)),
      'an accepted record is settled': async () => {
        const record = await ledger.sign({ ...wire.proposal, agreement: 'SD-BASE-DP' });
        const answer = await wire.answer(record);
        return () => ledger.settle(record, answer);
      },
    };
    for (const [what, prepare] of Object.entries(writes)) {
      it(what, async () => {
        const iss = await relate();
        const write = await prepare(iss);
        wire.requests = [];
        const { release } = wire.hold();
        const writing = write();
        await wire.sent(1);
        const deleting = other.delete(iss);
        await queued(1);
        // Steps that come after it find nothing.
        const late = [other.sync(iss), ledger.exportFrom(iss)].map(codeOf);
        release();
        await Promise.all([writing, deleting]);
        expect(await ledger.list()).to.deep.equal([]);
        expect(await Promise.all(late)).to.deep.equal(['not_related', 'not_related']);
      });
    }

    it('a refused proposal is looked up', async () => {
      const record = await ledger.sign(wire.proposal);
      await wire.answer(record);
      const { iss } = await only();
      const { release } = wire.hold();
      const settling = ledger.settle(record, { answer: 'refuse', code: 'refused' });
      await wire.sent(1);
      const deleting = other.delete(iss);
      release();
      await Promise.all([settling, deleting]);
      expect(await ledger.list()).to.deep.equal([]);
    });

    it('a file is taken in, in the order in which the person asked', async () => {
      const iss = await relate();
      const file = await ledger.export('correct horse');
      wire.requests = [];
      const { release } = wire.hold();
      const syncing = ledger.sync(iss);
      await wire.sent(1);
      const deleting = other.delete(iss);
      await queued(1);
      const importing = ledger.import(file, 'correct horse');
      await queued(2);
      release();
      await Promise.all([syncing, deleting, importing]);
      expect((await only()).status).to.equal('related');
      await ledger.delete('no such relationship');
    });
  });

  it('goes on where the window of a step was closed in the middle of it', async () => {
    const iss = await relate();
    const frame = document.createElement('iframe');
    frame.srcdoc = `<script type="module">
      import { openLedger } from '${new URL('../../src/agent/ledger.js', import.meta.url).href.replace(/\.js$/, '.ts')}';
      window.fetch = () => { parent.postMessage('under way', '*'); return new Promise(() => {}); };
      const ledger = await openLedger('${name}');
      ledger.say({ vendor: ${JSON.stringify(wire.vendor)}, act: 'pause' });
    </script>`;
    const isUnderWay = new Promise((resolve) => window.addEventListener('message', resolve, { once: true }));
    document.body.append(frame);
    await isUnderWay;
    const syncing = ledger.sync(iss);
    frame.remove();
    await syncing;
    expect(await only()).to.include({ status: 'paused', proposed: undefined });
    expect(await wire.shop.status(iss), 'what was signed there is said').to.equal('paused');
  });

  it('keeps what each of two windows agreed', async () => {
    const [first, second] = [await ledger.sign(wire.proposal), await other.sign(wire.proposal)];
    const accepted = await wire.answer(first);
    await Promise.all([ledger.settle(first, accepted), other.settle(second, { answer: 'refuse', code: 'broken_chain' })]);
    expect(await only()).to.deep.include({ status: 'related', records: [accepted.record], proposed: undefined });
    wire.isDown = true;
    await ledger.settle(first, accepted);
    expect((await only()).records, 'settled twice').to.deep.equal([accepted.record]);
  });

  it('keeps the key of a proposal that is still on its way when a later one is refused', async () => {
    const first = await ledger.sign(wire.proposal);
    const second = await other.sign(wire.proposal);
    await other.settle(second, { answer: 'refuse', code: 'refused' });
    await ledger.settle(first, await wire.answer(first));
    expect(await only()).to.include({ status: 'related', iss: readClaims(first)?.iss });
  });

  it('keeps the key while another agent of the person waits for an answer with it', async () => {
    wire.shop = createVendor({ ...wire.options, decide: () => ({ counter: 'SD-BASE-DP' }) });
    expect(await ledger.say(wire.proposal)).to.include({ answer: 'counter' });
    const elsewhere = await open();
    await elsewhere.import(await ledger.export('correct horse'), 'correct horse');
    wire.shop = createVendor({ ...wire.options, decide: () => 'pending' });
    const next = { ...wire.proposal, agreement: 'SD-BASE-DP' };
    expect(await elsewhere.say(next)).to.include({ answer: 'pending' });
    expect(await ledger.say(next)).to.include({ answer: 'refuse', code: 'too_many_proposals' });
    const { iss } = await only();
    await wire.shop.decide(iss, 'accept');
    await ledger.sync(iss);
    expect((await only()).status).to.equal('related');
  });

  it('says what waits before what is said next, and loses neither', async () => {
    const iss = await relate();
    wire.isDown = true;
    const hello = { vendor: wire.vendor, act: 'converse', body: { text: 'Hello' } } as const;
    expect(await codeOf(ledger.say(hello))).to.equal('TypeError');
    expect(await codeOf(other.say({ vendor: wire.vendor, act: 'pause' }))).to.equal('TypeError');
    expect(readClaims((await only()).proposed ?? '')?.act).to.equal('converse');
    wire.isDown = false;
    // Meanwhile the chain has gone on: what waits is signed again.
    await wire.shop.converse(iss, 'Hi');
    await other.say({ vendor: wire.vendor, act: 'pause' });
    const acts = (await only()).records.map((record) => readClaims(record)?.act);
    expect(acts).to.deep.equal(['relate', 'converse', 'converse', 'pause']);
    expect((await only()).records).to.deep.equal((await wire.shop.relationship(iss)).records);
  });

  it('syncs what waits though the vendor was faster', async () => {
    const iss = await relate();
    wire.isDown = true;
    await codeOf(ledger.say({ vendor: wire.vendor, act: 'pause' }));
    wire.isDown = false;
    await wire.shop.converse(iss, 'Hi');
    await ledger.sync(iss);
    expect([(await only()).status, await wire.shop.status(iss)]).to.deep.equal(['paused', 'paused']);
  });

  describe('takes in a file', () => {
    const far = { origin: 'https://far.example', name: 'Far' };

    it('whole or not at all, also where another window goes on meanwhile', async () => {
      const iss = await relate();
      // Another agent of the person hears another story from the vendor, and knows a second vendor.
      const elsewhere = await open();
      await elsewhere.import(await ledger.export('correct horse'), 'correct horse');
      const copy = createMemoryStore();
      await createVendor({ ...wire.options, store: copy }).import(wire.shop.export('csv'), 'csv');
      const { shop } = wire;
      wire.shop = createVendor({ ...wire.options, store: copy });
      await elsewhere.say({ vendor: wire.vendor, act: 'converse', body: { text: 'Hello' } });
      await elsewhere.sign({ ...wire.proposal, vendor: far });
      const file = await elsewhere.export('correct horse');
      wire.shop = shop;

      wire.requests = [];
      const { release } = wire.hold();
      const saying = other.say({ vendor: wire.vendor, act: 'pause' });
      await wire.sent(1);
      const importing = codeOf(ledger.import(file, 'correct horse'));
      await queued(1);
      release();
      await saying;
      expect(await importing).to.equal('forked');
      expect(await only()).to.include({ iss, status: 'paused' });
    });

    it('of two vendors while two windows take in one each, in any order', async () => {
      const elsewhere = await open();
      for (const vendor of [wire.vendor, far]) await elsewhere.sign({ ...wire.proposal, vendor });
      const file = JSON.parse(await elsewhere.export('correct horse')) as { relationships: { vendor: string }[] };
      const byVendor = [...file.relationships].sort((a, b) => (a.vendor < b.vendor ? -1 : 1));
      const files = [byVendor, [...byVendor].reverse()].map((relationships) => JSON.stringify({ ...file, relationships }));
      // Something is under way with both, so that each file waits for the vendor that it names first.
      wire.requests = [];
      const { release } = wire.hold();
      const saying = [wire.vendor, far].map((vendor) => codeOf(ledger.say({ ...wire.proposal, vendor })));
      await wire.sent(2);
      const importing = [ledger, other].map((into, i) => into.import(files[i] ?? '', 'correct horse'));
      await queued(2);
      release();
      await Promise.all([...saying, ...importing]);
      expect(await ledger.list()).to.have.length(4);
    });

    it('with a leave that waits in it', async () => {
      const iss = await relate();
      const elsewhere = await open();
      await elsewhere.import(await ledger.export('correct horse'), 'correct horse');
      wire.isDown = true;
      await codeOf(elsewhere.say({ vendor: wire.vendor, act: 'leave' }));
      await ledger.import(await elsewhere.export('correct horse'), 'correct horse');
      expect((await only()).status).to.equal('ended');
      wire.isDown = false;
      await ledger.sync(iss);
      expect(await wire.shop.status(iss)).to.equal('ended');
    });
  });

  it('locks the keys of a file by as many rounds as OWASP recommends', async () => {
    await relate();
    const { keys } = JSON.parse(await ledger.export('correct horse')) as { keys: string };
    const header = JSON.parse(atob((keys.split('.')[0] ?? '').replaceAll('-', '+').replaceAll('_', '/'))) as object;
    expect(header).to.include({ alg: 'PBES2-HS256+A128KW', p2c: 600_000 });
  });
});
