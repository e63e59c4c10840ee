import { expect } from 'chai';
import { openLedger } from '../../src/agent/ledger.js';
import { payloadHash, readClaims } from '../../src/contract/record.js';
import { createKey, createVendor, type Vendor } from '../../src/server/index.js';

const origin = 'https://shop.example';
const vendor = { origin, name: 'Shop' };
const proposal = { vendor, act: 'relate', agreement: 'SD-BASE' };
const { fetch: realFetch } = window;

describe('openLedger', () => {
  let shop: Vendor;
  let name: string;
  let requests: { url: string; credentials: RequestCredentials | undefined }[];
  /** The vendor's answer to a record. */
  const answer = async (record: string): Promise<{ answer: 'accept'; record: string }> => {
    const headers = { 'content-type': 'application/jose+json' };
    const response = await shop.handler(new Request(`${origin}/relbutton`, { method: 'POST', headers, body: record }));
    return { answer: 'accept', record: ((await response?.json()) as { record: string }).record };
  };

  beforeEach(async () => {
    name = `ledger-${crypto.randomUUID()}`;
    requests = [];
    shop = createVendor({ origin, name: 'Shop', accepts: ['SD-BASE', 'SD-BASE-DP'], key: await createKey() });
    // The edge of the machine: the vendor's server.
    window.fetch = (async (url: URL, init?: RequestInit) => {
      requests.push({ url: url.href, credentials: init?.credentials });
      return (await shop.handler(new Request(url))) ?? new Response(null, { status: 404 });
    }) as typeof fetch;
  });
  afterEach(() => {
    window.fetch = realFetch;
    indexedDB.deleteDatabase(name);
  });

  it('signs for a vendor, and keeps what both signed', async () => {
    const ledger = await openLedger(name);
    const record = await ledger.sign({ ...proposal, challenge: 'c' });
    const claims = readClaims(record);
    expect({ ...claims }).to.deep.include({ aud: origin, act: 'relate', agreement: 'SD-BASE', challenge: 'c' });
    expect((claims?.exp ?? 0) - (claims?.iat ?? 0)).to.equal(600);
    expect((await ledger.list())[0]).to.deep.include({ status: 'asked', records: [], proposed: record });

    const accepted = await answer(record);
    await ledger.settle(origin, accepted);
    expect(await ledger.list()).to.deep.equal([
      { vendor: origin, name: 'Shop', iss: claims?.iss, status: 'related', records: [accepted.record], proposed: undefined },
    ]);
    expect((await shop.records())[0]?.record).to.equal(accepted.record);
    expect(requests.map(({ url }) => url)).to.deep.equal([
      `${origin}/.well-known/relbutton.json`,
      `${origin}/.well-known/jwks.json`,
    ]);
    expect(requests.every(({ credentials }) => credentials === 'omit')).to.equal(true);
  });

  it('makes a key for each vendor, that cannot be taken out', async () => {
    const ledger = await openLedger(name);
    const first = readClaims(await ledger.sign(proposal))?.iss;
    expect(readClaims(await ledger.sign(proposal))?.iss).to.equal(first);
    const other = readClaims(await ledger.sign({ ...proposal, vendor: { origin: 'https://other.example', name: 'Other' } }))?.iss;
    expect(other).not.to.equal(first);
    const database = await new Promise<IDBDatabase>((resolve) => {
      const opening = indexedDB.open(name);
      opening.onsuccess = () => resolve(opening.result);
    });
    const kept = await new Promise<{ keys: CryptoKeyPair }[]>((resolve) => {
      const getting = database.transaction('values').objectStore('values').getAll() as IDBRequest<{ keys: CryptoKeyPair }[]>;
      getting.onsuccess = () => resolve(getting.result);
    });
    expect(kept).to.have.length(2);
    for (const { keys } of kept) {
      expect(keys.privateKey.extractable).to.equal(false);
      expect(await crypto.subtle.exportKey('jwk', keys.privateKey).catch((error: DOMException) => error.name)).to.equal(
        'InvalidAccessError',
      );
    }
    database.close();
  });

  it('chains the next record to the last', async () => {
    const ledger = await openLedger(name);
    const first = await answer(await ledger.sign(proposal));
    await ledger.settle(origin, first);
    const second = await ledger.sign({ ...proposal, agreement: 'SD-BASE-DP' });
    expect(readClaims(second)?.prev).to.equal(await payloadHash(first.record));
    await ledger.settle(origin, await answer(second));
    expect((await ledger.list())[0]?.records).to.have.length(2);
  });

  it('is the same when it is opened again', async () => {
    const before = await openLedger(name);
    await before.settle(origin, await answer(await before.sign(proposal)));
    const after = await openLedger(name);
    expect(await after.list()).to.deep.equal(await before.list());
    expect(readClaims(await after.sign(proposal))?.iss).to.equal((await before.list())[0]?.iss);
  });

  it('keeps nothing that does not hold', async () => {
    const ledger = await openLedger(name);
    const record = await ledger.sign(proposal);
    const { record: good } = await answer(record);
    const edit = (change: (jws: { payload: string; signatures: { protected: string; signature: string }[] }) => void): string => {
      const jws = JSON.parse(good) as { payload: string; signatures: { protected: string; signature: string }[] };
      change(jws);
      return JSON.stringify(jws);
    };
    const elsewhere = createVendor({ origin, name: 'Shop', accepts: ['SD-BASE'], key: await createKey() });
    const realShop = shop;
    shop = elsewhere;
    const { record: foreign } = await answer(record);
    shop = realShop;
    const cases: [string | undefined, string][] = [
      [undefined, 'malformed'],
      ['{}', 'malformed'],
      [record, 'malformed'],
      [edit((jws) => jws.signatures.pop()), 'malformed'],
      [edit((jws) => Object.assign(jws.signatures[1] ?? {}, { signature: 'A'.repeat(86) })), 'invalid_signature'],
      [edit((jws) => Object.assign(jws.signatures[0] ?? {}, { signature: 'A'.repeat(86) })), 'invalid_signature'],
      [edit((jws) => (jws.payload = btoa('{}').replace(/=/g, ''))), 'malformed'],
      [foreign, 'invalid_key'],
    ];
    for (const [i, [text, code]] of cases.entries()) {
      const failure = await ledger.settle(origin, { answer: 'accept', record: text }).then(
        () => 'kept',
        (error: { code: string }) => error.code,
      );
      expect(failure, `case ${i}`).to.equal(code);
    }
    expect((await ledger.list())[0]).to.deep.include({ status: 'asked', records: [] });
    await ledger.settle(origin, { answer: 'accept', record: good });
    expect((await ledger.list())[0]?.status).to.equal('related');
  });

  it('forgets a proposal that was refused, with the key made for it', async () => {
    const ledger = await openLedger(name);
    const first = readClaims(await ledger.sign(proposal))?.iss;
    await ledger.settle(origin, { answer: 'refuse', code: 'no' });
    expect(await ledger.list()).to.deep.equal([]);
    expect(readClaims(await ledger.sign(proposal))?.iss).not.to.equal(first);
  });

  it('keeps a proposal that is pending, and a relationship whose next step was refused', async () => {
    const ledger = await openLedger(name);
    const record = await ledger.sign(proposal);
    await ledger.settle(origin, { answer: 'pending' });
    expect((await ledger.list())[0]).to.deep.include({ status: 'asked', proposed: record });
    await ledger.settle(origin, await answer(record));
    await ledger.sign(proposal);
    await ledger.settle(origin, { answer: 'refuse', code: 'no' });
    expect((await ledger.list())[0]).to.deep.include({ status: 'related', proposed: undefined });
  });

  it('gives everything but the keys away, and deletes', async () => {
    const ledger = await openLedger(name);
    await ledger.settle(origin, await answer(await ledger.sign(proposal)));
    const [relationship] = await ledger.list();
    const text = await ledger.export();
    const exported = JSON.parse(text) as { relbutton: number; relationships: { records: string[]; claims: object[] }[] };
    expect(exported.relationships[0]?.records).to.deep.equal(relationship?.records);
    expect(exported.relationships[0]?.claims[0]).to.deep.include({ act: 'relate', aud: origin });
    expect(text).not.to.contain('keys');
    await ledger.delete(origin);
    expect(await ledger.list()).to.deep.equal([]);
  });

  it('does not fetch keys from anywhere but the vendor', async () => {
    const ledger = await openLedger(name);
    const accepted = await answer(await ledger.sign(proposal));
    window.fetch = ((url: URL) => {
      requests.push({ url: url.href, credentials: undefined });
      return Promise.resolve(Response.json({ jwks: 'https://evil.example/jwks.json' }));
    }) as typeof fetch;
    requests = [];
    const failure = await ledger.settle(origin, accepted).catch((error: Error) => error.message);
    expect(failure).to.contain('https://evil.example');
    expect(requests).to.have.length(1);
    expect((await ledger.list())[0]?.records).to.deep.equal([]);
  });
});
