import { expect } from 'chai';
import { exportJWK, generateKeyPair } from 'jose';
import { linkOf, openLedger } from '../../src/agent/ledger.js';
import { signRecord } from '../../src/records/sign.js';
import { thumbprintOf } from '../../src/records/thumbprint.js';
import { allOf } from '../support/all-of.mjs';
import { sayMore } from '../support/history.js';
import { VendorWire } from '../support/vendor-wire.js';

/** A relationship as version 0.1.0 stored it. */
interface Earlier {
  readonly vendor: string;
  readonly name: string;
  readonly iss: string;
  readonly keys?: CryptoKeyPair;
  readonly jwks: { keys: object[] };
  readonly records: readonly string[];
  readonly proposed: string | undefined;
}

/** Opens a ledger's database as version 0.1.0 did. */
const openEarlier = async (name: string): Promise<IDBDatabase> => {
  const opening = indexedDB.open(name, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore('values', { keyPath: 'iss' });
  return new Promise((resolve, reject) => {
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(new Error('The database does not open.', { cause: opening.error }));
  });
};
const fill = async (name: string, values: readonly Earlier[]): Promise<void> => {
  const database = await openEarlier(name);
  const transaction = database.transaction('values', 'readwrite');
  for (const value of values) transaction.objectStore('values').put(value);
  await new Promise((resolve) => (transaction.oncomplete = resolve));
  database.close();
};

describe('a ledger of version 0.1.0', () => {
  let wire: VendorWire;
  let name: string;
  let earlier: readonly Earlier[];
  const { origin } = { origin: 'https://shop.example' };

  beforeEach(async () => {
    name = `ledger-${crypto.randomUUID()}`;
    wire = await VendorWire.open();
    const published = await wire.shop.handler(new Request(`${origin}/.well-known/jwks.json`));
    const jwks = (await published?.json()) as { keys: object[] };
    const related = async (count: number, last?: string): Promise<Earlier> => {
      const keys = await generateKeyPair('ES256', { extractable: true });
      const iss = await thumbprintOf(await exportJWK(keys.publicKey));
      const said = async (act: string, prev?: string): Promise<string> => {
        const statement = { aud: origin, act, ...(act === 'relate' && { agreement: 'SD-BASE' }), ...(prev && { prev }) };
        return (await wire.answer(await signRecord(statement, keys))).record;
      };
      const { hash } = await linkOf(await said('relate'));
      const prev = count ? await sayMore(wire.store, iss, count, 'Hello', wire.options.key) : hash;
      if (last) await said(last, prev);
      const { records } = await wire.shop.relationship(iss);
      return { vendor: origin, name: 'Shop', iss, keys, jwks, records, proposed: undefined };
    };
    const keys = await generateKeyPair('ES256', { extractable: true });
    const proposed = await signRecord({ aud: 'https://asked.example', act: 'relate', agreement: 'SD-BASE' }, keys);
    earlier = [
      await related(300),
      await related(2, 'leave'),
      await related(0, 'leave'),
      { ...(await related(3, 'pause')), vendor: origin },
      {
        vendor: 'https://asked.example',
        name: 'Asked',
        iss: (await linkOf(proposed)).claims.iss,
        keys,
        jwks: { keys: [] },
        records: [],
        proposed,
      },
    ];
    await fill(name, earlier);
  });
  afterEach(() => {
    wire.close();
    indexedDB.deleteDatabase(name);
  });

  it('is taken over whole, whichever windows open it', async () => {
    const [ledger, other] = await Promise.all([openLedger(name), openLedger(name)]);
    const list = [...(await ledger.list())].sort((a, b) => (a.iss < b.iss ? -1 : 1));
    const statuses = ['related', 'ended', 'ended', 'paused', 'asked'];
    const expected = earlier
      .map(({ keys, jwks, ...shown }, i) => ({ ...shown, status: statuses[i], hasKey: Boolean(keys && jwks) }))
      .sort((a, b) => (a.iss < b.iss ? -1 : 1));
    expect(list.map((one) => ({ ...one, hasKey: true }))).to.deep.equal(expected);
    expect(await other.list()).to.deep.equal(await ledger.list());
    expect(await (await openLedger(name)).list()).to.deep.equal(await ledger.list());
  });

  it('goes on from its last record', async () => {
    const [first] = earlier;
    const { iss = '' } = first ?? {};
    const ledger = await openLedger(name);
    const [hash = ''] = await Promise.all((first?.records.slice(-1) ?? []).map(async (record) => (await linkOf(record)).hash));
    expect((await ledger.converse(iss, 'Yes', { re: hash })).answer).to.equal('accept');
    await wire.shop.converse(iss, 'Good');
    await ledger.sync(iss);
    expect(await allOf(ledger.records(iss))).to.deep.equal((await wire.shop.relationship(iss)).records);
    expect(await (await openLedger(name)).list(), 'once').to.deep.equal(await ledger.list());
    const elsewhere = await openLedger(`${name}-elsewhere`);
    await elsewhere.import(await ledger.export('correct horse'), 'correct horse');
    expect(await elsewhere.list()).to.deep.equal(await ledger.list());
    indexedDB.deleteDatabase(`${name}-elsewhere`);
  });

  it('says which window keeps it from being taken over, and is taken over once that is closed', async () => {
    const database = await openEarlier(name);
    const failure = await openLedger(name).catch((error: DOMException) => error);
    expect(failure).to.be.instanceOf(DOMException);
    expect((failure as DOMException).message).to.match(/^Another window has an earlier version of "ledger-.*" open\. Close/);
    database.close();
    const ledger = await openLedger(name);
    expect(await ledger.list()).to.have.length(earlier.length);
  });
});
