import { expect } from 'chai';
import { payloadHash } from '../../src/contract/record.js';
import { createKey, createMemoryStore, type Format, FORMATS, type Vendor } from '../../src/server/index.js';
import { Customer } from '../support/customer.js';
import { accepted, answered, key, open } from '../support/vendor.js';
import { allOf, whole } from '../support/all-of.mjs';

const P7012 = 'https://w3id.org/dpv/standards/p7012#';
const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    (value) => value,
    (error: Error & { code?: string; fault?: string }) => error.fault ?? error.code ?? error.name,
  );

/** The columns of a table that are not about what was said. */
const OTHERS = ['customer', 'vendor', 'time', 'side', 'agreement', 'status', 'hash', 'prev', 'record'];
/** Reads a table whose every cell is in quotation marks, but those of its head. */
const read = (csv: string): string[][] => {
  const [head = '', ...lines] = csv.split(/\r\n(?="|$)/);
  const cells = (line: string): string[] =>
    Array.from(line.matchAll(/"((?:[^"]|"")*)"(?:,|$)/g), ([, cell = '']) => cell.replaceAll('""', '"'));
  return [head.split(','), ...lines.filter(Boolean).map(cells)];
};

describe('records for other systems', () => {
  let vendor: Vendor;
  let customer: Customer;
  before(async () => {
    vendor = open({
      decide: ({ agreement }) =>
        agreement === 'SD-BASE' ? 'accept' : agreement === 'SD-BASE-DP' ? 'pending' : { counter: 'SD-BASE' },
    });
    customer = await Customer.create();
    const [asking, other] = [await Customer.create(), await Customer.create()];
    const related = await accepted(vendor, await customer.sign());
    await vendor.converse(customer.iss, 'He said "yes", and\nwent on, with , and \r\n.');
    await vendor.pause(customer.iss);
    await accepted(vendor, await customer.sign({ act: 'leave', agreement: undefined, prev: await payloadHash(related) }));
    await answered(vendor, await asking.sign({ agreement: 'SD-BASE-DP' }), 202);
    await answered(vendor, await other.sign({ agreement: 'SD-BASE-A' }));
  });

  for (const format of FORMATS) {
    it(`go as ${format} to another store, which is the same then`, async () => {
      const text = await whole(vendor.export(format));
      const elsewhere = open({ store: createMemoryStore() });
      expect(await elsewhere.import(text, format)).to.equal(4);
      expect(await elsewhere.import(text, format), 'once more').to.equal(0);
      expect(await elsewhere.relationship(customer.iss)).to.deep.equal(await vendor.relationship(customer.iss));
      expect((await allOf(elsewhere.records())).map(({ received }) => received)).to.deep.equal(
        (await allOf(vendor.records())).map(({ received }) => received),
      );
    });

    it(`are checked, each, when they come as ${format}`, async () => {
      const text = await whole(vendor.export(format));
      const evil = open({ key: await createKey() });
      expect(await codeOf(evil.import(text, format))).to.equal('unknown_key');
      expect(await codeOf(open({ origin: 'https://other.example' }).import(text, format))).to.equal('wrong_audience');
      expect(await codeOf(open({ key: await createKey(), formerKeys: [key] }).import(text, format))).to.equal(4);
      for (const bad of ['', '{}', 'null', 'a,b\r\n1,2', '[]'])
        expect(await codeOf(open().import(bad, format)), bad).to.equal('TypeError');
    });
  }

  it('have to hang together', async () => {
    const file = JSON.parse(await whole(vendor.export('json-ld'))) as { '@graph': Record<string, unknown>[] };
    const without = file['@graph'].filter((node) => node['rel:act'] !== 'converse');
    const elsewhere = open({ store: createMemoryStore() });
    expect(await codeOf(elsewhere.import(JSON.stringify({ '@graph': without }), 'json-ld'))).to.equal('missing');
    expect(await allOf(elsewhere.records())).to.deep.equal([]);
  });

  it('say in the vocabulary of IEEE 7012 what they come to', async () => {
    const { '@context': context, '@graph': graph } = JSON.parse(await whole(vendor.export('json-ld'))) as {
      '@context': Record<string, unknown>;
      '@graph': Record<string, { '@id': string }>[];
    };
    expect(context).to.include({ p7012: P7012, dpv: 'https://w3id.org/dpv#' });
    expect(graph.map((node) => node['dpv:hasStatus']?.['@id'].replace('p7012:', ''))).to.deep.equal([
      'AgreementAccepted',
      undefined,
      'AgreementNegotiationPaused',
      'AgreementNegotiationTerminated',
      'AgreementNegotiationConfirmationRequired',
      'AgreementNegotiationCounterOfferMade',
    ]);
    expect(graph[0]).to.include({ '@type': 'p7012:AgreementInteractionRecord', 'p7012:hasSecondParty': 'https://shop.example' });
    expect(graph[0]?.['dct:conformsTo']?.['@id']).to.equal('https://myterms.info/agreements/SD-BASE');
    expect(graph[1]?.['rel:prev']).to.deep.equal({ '@id': graph[0]?.['@id'] });
  });

  it('are a table that others read', async () => {
    const text = await whole(vendor.export('csv'));
    expect(text.split('\r\n')[0]).to.equal(
      'customer,vendor,time,side,act,agreement,status,hash,prev,reach,text,re,need,by,amount,currency,per,for,at,what,scope,purpose,' +
        'until,feels,note,reason,erase,record',
    );
    expect(text).to.match(/\r\n$/);
    const format: Format = 'csv';
    // Written by another program: other columns, no needless quotation marks, other line ends.
    const [one] = await allOf(vendor.records());
    const retold = `record,note\n"${String(one?.record).replaceAll('"', '""')}",first\n`;
    expect(await open({ store: createMemoryStore() }).import(retold, format)).to.equal(1);
  });
});

describe('what was said, for other systems', () => {
  let vendor: Vendor;
  let customer: Customer;
  let last: string;
  const say = async (act: string, body: object, agreement?: string): Promise<string> =>
    (last = await payloadHash(await accepted(vendor, await customer.sign({ act, agreement, prev: last, body }))));
  const follow = async (record: Promise<string>): Promise<string> => (last = await payloadHash(await record));
  const share = { what: '+1 555 0100', scope: '-', purpose: '@home', until: '' };
  beforeEach(async () => {
    vendor = open({ accepts: ['SD-BASE', 'PDC-INTENT'] });
    customer = await Customer.create();
    share.until = new Date(Date.now() + 86_400_000).toISOString();
    last = await payloadHash(await accepted(vendor, await customer.sign()));
  });

  /** Says everything there is to say. @returns the hashes that are answered */
  const live = async (): Promise<Record<string, string>> => {
    const need = await say(
      'intentcast',
      { need: 'A grinder', budget: { amount: '80', currency: 'EUR' }, by: '2027-01-31' },
      'PDC-INTENT',
    );
    await follow(vendor.converse(customer.iss, '=HYPERLINK("https://evil.example")', { re: need }));
    const pledge = await say('pledge', { amount: '5', currency: 'EUR', per: 'month', for: '\tthe news' });
    await follow(vendor.receipt(customer.iss, { re: pledge, amount: '5.00', currency: 'EUR', at: '2026-11-26' }));
    const shared = await say('share', share);
    await say('revoke', { re: shared });
    await say('regard', { feels: 'fair', note: '＝1+1' });
    await follow(vendor.regard(customer.iss, 'unsure'));
    return { need, pledge, shared };
  };

  it('goes there and back to the byte', async () => {
    await live();
    for (const format of FORMATS) {
      const elsewhere = open({ store: createMemoryStore() });
      expect(await elsewhere.import(await whole(vendor.export(format)), format)).to.equal(9);
      expect(await elsewhere.relationship(customer.iss)).to.deep.equal(await vendor.relationship(customer.iss));
      expect(await whole(elsewhere.export(format))).to.equal(await whole(vendor.export(format)));
    }
  });

  it('stands in a table, and no text in it runs as a formula', async () => {
    const hashes = await live();
    // A hash can begin with a hyphen.
    const [need, pledge, shared] = ['need', 'pledge', 'shared'].map((name) => hashes[name]?.replace(/^-/, "'-"));
    const [head = [], ...rows] = read(await whole(vendor.export('csv')));
    const said = rows.map((row) => {
      const cells = head.map((name, i) => [name, row[i] ?? ''] as const);
      return Object.fromEntries(cells.filter(([name, cell]) => cell && !OTHERS.includes(name)));
    });
    expect(said).to.deep.equal([
      { act: 'relate' },
      { act: 'intentcast', need: 'A grinder', by: '2027-01-31', amount: '80', currency: 'EUR' },
      { act: 'converse', text: `'=HYPERLINK("https://evil.example")`, re: need },
      { act: 'pledge', amount: '5', currency: 'EUR', per: 'month', for: `'\tthe news` },
      { act: 'receipt', re: pledge, amount: '5.00', currency: 'EUR', at: '2026-11-26' },
      { act: 'share', what: `'+1 555 0100`, scope: `'-`, purpose: `'@home`, until: share.until },
      { act: 'revoke', re: shared },
      { act: 'regard', feels: 'fair', note: `'＝1+1` },
      { act: 'regard', feels: 'unsure' },
    ]);
  });

  it('stands in JSON-LD as it was said, without a status of the agreement', async () => {
    const { need, pledge } = await live();
    const { '@graph': graph } = JSON.parse(await whole(vendor.export('json-ld'))) as { '@graph': Record<string, unknown>[] };
    expect(graph.map((node) => 'dpv:hasStatus' in node)).to.deep.equal([true, ...Array<boolean>(8).fill(false)]);
    const [, first, second, third, fourth] = graph;
    expect(first).to.include({ 'rel:need': 'A grinder', 'rel:amount': '80', 'rel:currency': 'EUR', 'rel:by': '2027-01-31' });
    expect(second).to.deep.include({
      'rel:text': '=HYPERLINK("https://evil.example")',
      'rel:re': { '@id': `urn:relbutton:record:${need}` },
    });
    expect(third).to.include({ 'rel:for': '\tthe news', 'rel:per': 'month' });
    expect(fourth).to.deep.include({ 'rel:at': '2026-11-26', 'rel:re': { '@id': `urn:relbutton:record:${pledge}` } });
  });

  it('says of a need that begins a relationship that its agreement is accepted', async () => {
    const beginner = await Customer.create();
    await accepted(vendor, await beginner.sign({ act: 'intentcast', agreement: 'PDC-INTENT', body: { need: 'Tea' } }));
    const [head = [], ...rows] = read(await whole(vendor.export('csv')));
    expect(rows.at(-1)?.[head.indexOf('status')]).to.equal('AgreementAccepted');
  });

  it('runs as no formula in any text', async () => {
    const starts = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    for (const start of starts) await say('converse', { text: `${start}1+cmd|' /C calc'!A0` });
    for (const text of ['a=1', "'=1", ' =1', '1-1', '"=1"']) await say('converse', { text });
    const [head = [], , ...rows] = read(await whole(vendor.export('csv')));
    const cells = rows.map((row) => row[head.indexOf('text')]);
    expect(cells).to.deep.equal([...starts.map((start) => `'${start}1+cmd|' /C calc'!A0`), 'a=1', "'=1", ' =1', '1-1', '"=1"']);
  });
});
