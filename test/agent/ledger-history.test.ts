import { expect } from 'chai';
import { type Ledger, linkOf, openLedger } from '../../src/agent/ledger.js';
import { signVendorRecord } from '../../src/records/sign.js';
import { createVendor } from '../../src/server/index.js';
import { allOf } from '../support/all-of.mjs';
import { sayMore } from '../support/history.js';
import { codeOf, openRelated, VendorWire } from '../support/vendor-wire.js';

/** Counts the values that the database gives while something runs. */
const readsOf = async (work: () => Promise<unknown>): Promise<number> => {
  let count = 0;
  const undo: (() => void)[] = [];
  for (const { prototype } of [IDBObjectStore, IDBIndex]) {
    const methods = prototype as unknown as Record<string, (this: unknown, ...args: unknown[]) => IDBRequest<unknown>>;
    for (const name of ['get', 'getAll', 'getKey', 'getAllKeys', 'openCursor', 'openKeyCursor'].filter(
      (one) => one in prototype,
    )) {
      const method = methods[name] as (typeof methods)[string];
      methods[name] = function (...args) {
        const request = method.apply(this, args);
        request.addEventListener('success', () => {
          const { result } = request;
          count += Array.isArray(result) ? result.length : result === undefined || result === null ? 0 : 1;
        });
        return request;
      };
      undo.push(() => void (methods[name] = method));
    }
  }
  try {
    await work();
  } finally {
    for (const one of undo) one();
  }
  return count;
};

describe('a ledger with a long history', () => {
  let wire: VendorWire;
  let name: string;
  let ledger: Ledger;
  let iss: string;
  const say = (text: string): Promise<unknown> => ledger.converse(iss, text);
  const vendorSays = (count: number, text?: string): Promise<string> => sayMore(wire.store, iss, count, text, wire.options.key);
  const lengthOf = async (): Promise<number> => (await allOf(ledger.records(iss))).length;
  const hashesOf = async (records: readonly string[]): Promise<string[]> =>
    Promise.all(records.map(async (record) => (await linkOf(record)).hash));
  /** Answers questions by other JSON than the vendor's. */
  const answerBy = (answer: (records: string[]) => object): void =>
    wire.rewrite((reply) => (reply.records ? answer(reply.records) : reply));

  beforeEach(async () => {
    ({ wire, name, ledger, iss } = await openRelated());
  });
  afterEach(() => {
    wire.close();
    indexedDB.deleteDatabase(name);
  });

  it('reads as many values for one more act as with a short one', async () => {
    const acts: [string, () => Promise<unknown>][] = [
      ['converse', () => say('Hello')],
      [
        'an answer',
        async () => {
          const re = await vendorSays(1);
          await ledger.sync(iss);
          return ledger.converse(iss, 'Yes', { re });
        },
      ],
      [
        'a share, and its end',
        async () => {
          const until = new Date(Date.now() + 60_000).toISOString();
          await ledger.share(iss, { what: 'a', scope: 'b', purpose: 'c', until });
          const [last = ''] = await hashesOf((await allOf(ledger.records(iss))).slice(-1));
          return readsOf(() => ledger.revoke(iss, last));
        },
      ],
      [
        'by a page',
        async () => {
          const record = await ledger.sign({ vendor: wire.vendor, act: 'regard', body: { feels: 'fair' } });
          await ledger.settle(record, await wire.answer(record));
        },
      ],
      [
        'what a vendor said',
        async () => {
          await vendorSays(1);
          await ledger.sync(iss);
        },
      ],
    ];
    const read = async (): Promise<number[]> => {
      const counts: number[] = [];
      for (const [what, act] of acts) {
        let inner: unknown;
        const all = await readsOf(async () => (inner = await act()));
        counts.push(what.startsWith('a share') ? (inner as number) : all);
      }
      return counts;
    };
    const few = await read();
    await vendorSays(400);
    await ledger.sync(iss);
    const many = await read();
    expect(many).to.deep.equal(few);
    expect(Math.max(...few), few.join(', ')).to.be.below(24);
    expect(await lengthOf()).to.be.above(400);
  });

  it('lists its records, and its relationships, in pages', async () => {
    await vendorSays(300);
    await ledger.sync(iss);
    const [{ records } = { records: [] }] = await ledger.list();
    expect(records).to.have.length(301);
    expect(await allOf(ledger.records(iss))).to.deep.equal(records);
    const hashes = await hashesOf(records);
    expect(await allOf(ledger.records(iss, { after: hashes[150], limit: 7 }))).to.deep.equal(records.slice(151, 158));
    expect(await allOf(ledger.records(iss, { after: hashes[300] }))).to.deep.equal([]);
    expect(await allOf(ledger.records(iss, { limit: 0 }))).to.deep.equal([]);
    expect(await codeOf(allOf(ledger.records('nobody')))).to.equal('not_related');
    expect(await codeOf(allOf(ledger.records(iss, { after: iss })))).to.equal('unknown_re');
    const reads = await readsOf(async () => {
      for await (const record of ledger.records(iss)) if (record) break;
    });
    expect(reads, 'one page, the relationship').to.be.below(140);

    for (const shop of ['a', 'b', 'c'])
      await ledger.sign({ ...wire.proposal, vendor: { origin: `https://${shop}.example`, name: shop } });
    const all = await allOf(ledger.relationships());
    expect(all.map((one) => one.iss)).to.deep.equal((await ledger.list()).map((one) => one.iss).sort());
    expect(await allOf(ledger.relationships({ after: all[0]?.iss, limit: 2 }))).to.deep.equal(all.slice(1, 3));
    const { iat } = (await linkOf(records[0] ?? '')).claims;
    expect(all.find((one) => one.iss === iss)).to.deep.equal({
      vendor: wire.origin,
      name: 'Shop',
      iss,
      status: 'related',
      agreement: 'SD-BASE',
      since: new Date(iat * 1_000).toISOString(),
      counts: { customer: 1, vendor: 300 },
      proposed: undefined,
    });
    expect(all.find((one) => one.name === 'a')).to.deep.include({ status: 'asked', agreement: undefined, since: undefined });
  });

  it('hears a vendor on many pages, asked by sync or by export', async () => {
    await vendorSays(900, 'é'.repeat(3_900));
    const asked = wire.requests.length;
    await ledger.sync(iss);
    const theirs = (await wire.shop.relationship(iss)).records;
    expect(theirs).to.have.length(901);
    expect(await allOf(ledger.records(iss))).to.deep.equal(theirs);
    expect(wire.requests.slice(asked).filter(({ url }) => url.endsWith('/relbutton')).length).to.be.within(3, 4);

    const elsewhere = await openLedger(`${name}-elsewhere`);
    await elsewhere.import(await ledger.export('correct horse'), 'correct horse');
    expect(await allOf(elsewhere.records(iss))).to.deep.equal(theirs);
    indexedDB.deleteDatabase(`${name}-elsewhere`);

    wire.shop = createVendor({ ...wire.options, store: wire.store, held: () => ({ orders: [1] }) });
    expect(JSON.parse(await ledger.exportFrom(iss))).to.deep.equal({ records: theirs, data: { orders: [1] } });
    await wire.shop.leave(iss);
    await ledger.sync(iss);
    expect(await allOf(ledger.records(iss))).to.deep.equal((await wire.shop.relationship(iss)).records);
  });

  it('keeps the pages that came before one that fails', async () => {
    await vendorSays(20);
    let pages = 0;
    const theirs = wire.shop;
    answerBy((records) => (++pages < 3 ? { records: records.slice(0, 5), more: true } : { records: ['{}'] }));
    expect(await codeOf(ledger.sync(iss))).to.equal('malformed');
    expect(await lengthOf()).to.equal(11);
    wire.shop = theirs;
    await ledger.sync(iss);
    expect(await lengthOf()).to.equal(21);
  });

  it('names a vendor that has more, and sends nothing new', async () => {
    const before = await ledger.list();
    const last = before[0]?.records ?? [];
    for (const records of [[], last]) {
      const theirs = wire.shop;
      answerBy(() => ({ records, more: true }));
      const failure = await ledger.sync(iss).then(
        () => 'done',
        (error: Error) => String(error),
      );
      expect(failure).to.equal(`TypeError: ${wire.origin} answered that it has more records, without a new one.`);
      wire.shop = theirs;
    }
    expect(await ledger.list()).to.deep.equal(before);
  });

  it('refuses what does not continue it, wherever that names its place', async () => {
    await vendorSays(5);
    await ledger.sync(iss);
    const before = await ledger.list();
    const hashes = await hashesOf(before[0]?.records ?? []);
    const signed = (claims: object): Promise<string> =>
      signVendorRecord(wire.origin, { aud: iss, act: 'converse', body: { text: 'Hi' }, ...claims }, wire.options.key);
    const next = await signed({ prev: hashes[5] });
    const [hash] = await hashesOf([next]);
    const cases: [string, string[]][] = [
      ['forked', [await signed({ prev: hashes[2] })]],
      ['forked', [next, await signed({ prev: hashes[5] })]],
      ['missing', [await signed({ prev: iss })]],
      ['no_beginning', [await signed({})]],
      ['unknown_re', [await signed({ prev: hashes[5], body: { text: 'Hi', re: iss } })]],
      ['own_re', [await signed({ prev: hashes[5], body: { text: 'Hi', re: hashes[3] } })]],
      ['own_re', [next, await signed({ prev: hash, body: { text: 'Hi', re: hash } })]],
      [
        'wrong_re',
        [
          await signed({
            prev: hashes[5],
            act: 'receipt',
            body: { re: hashes[0], amount: '1', currency: 'EUR', at: '2026-01-01' },
          }),
        ],
      ],
    ];
    const theirs = wire.shop;
    for (const [code, records] of cases) {
      answerBy(() => ({ records }));
      expect(await codeOf(ledger.sync(iss)), code).to.equal(code);
      expect(await ledger.list()).to.deep.equal(before);
      wire.shop = theirs;
    }
    const leave = await signed({ act: 'leave', body: {} });
    const [left] = await hashesOf([leave]);
    answerBy(() => ({ records: [leave, next, leave] }));
    await ledger.sync(iss);
    expect((await ledger.list())[0]).to.deep.include({ status: 'ended', records: [...(before[0]?.records ?? []), next, leave] });
    answerBy(() => ({ records: [] }));
    wire.shop = theirs;
    const after = await signed({ prev: left });
    answerBy(() => ({ records: [after] }));
    expect(await codeOf(ledger.sync(iss))).to.equal('after_leave');
  });

  it('deletes all of it', async () => {
    await vendorSays(200);
    await ledger.sync(iss);
    const file = await ledger.export('correct horse');
    await ledger.delete(iss);
    expect(await ledger.list()).to.deep.equal([]);
    expect(await codeOf(allOf(ledger.records(iss)))).to.equal('not_related');
    const reads = await readsOf(() => ledger.list());
    expect(reads).to.equal(0);
    await ledger.import(file, 'correct horse');
    expect(await lengthOf()).to.equal(201);
  });

  it('goes into a file in parts, and into another ledger whole', async () => {
    await vendorSays(300);
    await ledger.sync(iss);
    await ledger.say({ ...wire.proposal, vendor: { origin: 'https://down.example', name: 'Down' } }).catch(() => undefined);
    const parts = await allOf(ledger.exportParts('correct horse'));
    expect(Math.max(...parts.map(({ length }) => length))).to.be.below(16_384);
    const elsewhere = await openLedger(`${name}-elsewhere`);
    await elsewhere.import(parts.join(''), 'correct horse');
    expect(await elsewhere.list()).to.deep.equal(await ledger.list());
    // A file that has one relationship twice is taken in as one.
    const file = JSON.parse(parts.join('')) as { relationships: { iss: string; records: string[] }[] };
    const [one] = file.relationships.filter((relationship) => relationship.iss === iss);
    file.relationships.push({ ...one, iss, records: one?.records.slice(0, 10) ?? [] });
    await elsewhere.delete(iss);
    await elsewhere.import(JSON.stringify(file), 'correct horse');
    expect(await elsewhere.list()).to.deep.equal(await ledger.list());
    indexedDB.deleteDatabase(`${name}-elsewhere`);
  });
});
