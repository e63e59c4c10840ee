import { expect } from 'chai';
import jws from 'jws';
import { createPublicKey, type JsonWebKeyInput } from 'node:crypto';
import { base64url, type JWK } from 'jose';
import { payloadHash, readClaims } from '../../src/contract/record.js';
import {
  createKey,
  createVendor,
  REFUSALS,
  type RefusalCode,
  type Vendor,
  type VendorOptions,
  verifyRecord,
} from '../../src/server/index.js';
import { Customer, withHeader } from '../support/customer.js';

const origin = 'https://shop.example';
const key = await createKey();
const customer = await Customer.create();

const open = (options: Partial<VendorOptions> = {}): Vendor =>
  createVendor({ origin, name: 'Shop', accepts: ['SD-BASE', 'SD-BASE-DP'], key, ...options });
const post = async (vendor: Vendor, body: string, init: RequestInit = {}): Promise<Response> => {
  const headers = { 'content-type': 'application/jose+json' };
  const response = await vendor.handler(new Request(`${origin}/relbutton`, { method: 'POST', headers, body, ...init }));
  if (!response) throw new Error('not answered');
  return response;
};
const accepted = async (vendor: Vendor, record: string): Promise<string> => {
  const response = await post(vendor, record);
  expect(response.status, await response.clone().text()).to.equal(200);
  return ((await response.json()) as { record: string }).record;
};
const refused = async (vendor: Vendor, record: string, code: RefusalCode): Promise<void> => {
  const before = (await vendor.records()).length;
  const response = await post(vendor, record);
  expect(await response.json()).to.deep.equal({ refused: true, code, message: REFUSALS[code] });
  expect(response.status).to.be.within(400, 499);
  expect((await vendor.records()).length).to.equal(before);
};
const publicJwks = async (vendor: Vendor): Promise<{ keys: JWK[] }> => {
  const response = await vendor.handler(new Request(`${origin}/.well-known/jwks.json`));
  return (await response?.json()) as { keys: JWK[] };
};

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
    expect(await vendor.records()).to.have.length(1);
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
    expect(await vendor.records()).to.have.length(1);
  });

  it('publishes what agents need, and no private part', async () => {
    const vendor = open({ endpoint: '/api/relate' });
    const response = await vendor.handler(new Request(`${origin}/.well-known/relbutton.json`));
    expect(await response?.json()).to.deep.equal({
      name: 'Shop',
      accepts: ['SD-BASE', 'SD-BASE-DP'],
      acts: ['relate'],
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

describe('what is refused', () => {
  const sign = customer.sign.bind(customer);
  const now = (): number => Math.floor(Date.now() / 1_000);
  const edit = (record: string, change: (jws: { payload: string; signatures: Record<string, unknown>[] }) => void): string => {
    const jws = JSON.parse(record) as { payload: string; signatures: Record<string, unknown>[] };
    change(jws);
    return JSON.stringify(jws);
  };

  const cases: [what: string, code: RefusalCode, record: () => Promise<string> | string][] = [
    ['no JSON', 'malformed', () => 'record'],
    ['an empty body', 'malformed', () => ''],
    ['an array', 'malformed', () => '[]'],
    ['a compact JWS', 'malformed', async () => JSON.stringify(await sign())],
    ['no signature', 'malformed', async () => edit(await sign(), (jws) => (jws.signatures = []))],
    ['two signatures', 'malformed', async () => edit(await sign(), (jws) => jws.signatures.push({ ...jws.signatures[0] }))],
    ['a signature of another type', 'malformed', async () => edit(await sign(), (jws) => (jws.signatures = [null as never]))],
    [
      'a header that is no JSON',
      'malformed',
      async () => edit(await sign(), (jws) => Object.assign(jws.signatures[0] ?? {}, { protected: 'e' })),
    ],
    ['a critical header', 'malformed', () => sign({}, { crit: ['b64'], b64: true })],
    ['alg none', 'unsupported_algorithm', async () => withHeader(await sign(), (header) => ({ ...header, alg: 'none' }))],
    [
      'a symmetric algorithm',
      'unsupported_algorithm',
      async () => withHeader(await sign(), (header) => ({ ...header, alg: 'HS256' })),
    ],
    [
      'an unlisted algorithm',
      'unsupported_algorithm',
      async () => withHeader(await sign(), (header) => ({ ...header, alg: 'RS256' })),
    ],
    ['no algorithm', 'unsupported_algorithm', async () => withHeader(await sign(), ({ jwk }) => ({ jwk }))],
    ['no key', 'invalid_key', async () => withHeader(await sign(), ({ alg }) => ({ alg }))],
    ['a key with its private part', 'invalid_key', () => sign({}, { jwk: { ...customer.jwk, d: customer.jwk.x } })],
    ['a symmetric key', 'invalid_key', () => sign({}, { jwk: { kty: 'oct', k: 'AAAA' } })],
    ['a key of another algorithm', 'invalid_key', async () => sign({}, { jwk: (await Customer.create('EdDSA')).jwk })],
    ['a key that is no point', 'invalid_key', () => sign({}, { jwk: { ...customer.jwk, x: customer.jwk.y } })],
    ['another’s key', 'invalid_signature', async () => sign({}, { jwk: (await Customer.create()).jwk })],
    ['another’s name', 'wrong_issuer', async () => sign({ iss: (await Customer.create()).iss })],
    [
      'a changed payload',
      'invalid_signature',
      async () => edit(await sign(), (jws) => (jws.payload = base64url.encode(JSON.stringify(customer.claims())))),
    ],
    [
      'a changed signature',
      'invalid_signature',
      async () => edit(await sign(), (jws) => Object.assign(jws.signatures[0] ?? {}, { signature: 'A'.repeat(86) })),
    ],
    ['claims that are missing', 'malformed', () => sign({ jti: undefined })],
    ['claims of another form', 'malformed', () => sign({ exp: 'soon' })],
    ['another vendor', 'wrong_audience', () => sign({ aud: 'https://other.example' })],
    ['the vendor by http', 'wrong_audience', () => sign({ aud: 'http://shop.example' })],
    ['the vendor with a slash', 'wrong_audience', () => sign({ aud: 'https://shop.example/' })],
    ['one past its time', 'expired', () => sign({ iat: now() - 700, exp: now() - 1 })],
    ['one from the future', 'not_yet_valid', () => sign({ iat: now() + 120, exp: now() + 300 })],
    ['one that lasts too long', 'valid_too_long', () => sign({ exp: now() + 3_600 })],
    ['an act it does not know', 'unsupported_act', () => sign({ act: 'com.example.loyalty' })],
    ['an agreement it does not accept', 'unsupported_agreement', () => sign({ agreement: 'SD-BASE-ATP' })],
    ['no agreement', 'unsupported_agreement', () => sign({ agreement: undefined })],
    ['one that is too large', 'too_large', () => sign({ challenge: 'x'.repeat(16_384) })],
  ];
  for (const [what, code, record] of cases) {
    it(`${what}: ${code}`, async () => {
      await refused(open(), await record(), code);
    });
  }

  it('another record under a used number: jti_reused', async () => {
    const vendor = open();
    const jti = crypto.randomUUID();
    await accepted(vendor, await sign({ jti }));
    await refused(vendor, await sign({ jti, agreement: 'SD-BASE-DP' }), 'jti_reused');
  });

  it('the same payload signed again under a used number: jti_reused', async () => {
    const vendor = open();
    const claims = customer.claims();
    const [first, second] = [await sign(claims), await sign(claims)];
    expect(first).not.to.equal(second);
    await accepted(vendor, first);
    await refused(vendor, second, 'jti_reused');
  });

  it('another content type, as of a forged form post: unsupported_media_type', async () => {
    for (const type of ['text/plain', 'application/json', 'application/x-www-form-urlencoded', '']) {
      const response = await post(open(), await sign(), { headers: { 'content-type': type } });
      expect(response.status).to.equal(415);
      expect(((await response.json()) as { code: string }).code).to.equal('unsupported_media_type');
    }
  });

  it('takes a parameter of the content type', async () => {
    const headers = { 'content-type': 'application/jose+json; charset=utf-8' };
    expect((await post(open(), await sign(), { headers })).status).to.equal(200);
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
    expect(await failure(record, { keys: [other] })).to.equal('invalid_key');
    expect(await failure(record, { keys: [{ ...other, d: undefined, kid: key.kid } as never] })).to.equal('invalid_signature');
    expect(await failure(record)).to.deep.include({ agreement: 'SD-BASE' });
  });
});
