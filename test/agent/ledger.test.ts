import { expect } from 'chai';
import type { Ledger, CustomerRelationship } from '../../src/agent/ledger.js';
import { payloadHash, readClaims } from '../../src/contract/record.js';
import { signVendorRecord } from '../../src/records/sign.js';
import { createKey, createMemoryStore, createVendor } from '../../src/server/index.js';
import { Customer } from '../support/customer.js';
import { forgetLedger, openLedger } from '../support/ledgers.js';
import { codeOf, VendorWire } from '../support/vendor-wire.js';
import { allOf } from '../support/all-of.mjs';

describe('openLedger', () => {
  let wire: VendorWire;
  let name: string;
  const origin = 'https://shop.example';
  const vendor = { origin, name: 'Shop' };
  const proposal = { vendor, act: 'relate', agreement: 'SD-BASE' };

  const relate = async (ledger: Ledger): Promise<void> => {
    const record = await ledger.sign(proposal);
    await ledger.settle(record, await wire.answer(record));
  };

  beforeEach(async () => {
    name = `ledger-${crypto.randomUUID()}`;
    wire = await VendorWire.open();
  });
  afterEach(() => {
    wire.close();
    forgetLedger(name);
  });

  it('signs for a vendor, and keeps what both signed', async () => {
    const ledger = await openLedger(name);
    const record = await ledger.sign({ ...proposal, challenge: 'c' });
    const claims = readClaims(record);
    expect({ ...claims }).to.deep.include({ aud: origin, act: 'relate', agreement: 'SD-BASE', challenge: 'c' });
    expect((claims?.exp ?? 0) - (claims?.iat ?? 0)).to.equal(600);
    expect((await ledger.list())[0]).to.deep.include({ status: 'asked', records: [], proposed: record });

    const accepted = await wire.answer(record);
    await ledger.settle(record, accepted);
    expect(await ledger.list()).to.deep.equal([
      { vendor: origin, name: 'Shop', iss: claims?.iss, status: 'related', records: [accepted.record], proposed: undefined },
    ]);
    expect((await allOf(wire.shop.records()))[0]?.record).to.equal(accepted.record);
    expect(wire.requests.map(({ url }) => url)).to.deep.equal([
      `${origin}/.well-known/relbutton.json`,
      `${origin}/.well-known/jwks.json`,
    ]);
    expect(wire.requests.every(({ credentials }) => credentials === 'omit')).to.equal(true);
  });

  it('makes a key for each vendor', async () => {
    const ledger = await openLedger(name);
    const first = readClaims(await ledger.sign(proposal))?.iss;
    expect(readClaims(await ledger.sign(proposal))?.iss).to.equal(first);
    const other = readClaims(await ledger.sign({ ...proposal, vendor: { origin: 'https://other.example', name: 'Other' } }))?.iss;
    expect(other).not.to.equal(first);
  });

  it('chains the next record to the last', async () => {
    const ledger = await openLedger(name);
    const sent = await ledger.sign(proposal);
    const first = await wire.answer(sent);
    await ledger.settle(sent, first);
    const second = await ledger.sign({ ...proposal, agreement: 'SD-BASE-DP' });
    expect(readClaims(second)?.prev).to.equal(await payloadHash(first.record));
    await ledger.settle(second, await wire.answer(second));
    expect((await ledger.list())[0]?.records).to.have.length(2);
  });

  it('is the same when it is opened again', async () => {
    const before = await openLedger(name);
    await relate(before);
    const after = await openLedger(name);
    expect(await after.list()).to.deep.equal(await before.list());
    expect(readClaims(await after.sign(proposal))?.iss).to.equal((await before.list())[0]?.iss);
  });

  it('keeps nothing that does not hold', async () => {
    const ledger = await openLedger(name);
    const record = await ledger.sign(proposal);
    const { record: good } = await wire.answer(record);
    const edit = (change: (jws: { payload: string; signatures: { protected: string; signature: string }[] }) => void): string => {
      const jws = JSON.parse(good) as { payload: string; signatures: { protected: string; signature: string }[] };
      change(jws);
      return JSON.stringify(jws);
    };
    const elsewhere = createVendor({ origin, name: 'Shop', accepts: ['SD-BASE'], key: await createKey() });
    const real = wire.shop;
    wire.shop = elsewhere;
    const { record: foreign } = await wire.answer(record);
    wire.shop = real;
    const cases: [string | undefined, string][] = [
      [undefined, 'malformed'],
      ['{}', 'malformed'],
      [record, 'malformed'],
      [edit((jws) => jws.signatures.pop()), 'malformed'],
      [edit((jws) => Object.assign(jws.signatures[1] ?? {}, { signature: 'A'.repeat(86) })), 'invalid_signature'],
      [edit((jws) => Object.assign(jws.signatures[0] ?? {}, { signature: 'A'.repeat(86) })), 'invalid_signature'],
      [edit((jws) => (jws.payload = btoa('{}').replace(/=/g, ''))), 'malformed'],
      [foreign, 'unknown_key'],
    ];
    for (const [i, [text, code]] of cases.entries()) {
      const failure = await ledger.settle(record, { answer: 'accept', record: text }).then(
        () => 'kept',
        (error: { code: string }) => error.code,
      );
      expect(failure, `case ${i}`).to.equal(code);
    }
    expect((await ledger.list())[0]).to.deep.include({ status: 'asked', records: [] });
    await ledger.settle(record, { answer: 'accept', record: good });
    expect((await ledger.list())[0]?.status).to.equal('related');
  });

  it('forgets a proposal that was refused, with the key made for it', async () => {
    const ledger = await openLedger(name);
    const first = await ledger.sign(proposal);
    await ledger.settle(first, { answer: 'refuse', code: 'no' });
    expect(await ledger.list()).to.deep.equal([]);
    expect(readClaims(await ledger.sign(proposal))?.iss).not.to.equal(readClaims(first)?.iss);
  });

  it('does not believe a page that says its server refused', async () => {
    const ledger = await openLedger(name);
    const first = await ledger.sign(proposal);
    const { record } = await wire.answer(first);
    await ledger.settle(first, { answer: 'refuse', code: 'no' });
    expect((await ledger.list())[0]).to.deep.include({ status: 'related', records: [record] });

    wire.shop = createVendor({ ...wire.options, store: createMemoryStore() });
    await ledger.delete((await ledger.list())[0]?.iss ?? '');
    const second = await ledger.sign(proposal);
    await wire.answer(second);
    wire.isDown = true;
    await ledger.settle(second, { answer: 'refuse', code: 'no' });
    const [unsure] = await ledger.list();
    expect(unsure).to.deep.include({ status: 'none', proposed: undefined });
    wire.isDown = false;
    await ledger.sync(unsure?.iss ?? '');
    expect((await ledger.list())[0]?.status).to.equal('related');
  });

  it('keeps a proposal that is pending, and a relationship whose next step was refused', async () => {
    const ledger = await openLedger(name);
    const record = await ledger.sign(proposal);
    await ledger.settle(record, { answer: 'pending' });
    expect((await ledger.list())[0]).to.deep.include({ status: 'asked', proposed: record });
    await ledger.settle(record, await wire.answer(record));
    await ledger.settle(await ledger.sign(proposal), { answer: 'refuse', code: 'no' });
    expect((await ledger.list())[0]).to.deep.include({ status: 'related', proposed: undefined });
  });

  it('does not fetch keys from anywhere but the vendor', async () => {
    const ledger = await openLedger(name);
    const sent = await ledger.sign(proposal);
    const accepted = await wire.answer(sent);
    globalThis.fetch = ((url: URL) => {
      wire.requests.push({ url: url.href, credentials: undefined });
      return Promise.resolve(Response.json({ jwks: 'https://evil.example/jwks.json' }));
    }) as typeof fetch;
    wire.requests = [];
    const failure = await ledger.settle(sent, accepted).catch((error: Error) => error.message);
    expect(failure).to.contain('https://evil.example');
    expect(wire.requests).to.have.length(1);
    expect((await ledger.list())[0]?.records).to.deep.equal([]);
  });

  describe('with no page open', () => {
    let ledger: Ledger;
    const only = async (): Promise<CustomerRelationship> => {
      const [relationship, ...more] = await ledger.list();
      expect(more).to.deep.equal([]);
      if (!relationship) throw new Error('nothing is kept');
      return relationship;
    };
    /** That both sides hold the same bytes, in the same order, and see it alike. */
    const expectAlike = async (status: string): Promise<void> => {
      const mine = await only();
      const theirs = await wire.shop.relationship(mine.iss);
      expect(mine.records).to.deep.equal(theirs.records);
      expect([mine.status, theirs.status]).to.deep.equal([status, status]);
    };
    const sync = async (): Promise<unknown> => ledger.sync((await only()).iss);
    beforeEach(async () => {
      ledger = await openLedger(name);
      await relate(ledger);
    });

    it('says every act, and both sides hold the same', async () => {
      await expectAlike('related');
      expect(await ledger.say({ vendor, act: 'pause', body: { reason: 'a journey' } })).to.include({ answer: 'accept' });
      await expectAlike('paused');
      await ledger.say({ vendor, act: 'resume' });
      await expectAlike('related');
      await ledger.say({ vendor, act: 'converse', body: { text: 'Hello' } });
      await ledger.say({ ...proposal, agreement: 'SD-BASE-DP' });
      await expectAlike('related');
      expect(await ledger.say({ vendor, act: 'leave' })).to.include({ answer: 'accept' });
      await expectAlike('ended');
      expect(wire.requests.every(({ credentials }) => credentials === 'omit')).to.equal(true);
    });

    it('begins with a new key after an end', async () => {
      await ledger.say({ vendor, act: 'leave' });
      expect(await codeOf(ledger.say({ vendor, act: 'pause' }))).to.equal('not_related');
      expect(await ledger.say(proposal)).to.include({ answer: 'accept' });
      const all = await ledger.list();
      expect(all.map(({ status }) => status).sort()).to.deep.equal(['ended', 'related']);
      expect(new Set(all.map(({ iss }) => iss)).size).to.equal(2);
    });

    it('fetches what the vendor says', async () => {
      const { iss } = await only();
      for (const [say, status] of [
        [() => wire.shop.pause(iss), 'paused'],
        [() => wire.shop.resume(iss), 'related'],
        [() => wire.shop.converse(iss, 'Hello'), 'related'],
        [() => wire.shop.leave(iss), 'ended'],
      ] as const) {
        await say();
        await sync();
        await expectAlike(status);
      }
    });

    it('signs again where the vendor was faster', async () => {
      const { iss } = await only();
      await wire.shop.pause(iss);
      await wire.shop.converse(iss, 'Hello').catch(() => undefined);
      expect(await ledger.say({ vendor, act: 'pause' })).to.include({ answer: 'accept' });
      await expectAlike('paused');
      expect((await only()).records).to.have.length(3);
    });

    it('hears a decision that a person at the vendor made later', async () => {
      await ledger.say({ vendor, act: 'leave' });
      await ledger.delete((await only()).iss);
      for (const [decision, status] of [
        ['accept', 'related'],
        ['refuse', undefined],
        [{ counter: 'SD-BASE' }, undefined],
      ] as const) {
        wire.shop = createVendor({ ...wire.options, decide: () => 'pending' });
        expect(await ledger.say(proposal)).to.include({ answer: 'pending' });
        const { iss, status: before } = await only();
        expect(before).to.equal('asked');
        await ledger.sync(iss);
        expect((await only()).status).to.equal('asked');
        await wire.shop.decide(iss, decision);
        await ledger.sync(iss);
        const [after] = await ledger.list();
        // A counter leaves the key, for the one proposal that may follow.
        expect(after?.status).to.equal(status ?? (decision === 'refuse' ? undefined : 'none'));
        if (status) await expectAlike(status);
        if (after) await ledger.delete(after.iss);
      }
    });

    it('learns what it missed where an answer did not come back', async () => {
      wire.isDeaf = true;
      const { iss } = await only();
      const record = await ledger.sign({ vendor, act: 'pause' });
      await wire.answer(record);
      wire.isDeaf = false;
      expect((await only()).status).to.equal('related');
      await ledger.sync(iss);
      await expectAlike('paused');
    });

    it('leaves though the vendor is not reached, and says so once it is', async () => {
      wire.isDown = true;
      expect(await codeOf(ledger.say({ vendor, act: 'leave', body: { erase: true } }))).to.equal('TypeError');
      const { iss, status } = await only();
      expect([status, await wire.shop.status(iss)]).to.deep.equal(['ended', 'related']);
      await ledger.list();
      wire.isDown = false;
      await wire.shop.pause(iss);
      await ledger.sync(iss);
      expect([(await only()).status, await wire.shop.status(iss)]).to.deep.equal(['ended', 'ended']);
      expect(await allOf(wire.shop.records()), 'erased, as was asked').to.have.length(1);
      expect((await only()).records.length, 'taken along').to.be.greaterThan(1);
    });

    it('leaves though that was long ago', async () => {
      const { iss } = await only();
      wire.isDown = true;
      await ledger.say({ vendor, act: 'leave' }).catch(() => undefined);
      const { now } = Date;
      try {
        Date.now = () => now() + 86_400_000;
        wire.isDown = false;
        await ledger.sync(iss);
      } finally {
        Date.now = now;
      }
      await expectAlike('ended');
    });

    it('hears what is erased', async () => {
      const kept = { kept: 'Invoices', why: 'tax law', until: '2037' };
      expect(await ledger.say({ vendor, act: 'leave', body: { erase: true } })).to.deep.include({ erasure: { erased: true } });
      await ledger.delete((await only()).iss);
      wire.shop = createVendor({ ...wire.options, erase: () => Promise.resolve(kept) });
      await ledger.say(proposal);
      expect(await ledger.say({ vendor, act: 'leave', body: { erase: true } })).to.deep.include({ erasure: { pending: true } });
      await wire.shop.deliver();
      await ledger.sync((await only()).iss);
      expect((await ledger.list())[0]?.erasure).to.deep.equal(kept);
    });

    it('asks what the vendor holds', async () => {
      const { iss, records } = await only();
      wire.shop = createVendor({ ...wire.options, store: wire.store, held: () => ({ orders: [1] }) });
      expect(JSON.parse(await ledger.exportFrom(iss))).to.deep.equal({ records, data: { orders: [1] } });
      await wire.shop.leave(iss);
      await ledger.exportFrom(iss);
      await expectAlike('ended');
    });

    it('refuses, by name, what does not hold together, and keeps nothing of it', async () => {
      const { iss } = await only();
      const before = await ledger.list();
      const other = await Customer.create();
      const foreign = (await wire.answer(await other.sign({ aud: origin }))).record;
      const forged = await signVendorRecord(origin, { aud: iss, act: 'leave' }, await createKey());
      const stray = await signVendorRecord(origin, { aud: iss, act: 'pause', prev: 'x'.repeat(43) }, wire.options.key);
      const fork = await signVendorRecord(origin, { aud: iss, act: 'pause' }, wire.options.key);
      const theirs = wire.shop;
      for (const [record, code] of [
        [foreign, 'wrong_audience'],
        [forged, 'unknown_key'],
        [stray, 'missing'],
        [fork, 'no_beginning'],
        ['{}', 'malformed'],
      ] as const) {
        wire.shop = {
          ...theirs,
          handler: async (request, client) =>
            request.method === 'POST' ? Response.json({ records: [record] }) : theirs.handler(request, client),
        };
        expect(await codeOf(ledger.sync(iss))).to.equal(code);
        expect(await ledger.list()).to.deep.equal(before);
      }
    });

    it('goes as one file to another agent, which goes on with it', async () => {
      await ledger.say({ vendor, act: 'pause' });
      const before = await ledger.list();
      const file = await ledger.export('correct horse');
      const readable = JSON.parse(file) as { relationships: { claims: { act: string }[] }[] };
      expect(readable.relationships[0]?.claims.map(({ act }) => act)).to.deep.equal(['relate', 'pause']);
      expect(file).not.to.contain('"d"');

      const elsewhere = await openLedger(`${name}-elsewhere`);
      expect(await codeOf(elsewhere.import(file, 'wrong'))).to.equal('OperationError');
      for (const text of ['', '{}', 'null', '{"relbutton":1}', '{"relbutton":2,"relationships":[],"keys":""}'])
        expect(await codeOf(elsewhere.import(text, 'correct horse')), text).to.equal('TypeError');
      const [first = ''] = before[0]?.records ?? [];
      const changed = file.replace(JSON.stringify(first).slice(20, 60), JSON.stringify(first).slice(21, 61));
      expect(changed).not.to.equal(file);
      expect(await codeOf(elsewhere.import(changed, 'correct horse'))).not.to.equal('done');
      expect(await elsewhere.list()).to.deep.equal([]);

      await elsewhere.import(file, 'correct horse');
      await elsewhere.import(file, 'correct horse');
      expect(await elsewhere.list()).to.deep.equal(before);
      await elsewhere.say({ vendor, act: 'resume' });
      // And the first one learns of it.
      await sync();
      await expectAlike('related');
      await ledger.import(file, 'correct horse');
      await expectAlike('related');
      forgetLedger(`${name}-elsewhere`);
    });

    it('takes in a file with only what follows the records that it has', async () => {
      const elsewhere = await openLedger(`${name}-elsewhere`);
      const beginning = await ledger.export('correct horse');
      await ledger.say({ vendor, act: 'pause' });
      const before = await ledger.list();
      const file = JSON.parse(await ledger.export('correct horse')) as { relationships: { records: string[] }[] };
      file.relationships[0]?.records.shift();
      expect(await codeOf(elsewhere.import(JSON.stringify(file), 'correct horse'))).to.equal('missing');
      await elsewhere.import(beginning, 'correct horse');
      await elsewhere.import(JSON.stringify(file), 'correct horse');
      expect(await elsewhere.list()).to.deep.equal(before);
      forgetLedger(`${name}-elsewhere`);
    });

    it('names a vendor that told two agents of one person two stories', async () => {
      const [relation] = await ledger.list();
      const elsewhere = await openLedger(`${name}-elsewhere`);
      await elsewhere.import(await ledger.export('correct horse'), 'correct horse');
      const copy = createMemoryStore();
      await createVendor({ ...wire.options, store: copy }).import(wire.shop.export('csv'), 'csv');
      await ledger.say({ vendor, act: 'pause' });
      wire.shop = createVendor({ ...wire.options, store: copy });
      await elsewhere.say({ vendor, act: 'converse', body: { text: 'Hello' } });
      const before = await ledger.list();
      expect(await codeOf(ledger.import(await elsewhere.export('correct horse'), 'correct horse'))).to.equal('forked');
      expect(await codeOf(ledger.sync(String(relation?.iss)))).to.equal('forked');
      expect(await ledger.list()).to.deep.equal(before);
      forgetLedger(`${name}-elsewhere`);
    });

    it('takes one step after the other, in however many windows', async () => {
      const other = await openLedger(name);
      await Promise.all([
        ledger.say({ vendor, act: 'pause' }),
        other.say({ vendor, act: 'converse', body: { text: 'Hello' } }).catch(() => undefined),
        other.say({ vendor, act: 'resume' }),
        other.say({ vendor: { origin: 'https://other.example', name: 'Other' }, act: 'pause' }).catch(() => undefined),
      ]);
      await sync();
      await expectAlike((await only()).status);
    });

    it('forgets', async () => {
      await ledger.delete((await only()).iss);
      expect(await ledger.list()).to.deep.equal([]);
    });
  });
});
