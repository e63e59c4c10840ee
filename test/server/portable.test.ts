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
    expect(text.split('\r\n')[0]).to.equal('customer,vendor,time,side,act,agreement,status,hash,prev,record');
    expect(text).to.match(/\r\n$/);
    const format: Format = 'csv';
    // Written by another program: other columns, no needless quotation marks, other line ends.
    const [one] = await allOf(vendor.records());
    const retold = `record,note\n"${String(one?.record).replaceAll('"', '""')}",first\n`;
    expect(await open({ store: createMemoryStore() }).import(retold, format)).to.equal(1);
  });
});
