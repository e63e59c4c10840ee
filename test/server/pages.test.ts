/** No call holds all records: lists come in pages, files in parts, and an act asks the store twice. */
import { expect } from 'chai';
import { ChainError } from '../../src/contract/chain.js';
import { payloadHash, readClaims } from '../../src/contract/record.js';
import { createMemoryStore, type Entry, FORMATS, type Store, type Vendor } from '../../src/server/index.js';
import { allOf, whole } from '../support/all-of.mjs';
import { counting } from '../support/counting.js';
import { Customer } from '../support/customer.js';
import { sayMore } from '../support/history.js';
import { type Opened, stores } from '../support/stores.js';
import { accepted, answered, open, post } from '../support/vendor.js';

for (const [name, opening] of Object.entries(stores)) {
  describe(`pages of a store in ${name}`, () => {
    let opened: Opened;
    let vendor: Vendor;
    let customers: Customer[];
    const asking = 'SD-BASE-DP';
    before(async () => {
      opened = await opening();
      vendor = open({
        store: opened.store,
        decide: ({ agreement }) => (agreement === 'SD-BASE' ? 'accept' : agreement === asking ? 'pending' : 'refuse'),
      });
      customers = await Promise.all(Array.from({ length: 300 }, () => Customer.create()));
      for (const [i, customer] of customers.entries()) {
        const agreement = i % 3 === 1 ? asking : i === 5 ? 'SD-BASE-A' : 'SD-BASE';
        await post(vendor, await customer.sign({ agreement }));
        if (i % 6 === 0) await vendor.pause(customer.iss);
      }
    });
    after(() => opened.close());
    const isses = async (list: AsyncIterable<{ iss: string }>): Promise<string[]> => (await allOf(list)).map(({ iss }) => iss);

    it('list the relationships in the order in which they began, from any on, as many as are asked for', async () => {
      const all = customers.filter((_, i) => i !== 5).map(({ iss }) => iss);
      expect(await isses(vendor.relationships())).to.deep.equal(all);
      expect(await isses(vendor.relationships({ limit: 7 }))).to.deep.equal(all.slice(0, 7));
      const [middle, last] = [all[150] as string, all.at(-1) as string];
      expect(await isses(vendor.relationships({ after: middle, limit: 7 }))).to.deep.equal(all.slice(151, 158));
      expect(await isses(vendor.relationships({ after: middle }))).to.deep.equal(all.slice(151));
      expect(await isses(vendor.relationships({ after: last }))).to.deep.equal([]);
      expect(await isses(vendor.relationships({ limit: 0 }))).to.deep.equal([]);
    });

    it('list those of one status', async () => {
      const of = (status: (i: number) => boolean): string[] => customers.filter((_, i) => status(i)).map(({ iss }) => iss);
      expect(await isses(vendor.relationships({ status: 'paused' }))).to.deep.equal(of((i) => i % 6 === 0));
      expect(await isses(vendor.relationships({ status: 'asked' }))).to.deep.equal(of((i) => i % 3 === 1));
      expect(await isses(vendor.relationships({ status: 'offered' }))).to.deep.equal(of((i) => i === 5));
      expect(await isses(vendor.relationships({ status: 'ended' }))).to.deep.equal([]);
      const [paused, , asked] = await allOf(vendor.relationships({ limit: 3 }));
      expect(paused).to.deep.include({ status: 'paused', agreement: 'SD-BASE', counts: { customer: 1, vendor: 1 } });
      expect(Date.now() - Date.parse(String(paused?.since))).to.be.within(0, 120_000);
      expect(asked).to.deep.include({ status: 'related', proposal: undefined });
    });

    it('list the proposals that wait, with what they propose', async () => {
      const waiting = customers.filter((_, i) => i % 3 === 1).map(({ iss }) => iss);
      expect(await isses(vendor.pending())).to.deep.equal(waiting);
      const [first] = await allOf(vendor.pending({ after: waiting[9], limit: 1 }));
      expect(first).to.deep.include({ iss: waiting[10] });
      expect(readClaims(String(first?.record))).to.deep.equal(first?.claims);
      const listed = await allOf(vendor.relationships({ status: 'asked', limit: 1 }));
      expect(listed[0]?.proposal?.iss).to.equal(waiting[0]);
    });

    it('list the records, of all or of one, from any on', async () => {
      const all = await allOf(vendor.records());
      expect(all.length).to.equal(customers.filter((_, i) => i % 3 !== 1 && i !== 5).length + 50);
      for (const at of [0, 1, 128, 129, all.length - 1])
        expect(await allOf(vendor.records({ after: all[at] as Entry })), String(at)).to.deep.equal(all.slice(at + 1));
      const { iss } = all[0] as Entry;
      expect(await allOf(vendor.records({ iss }))).to.deep.equal(all.slice(0, 2));
      expect(await allOf(vendor.records({ iss, after: all[0] }))).to.deep.equal(all.slice(1, 2));
      expect(await allOf(vendor.records({ iss: 'nobody' }))).to.deep.equal([]);
    });

    it('never hold more than one page', async () => {
      const { counted, most } = counting(opened.store);
      const again = open({ store: counted });
      await sayMore(opened.store, customers[0]?.iss as string, 300);
      const lists: AsyncIterable<unknown>[] = [again.relationships(), again.records(), again.pending(), again.export('csv')];
      for (const list of lists) await allOf(list);
      expect(most()).to.equal(128);
    });

    for (const format of FORMATS)
      it(`go as ${format} in parts into another store`, async () => {
        const parts = await allOf(vendor.export(format));
        expect(parts.length).to.be.greaterThan(500);
        const elsewhere = open();
        const total = (await allOf(vendor.records())).length;
        expect(await elsewhere.import(vendor.export(format), format)).to.equal(total);
        // However it is cut.
        const text = parts.join('');
        const cut = Array.from({ length: Math.ceil(text.length / 1_000) }, (_, i) => text.slice(i * 1_000, (i + 1) * 1_000));
        expect(await elsewhere.import(cut, format), 'once more').to.equal(0);
        expect(await whole(elsewhere.export('csv'))).to.equal(
          (await whole(vendor.export('csv')))
            .split('\r\n')
            .filter((row) => !/"AgreementRefused"|ConfirmationRequired/.test(row))
            .join('\r\n'),
        );
      });

    it('take one of eight proposals that come at once', async () => {
      const customer = await Customer.create();
      const sent = await Promise.all(Array.from({ length: 8 }, () => customer.sign({ agreement: asking })));
      const answers = await Promise.all(sent.map(async (record) => (await post(vendor, record)).status));
      expect(answers.sort()).to.deep.equal([202, ...Array<number>(7).fill(400)]);
      expect((await opened.store.read(customer.iss)).length).to.equal(1);
      await vendor.decide(customer.iss, 'accept');
      expect(await vendor.status(customer.iss)).to.equal('related');
    });

    it('are asked twice for an act until it is answered, also where its change is sent', async () => {
      const { counted, calls } = counting(opened.store);
      const again = open({ store: counted, onchange: () => undefined });
      await accepted(again, await (await Customer.create()).sign());
      expect(calls.slice(0, 2)).to.deep.equal(['look', 'add']);
      expect(calls.filter((name) => /^(look|add|read|list|find)$/.test(name))).to.have.length(2);
      await again.deliver();
    });

    it('keep each of many acts that come at once, and the answer of one that comes twice', async () => {
      const customers = await Promise.all(Array.from({ length: 24 }, () => Customer.create()));
      const again = open({ store: opened.store });
      const sent = await Promise.all(customers.map((one) => one.sign()));
      const answers = await Promise.all([...sent, ...sent].map((record) => accepted(again, record)));
      expect(answers.slice(24)).to.deep.equal(answers.slice(0, 24));
      const kept = await Promise.all(customers.map(({ iss }) => opened.store.read(iss)));
      expect(kept.map((entries) => entries.map(({ record }) => record))).to.deep.equal(answers.slice(0, 24).map((one) => [one]));
    });

    it('are asked twice for an act, however long the history is', async () => {
      const { counted, calls, most } = counting(opened.store);
      const again = open({ store: counted });
      const customer = await Customer.create();
      const said = async (act: () => Promise<unknown>): Promise<string[]> => {
        calls.length = 0;
        await act();
        return [...calls];
      };
      const relate = await customer.sign();
      expect(await said(() => accepted(again, relate))).to.deep.equal(['look', 'add']);
      expect(await said(() => accepted(again, relate)), 'a replay').to.deep.equal(['look']);
      const prev = await sayMore(opened.store, customer.iss, 200);
      const need = await customer.sign({ act: 'converse', agreement: undefined, prev, body: { text: 'Hello', re: prev } });
      expect(await said(() => accepted(again, need))).to.deep.equal(['look', 'add']);
      expect(await said(() => again.converse(customer.iss, 'Hello'))).to.deep.equal(['look', 'add']);
      const leave = await customer.sign({ act: 'leave', agreement: undefined });
      expect(await said(() => accepted(again, leave))).to.deep.equal(['look', 'add']);
      expect(most()).to.equal(0);
    });
  });
}

describe('a list with a limit', () => {
  it('ends at it, also in the middle of a page', async () => {
    const store = createMemoryStore();
    const vendor = open({ store, decide: () => 'pending' });
    const customer = await Customer.create();
    await post(vendor, await customer.sign());
    const [one] = await store.relationships();
    const asked: (number | undefined)[] = [];
    const endless: Store = {
      ...store,
      relationships({ limit = 0 } = {}) {
        asked.push(limit);
        return Promise.resolve(Array.from({ length: limit }, () => one as NonNullable<typeof one>));
      },
    };
    expect(await allOf(open({ store: endless }).pending({ limit: 300 }))).to.have.length(300);
    expect(asked).to.deep.equal([128, 128, 44]);
  });
});

describe('a sync', () => {
  /** Half a history over 4 MiB, as JSON texts in JSON. */
  const long = 'x'.repeat(3_900);
  const LIMIT = 4_194_304;
  let vendor: Vendor;
  let customer: Customer;
  let first: string;
  before(async () => {
    const store = createMemoryStore();
    vendor = open({ store, held: () => ({ orders: 'o'.repeat(100_000) }) });
    customer = await Customer.create();
    first = await accepted(vendor, await customer.sign());
    await sayMore(store, customer.iss, 1_000, long);
    await vendor.leave(customer.iss);
  });
  const ask = async (act: string, prev?: string): Promise<{ records: string[]; more?: true; data?: unknown; length: number }> => {
    const answer = await post(vendor, await customer.sign({ act, agreement: undefined, prev }));
    const text = await answer.text();
    return { ...(JSON.parse(text) as { records: string[] }), length: text.length };
  };

  it('tells as much as an agent reads, and that more follows', async () => {
    const { records } = await vendor.relationship(customer.iss);
    const told: string[] = [];
    let parts = 0;
    for (let prev: string | undefined, more: true | undefined = true; more; parts++) {
      const answer = await ask('sync', prev);
      expect(answer.length).to.be.at.most(LIMIT);
      ({ more } = answer);
      told.push(...answer.records);
      prev = await payloadHash(told.at(-1) as string);
    }
    expect(told).to.deep.equal(records);
    expect(parts).to.equal(2);
  });

  it('goes on after an export, which brings the other data too', async () => {
    const { records, more, data, length } = await ask('export');
    expect([records[0], more, length <= LIMIT]).to.deep.equal([first, true, true]);
    expect(data).to.have.property('orders');
    const rest = await ask('sync', await payloadHash(records.at(-1) as string));
    expect([...records, ...rest.records]).to.deep.equal((await vendor.relationship(customer.iss)).records);
    expect(rest).not.to.have.property('more');
  });

  it('says nothing of more where there is none', async () => {
    const short = open();
    const other = await Customer.create();
    const record = await accepted(short, await other.sign());
    const sync = await other.sign({ act: 'sync', agreement: undefined });
    expect(await answered(short, sync)).to.deep.equal({ records: [record] });
  });
});

describe('a file to import', () => {
  const csv = (records: readonly string[]): string =>
    ['record', ...records.map((record) => `"${record.replaceAll('"', '""')}"`), ''].join('\n');
  const faultOf = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      (count) => count,
      (error: Error & { code?: string }) => (error instanceof ChainError ? error.fault : (error.code ?? error.name)),
    );

  it('may have the records of one batch in any order', async () => {
    const vendor = open();
    const customer = await Customer.create();
    await accepted(vendor, await customer.sign());
    for (let i = 0; i < 5; i++) await vendor.converse(customer.iss, `${i}`);
    await vendor.leave(customer.iss);
    const { records } = await vendor.relationship(customer.iss);
    const elsewhere = open();
    expect(await elsewhere.import(csv([...records, ...records].reverse()), 'csv')).to.equal(records.length);
    expect(await elsewhere.relationship(customer.iss)).to.deep.equal(await vendor.relationship(customer.iss));
  });

  it('names what does not continue a chain, and adds nothing of its batch', async () => {
    const customer = await Customer.create();
    const [one, two] = [open(), open()];
    const first = await customer.sign();
    for (const vendor of [one, two]) {
      await accepted(vendor, first);
      await vendor.converse(customer.iss, 'Hello');
      await vendor.pause(customer.iss);
    }
    const { records } = await one.relationship(customer.iss);
    const other = await Customer.create();
    const good = await accepted(open(), await other.sign());
    const [begun, word, pause] = records as [string, string, string];
    const cases: [string, string[]][] = [
      ['missing', [good, begun, pause]],
      ['missing', [good, word]],
      ['forked', [good, begun, word, (await two.relationship(customer.iss)).records[1] as string]],
    ];
    for (const [fault, list] of cases) {
      const elsewhere = open();
      expect(await faultOf(elsewhere.import(csv(list), 'csv'))).to.equal(fault);
      expect(await allOf(elsewhere.records())).to.deep.equal([]);
    }
    expect(await faultOf(two.import(one.export('csv'), 'csv')), 'what is there goes another way').to.equal('forked');
  });

  it('is read whatever else its parts hold', async () => {
    const vendor = open();
    const record = await accepted(vendor, await (await Customer.create()).sign());
    const node = {
      'rel:note': 'a "quoted" \\ {[ text, "@graph": [',
      'rel:record': record,
      more: [{ deep: { 'rel:record': 'x' } }],
    };
    const graphs = [
      { '@graph': [node] },
      { first: { '@graph': [{ 'rel:record': 'no' }] }, list: ['@graph', ['x']], '@graph': [node, 1, 'x', [node], null] },
    ];
    for (const graph of graphs)
      for (const text of [JSON.stringify(graph), JSON.stringify(graph, null, 2)])
        for (const parts of [text, [...text]]) expect(await open().import(parts, 'json-ld')).to.equal(1);
    const table = `a,record,"b ""c"""\r\n"1,\n2",${JSON.stringify(record).replace(/\\"/g, '""')},x\r\n`;
    for (const parts of [table, [...table]]) expect(await open().import(parts, 'csv')).to.equal(1);
    for (const bad of [
      '{"@graph": [',
      '{"@graph": [{]}',
      '{"@graph": {}}',
      '"@graph"',
      `{"@graph": [{"a": "${'x'.repeat(1_100_000)}"}]}`,
    ])
      expect(await faultOf(open().import(bad, 'json-ld')), bad.slice(0, 20)).to.equal('TypeError');
    expect(await faultOf(open().import(`record\n"${'x'.repeat(1_100_000)}`, 'csv'))).to.equal('TypeError');
  });
});
