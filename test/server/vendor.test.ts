import { expect } from 'chai';
import jws from 'jws';
import { createPublicKey, type JsonWebKeyInput } from 'node:crypto';
import { ACTS } from '../../src/contract/acts.js';
import { payloadHash, readClaims } from '../../src/contract/record.js';
import { createKey, verifyRecord } from '../../src/server/index.js';
import { Customer } from '../support/customer.js';
import { accepted, key, open, origin, post, publicJwks, refused } from '../support/vendor.js';
import { allOf } from '../support/all-of.mjs';

const customer = await Customer.create();

describe('createVendor', () => {
  it('countersigns a record, payload and first signature untouched', async () => {
    const vendor = open();
    const sent = await customer.sign();
    const record = await accepted(vendor, sent);
    const [before, after] = [sent, record].map((text) => JSON.parse(text) as { payload: string; signatures: unknown[] });
    expect(after?.payload).to.equal(before?.payload);
    expect(after?.signatures[0]).to.deep.equal(before?.signatures[0]);
    expect(after?.signatures).to.have.length(2);
    expect((await verifyRecord(record, await publicJwks(vendor))).agreement).to.equal('SD-BASE');
  });

  it('makes signatures that another JWS library verifies', async () => {
    const vendor = open();
    const { payload, signatures } = JSON.parse(await accepted(vendor, await customer.sign())) as {
      payload: string;
      signatures: { protected: string; signature: string }[];
    };
    const { keys } = await publicJwks(vendor);
    for (const [i, jwk] of [customer.jwk, keys[0]].entries()) {
      const pem = createPublicKey({ key: jwk, format: 'jwk' } as JsonWebKeyInput).export({ type: 'spki', format: 'pem' });
      const compact = `${signatures[i]?.protected}.${payload}.${signatures[i]?.signature}`;
      expect(jws.verify(compact, 'ES256', pem)).to.equal(true);
    }
  });

  it('takes Ed25519 keys', async () => {
    const ed = await Customer.create('EdDSA');
    expect(readClaims(await accepted(open(), await ed.sign()))?.iss).to.equal(ed.iss);
  });

  it('gives the same bytes the same answer, also at once, with one entry', async () => {
    const vendor = open();
    const sent = await customer.sign();
    const answers = await Promise.all([accepted(vendor, sent), accepted(vendor, sent), accepted(vendor, sent)]);
    expect(new Set([...answers, await accepted(vendor, sent)]).size).to.equal(1);
    expect(await allOf(vendor.records())).to.have.length(1);
  });

  it('knows where a relationship stands', async () => {
    const vendor = open();
    expect(await vendor.status(customer.iss)).to.equal('offered');
    await accepted(vendor, await customer.sign());
    expect(await vendor.status(customer.iss)).to.equal('related');
  });

  it('chains records by prev', async () => {
    const vendor = open();
    const first = await accepted(vendor, await customer.sign());
    await refused(vendor, await customer.sign(), 'broken_chain');
    await refused(vendor, await customer.sign({ prev: 'x'.repeat(43) }), 'broken_chain');
    const prev = await payloadHash(first);
    await accepted(vendor, await customer.sign({ prev, agreement: 'SD-BASE-DP' }));
    await refused(vendor, await customer.sign({ prev }), 'broken_chain');
    await refused(open(), await customer.sign({ prev }), 'broken_chain');
  });

  it('lets one of two records win the same place', async () => {
    const vendor = open();
    const answers = await Promise.all([post(vendor, await customer.sign()), post(vendor, await customer.sign())]);
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([200, 400]);
    expect(await allOf(vendor.records())).to.have.length(1);
  });

  it('publishes what agents need, and no private part', async () => {
    const vendor = open({ endpoint: '/api/relate' });
    const response = await vendor.handler(new Request(`${origin}/.well-known/relbutton.json`));
    expect(await response?.json()).to.deep.equal({
      name: 'Shop',
      accepts: ['SD-BASE', 'SD-BASE-DP'],
      acts: [...ACTS],
      endpoint: `${origin}/api/relate`,
      jwks: `${origin}/.well-known/jwks.json`,
    });
    const { keys } = await publicJwks(vendor);
    expect(keys).to.have.length(1);
    expect(Object.keys(keys[0] as object)).to.have.members(['kty', 'crv', 'x', 'y', 'alg', 'kid', 'use']);
  });

  it('answers agents of any origin, with no credentials', async () => {
    const preflight = await post(open(), '', { method: 'OPTIONS', body: null });
    expect(preflight.status).to.equal(204);
    expect(preflight.headers.get('access-control-allow-origin')).to.equal('*');
    expect(preflight.headers.get('access-control-allow-headers')).to.equal('content-type');
    expect(preflight.headers.has('access-control-allow-credentials')).to.equal(false);
    expect((await post(open(), await customer.sign())).headers.get('access-control-allow-origin')).to.equal('*');
  });

  it('leaves other paths to others, and other methods alone', async () => {
    expect(await open().handler(new Request(`${origin}/`))).to.equal(null);
    const response = await open().handler(new Request(`${origin}/relbutton`));
    expect(response?.status).to.equal(405);
    expect(response?.headers.get('allow')).to.equal('POST, OPTIONS');
  });

  it('looks at challenges where it gives them', async () => {
    const given = new Set(['a']);
    const vendor = open({ checkChallenge: (challenge) => given.delete(challenge) });
    await refused(vendor, await customer.sign({ challenge: 'b' }), 'wrong_challenge');
    const sent = await customer.sign({ challenge: 'a' });
    await accepted(vendor, sent);
    await accepted(vendor, sent);
    const other = await Customer.create();
    await refused(vendor, await other.sign({ challenge: 'a' }), 'wrong_challenge');
    await accepted(vendor, await other.sign());
  });
});

describe('verifyRecord', () => {
  it('wants both signatures, the second by a published key', async () => {
    const vendor = open();
    const sent = await customer.sign();
    const jwks = await publicJwks(vendor);
    const failure = (record: string, keys = jwks): Promise<unknown> =>
      verifyRecord(record, keys).catch((error: { code: string }) => error.code);
    expect(await failure(sent)).to.equal('malformed');
    const record = await accepted(vendor, sent);
    const other = await createKey();
    expect(await failure(record, { keys: [other] })).to.equal('unknown_key');
    expect(await failure(record, { keys: [{ ...other, d: undefined, kid: key.kid } as never] })).to.equal('invalid_signature');
    expect(await failure(record)).to.deep.include({ agreement: 'SD-BASE' });
  });
});
