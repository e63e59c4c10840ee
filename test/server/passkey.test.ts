/** Records that a passkey signs: what is taken of them, and what is refused. */
import { verifyAuthenticationResponse } from '@simplewebauthn/server';
import { expect } from 'chai';
import { generateKeyPairSync } from 'node:crypto';
import { payloadHash } from '../../src/contract/record.js';
import { type Change, RecordError, REFUSALS, type RefusalCode, signedBy, verifyRecord } from '../../src/server/index.js';
import { HTTP_STATUS } from '../../src/server/http.js';
import { countersignRecord } from '../../src/records/sign.js';
import { verifyCustomer } from '../../src/records/verify.js';
import { Customer, edit, first, type Jws, withHeader } from '../support/customer.js';
import { coseOf, derOf, hashSigned, Passkey, type Twist, verifyIndependently } from '../support/passkey.js';
import { accepted, kept, key, open, origin, post, publicJwks, refused } from '../support/vendor.js';
import { whole } from '../support/all-of.mjs';

const passkey = new Passkey();
const ed = new Passkey('EdDSA');
const other = new Passkey();
const agent = await Customer.create();

const twisted = (twist: Twist) => (): string => passkey.sign({}, twist);
const header = (members: object) => twisted({ header: members });
const client = (members: Exclude<Twist['client'], undefined>) => twisted({ client: members });
const b64u = (data: string | Uint8Array): string => Buffer.from(data).toString('base64url');
const own = passkey.claims();
const goodHeader = { alg: 'ES256', jwk: passkey.jwk, crit: ['webauthn'], webauthn: 1 };
/** A text of the browser's as it should be but for what `change` does to it. */
const clientText = (change: (text: string) => string): string => {
  const record = passkey.sign(own);
  const { clientDataJSON } = (JSON.parse(record) as Jws).signatures[0]?.header as { clientDataJSON: string };
  return passkey.sign(own, { client: change(Buffer.from(clientDataJSON, 'base64url').toString()) });
};

type Case = [what: string, code: RefusalCode, record: () => string | Promise<string>];
const cases: Case[] = [
  // crit
  ['no crit', 'wrong_crit', header({ crit: undefined })],
  ['an empty crit', 'wrong_crit', header({ crit: [] })],
  ['a crit that is text', 'wrong_crit', header({ crit: 'webauthn' })],
  ['a crit in a list of lists', 'wrong_crit', header({ crit: [['webauthn']] })],
  ['a crit with another beside it', 'wrong_crit', header({ crit: ['webauthn', 'b64'], b64: true })],
  ['a crit that names it twice', 'wrong_crit', header({ crit: ['webauthn', 'webauthn'] })],
  ['another crit', 'wrong_crit', header({ crit: ['b64'], b64: true })],
  ['a crit that is null', 'wrong_crit', header({ crit: null })],
  ['a crit without the header that it names', 'wrong_crit', header({ webauthn: undefined })],
  ['another version', 'wrong_crit', header({ webauthn: 2 })],
  ['a version that is text', 'wrong_crit', header({ webauthn: '1' })],
  ['a version that is true', 'wrong_crit', header({ webauthn: true })],
  ['a crit in the unprotected header alone', 'unprotected_header', async () => first(await agent.sign(), { header: goodHeader })],
  ['the crit of none', 'malformed', async () => withHeader(await agent.sign(), (one) => ({ ...one, crit: null }))],
  // The unprotected header
  [
    'a passkey’s header on an agent’s signature',
    'unprotected_header',
    async () => first(await agent.sign(), { header: (JSON.parse(passkey.sign()) as Jws).signatures[0]?.header }),
  ],
  ['an unprotected header on an agent’s signature', 'unprotected_header', async () => first(await agent.sign(), { header: {} })],
  ['a null for it on an agent’s signature', 'unprotected_header', async () => first(await agent.sign(), { header: null })],
  ['a key in the unprotected header', 'unprotected_header', twisted({ unprotected: (one) => ({ ...one, jwk: other.jwk }) })],
  ['an algorithm in the unprotected header', 'unprotected_header', twisted({ unprotected: (one) => ({ ...one, alg: 'none' }) })],
  ['a user handle', 'unprotected_header', twisted({ unprotected: (one) => ({ ...one, userHandle: 'AAAA' }) })],
  ['an unprotected header that is text', 'unprotected_header', twisted({ unprotected: () => 'header' })],
  ['no unprotected header', 'invalid_client_data', twisted({ unprotected: () => undefined })],
  ['an unprotected header that is null', 'invalid_client_data', twisted({ unprotected: () => null })],
  [
    'an unprotected header with a key twice',
    'duplicate_key',
    () => passkey.sign().replace('"authenticatorData"', '"clientDataJSON":"e30","authenticatorData"'),
  ],
  // clientDataJSON
  ['no clientDataJSON', 'invalid_client_data', twisted({ unprotected: ({ authenticatorData }) => ({ authenticatorData }) })],
  [
    'a clientDataJSON that is no text',
    'invalid_client_data',
    twisted({ unprotected: (one) => ({ ...one, clientDataJSON: {} }) }),
  ],
  [
    'a clientDataJSON as it is, not in base64url',
    'invalid_client_data',
    twisted({ unprotected: (one) => ({ ...one, clientDataJSON: Buffer.from(one.clientDataJSON, 'base64url').toString() }) }),
  ],
  [
    'a clientDataJSON with padding',
    'invalid_client_data',
    twisted({ unprotected: (one) => ({ ...one, clientDataJSON: `${one.clientDataJSON}=` }) }),
  ],
  ['an empty clientDataJSON', 'invalid_client_data', client('')],
  ['a clientDataJSON that is no JSON', 'invalid_client_data', client('webauthn.get')],
  ['a clientDataJSON that is a list', 'invalid_client_data', client('[]')],
  ['a clientDataJSON that is null', 'invalid_client_data', client('null')],
  ['a clientDataJSON with a byte order mark', 'invalid_client_data', () => clientText((text) => `\ufeff${text}`)],
  ['a clientDataJSON that is no UTF-8', 'invalid_client_data', client(Buffer.from('{"type":"é"}', 'latin1'))],
  ['two challenges', 'duplicate_key', () => clientText((text) => text.replace('{', '{"challenge":"AAAA",'))],
  [
    'a deep clientDataJSON',
    'too_deep',
    () => clientText((text) => text.replace('{', `{"more":${'['.repeat(9)}${']'.repeat(9)},`)),
  ],
  ['the making of a passkey', 'wrong_type', client({ type: 'webauthn.create' })],
  ['a payment', 'wrong_type', client({ type: 'payment.get' })],
  ['no type', 'wrong_type', client({ type: undefined })],
  ['no challenge', 'wrong_hash', client({ challenge: undefined })],
  ['the challenge of another record', 'wrong_hash', client({ challenge: b64u(Buffer.alloc(32)) })],
  ['a challenge with padding', 'wrong_hash', () => clientText((text) => text.replace(/("challenge":"[^"]*)/, '$1='))],
  [
    'a challenge that is a list',
    'wrong_hash',
    () => clientText((text) => text.replace(/"challenge":("[^"]*")/, '"challenge":[$1]')),
  ],
  [
    'a payload that was changed',
    'wrong_hash',
    () => edit(passkey.sign(), (jws) => (jws.payload = b64u(JSON.stringify(passkey.claims())))),
  ],
  [
    'a protected header that was changed',
    'wrong_hash',
    () => first(passkey.sign(), { protected: b64u(JSON.stringify({ ...goodHeader, typ: 'JWT' })) }),
  ],
  [
    'the signature over another act',
    'wrong_hash',
    () => {
      const signed = passkey.sign({ ...own, act: 'leave' });
      return edit(signed, (jws) => (jws.payload = b64u(JSON.stringify(own))));
    },
  ],
  ['the page of another', 'wrong_origin', client({ origin: 'https://evil.example' })],
  ['the page of a subdomain', 'wrong_origin', client({ origin: 'https://www.shop.example' })],
  ['the page by http', 'wrong_origin', client({ origin: 'http://shop.example' })],
  ['the page at another port', 'wrong_origin', client({ origin: 'https://shop.example:8443' })],
  ['the page with a slash', 'wrong_origin', client({ origin: 'https://shop.example/' })],
  ['no page', 'wrong_origin', client({ origin: undefined })],
  ['a list of pages', 'wrong_origin', client({ origin: ['https://shop.example'] })],
  ['a frame of another site', 'cross_origin', client({ crossOrigin: true })],
  ['a frame of another site, in a text', 'cross_origin', client({ crossOrigin: 'true' })],
  ['a frame of another site, by a number', 'cross_origin', client({ crossOrigin: 1 })],
  // authenticatorData
  ['no authenticatorData', 'invalid_authenticator_data', twisted({ unprotected: ({ clientDataJSON }) => ({ clientDataJSON }) })],
  [
    'an authenticatorData that is no text',
    'invalid_authenticator_data',
    twisted({ unprotected: (one) => ({ ...one, authenticatorData: 1 }) }),
  ],
  ['an empty authenticatorData', 'invalid_authenticator_data', twisted({ data: () => Buffer.alloc(0) })],
  ['an authenticatorData without its flags', 'invalid_authenticator_data', twisted({ data: (data) => data.subarray(0, 32) })],
  ['an authenticatorData without its counter', 'invalid_authenticator_data', twisted({ data: (data) => data.subarray(0, 36) })],
  ['a passkey of another host', 'wrong_rp', twisted({ host: 'evil.example' })],
  ['a passkey of a subdomain', 'wrong_rp', twisted({ host: 'www.shop.example' })],
  [
    'a passkey of the domain above',
    'wrong_rp',
    () => passkey.sign({ aud: 'https://www.shop.example' }, { host: 'shop.example' }),
  ],
  ['a passkey of the origin, not of its host', 'wrong_rp', twisted({ host: 'https://shop.example' })],
  ['a passkey of the host in capitals', 'wrong_rp', twisted({ host: 'SHOP.EXAMPLE' })],
  ['no gesture', 'no_gesture', twisted({ flags: 0 })],
  ['a person known, but no gesture', 'no_gesture', twisted({ flags: 0x04 })],
  // The key
  ['no key', 'invalid_key', header({ jwk: undefined })],
  [
    'the key of another curve',
    'invalid_key',
    header({ jwk: generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey.export({ format: 'jwk' }) }),
  ],
  ['the key of another algorithm', 'invalid_key', header({ jwk: ed.jwk })],
  ['a key with its private part', 'private_key', header({ jwk: passkey.keys.privateKey.export({ format: 'jwk' }) })],
  ['a passkey’s algorithm that a record has not', 'unsupported_algorithm', header({ alg: 'RS256' })],
  ['an algorithm by its number', 'unsupported_algorithm', header({ alg: -7 })],
  // The signature
  ['a signature in DER', 'der_signature', twisted({ signature: (_, der) => der })],
  ['an Ed25519 signature that is cut off', 'signature_length', () => ed.sign({}, { signature: (raw) => raw.subarray(0, 63) })],
  [
    'an Ed25519 signature in DER',
    'signature_length',
    () => ed.sign({}, { signature: (raw) => Buffer.concat([Buffer.from([0x30, 64]), raw]) }),
  ],
  ['a signature of nothing', 'signature_length', twisted({ signature: () => Buffer.alloc(0) })],
  ['a signature that is cut off', 'signature_length', twisted({ signature: (raw) => raw.subarray(0, 63) })],
  ['a signature with a byte more', 'signature_length', twisted({ signature: (raw) => Buffer.concat([raw, Buffer.from([0])]) })],
  ['a signature of zeros', 'invalid_signature', twisted({ signature: () => Buffer.alloc(64) })],
  [
    'a signature with R and S exchanged',
    'invalid_signature',
    twisted({ signature: (raw) => Buffer.concat([raw.subarray(32), raw.subarray(0, 32)]) }),
  ],
  ['another’s key', 'invalid_signature', header({ jwk: other.jwk })],
  [
    'flags that were changed after signing',
    'invalid_signature',
    twisted({
      flags: 0,
      unprotected: (one) => {
        const data = Buffer.from(one.authenticatorData, 'base64url');
        data[32] = 5;
        return { ...one, authenticatorData: b64u(data) };
      },
    }),
  ],
  [
    'a page that was changed after signing',
    'invalid_signature',
    twisted({
      client: { origin: 'https://evil.example' },
      unprotected: (one) => {
        const text = Buffer.from(one.clientDataJSON, 'base64url').toString();
        return { ...one, clientDataJSON: b64u(text.replace('evil', 'shop')) };
      },
    }),
  ],
  [
    'an agent’s signature in the dress of a passkey’s',
    'invalid_client_data',
    () => agent.signBytes(new TextEncoder().encode(JSON.stringify(agent.claims())), { crit: ['webauthn'], webauthn: 1 }),
  ],
  // Who
  ['another’s name', 'wrong_issuer', () => passkey.sign({ iss: other.iss })],
  ['the vendor’s name', 'wrong_issuer', () => passkey.sign({ iss: origin })],
  ['another vendor', 'wrong_audience', () => passkey.sign({ aud: 'https://other.example' })],
  ['a vendor that is no origin', 'wrong_rp', () => passkey.sign({ aud: 'shop' }, { host: 'shop' })],
  // The act
  ['a vendor’s own act', 'needs_agent', () => passkey.sign({ act: 'com.example.loyalty', body: { points: 3 } })],
  ['an act that costs', 'needs_agent', () => passkey.sign({ act: 'com.example.buy', body: { amount: '9999.00' } })],
  ['an act of nobody', 'needs_agent', () => passkey.sign({ act: 'constructor' })],
  ['a wrong credential', 'malformed', () => passkey.sign({ body: { credential: 'a b' } })],
  ['a long credential', 'malformed', () => passkey.sign({ body: { credential: 'a'.repeat(1_401) } })],
];

describe('a record of a passkey that is refused', () => {
  it('is told apart in at least 30 ways', () => {
    expect(cases.length).to.be.at.least(30);
    expect(new Set(cases.map(([what]) => what)).size).to.equal(cases.length);
  });

  for (const [what, code, record] of cases) {
    it(`${what}: ${code}`, async () => {
      await refused(open(), await record(), code);
      expect(HTTP_STATUS[code] ?? 400).to.equal(400);
    });
  }

  it('is refused by a ledger as well, with the vendor’s signature beside', async () => {
    const vendor = open();
    const jwks = await publicJwks(vendor);
    // These are the vendor's own rules, or read only where it takes a record.
    const vendors: readonly RefusalCode[] = ['wrong_audience'];
    for (const [what, code, record] of cases.filter(([, code]) => !vendors.includes(code))) {
      const both = await record();
      const signed = await countersignRecord(both, key).catch(() => both);
      const outcome = await verifyRecord(signed, jwks).then(
        () => 'verified',
        (error: RecordError) => error.code,
      );
      // The vendor signs nothing under its own name as a customer; what is no JWS it cannot sign.
      if (what !== 'the vendor’s name' && signed !== both) expect(outcome, what).to.equal(code);
      else expect(REFUSALS, what).to.have.property(outcome);
    }
  });

  it('is a vendor’s own, or has a header beside the vendor’s signature', async () => {
    const vendor = open();
    const jwks = await publicJwks(vendor);
    const record = await accepted(vendor, passkey.sign());
    const pause = await vendor.pause(passkey.iss);
    const codeOf = (text: string): Promise<string> =>
      verifyRecord(text, jwks).then(
        () => 'verified',
        (error: RecordError) => error.code,
      );
    expect(await codeOf(record)).to.equal('verified');
    expect(await codeOf(edit(record, ({ signatures }) => Object.assign(signatures[1] ?? {}, { header: {} })))).to.equal(
      'unprotected_header',
    );
    expect(await codeOf(first(pause, { header: {} }))).to.equal('unprotected_header');
    expect(await codeOf(withHeader(pause, (one) => ({ ...one, crit: ['webauthn'], webauthn: 1 })))).to.equal('malformed');
    expect(await codeOf(edit(record, ({ signatures }) => delete signatures[0]?.header))).to.equal('invalid_client_data');
  });
});

describe('a record of a passkey', () => {
  for (const one of [passkey, ed, new Passkey(), new Passkey('EdDSA')]) {
    it(`is verified, countersigned and kept as it is: ${one.alg} ${one.iss.slice(0, 4)}`, async () => {
      const vendor = open();
      const sent = one.sign({ body: { reach: 'mailto:a@example.com', credential: one.credential } });
      const record = await accepted(vendor, sent);
      const [before, after] = [sent, record].map((text) => JSON.parse(text) as Jws) as [Jws, Jws];
      expect(after.payload).to.equal(before.payload);
      expect(JSON.stringify(after.signatures[0])).to.equal(JSON.stringify(before.signatures[0]));
      expect(after.signatures).to.have.length(2);
      expect(await verifyRecord(record, await publicJwks(vendor))).to.deep.include({ iss: one.iss, act: 'relate' });
      expect((await vendor.relationship(one.iss)).records).to.deep.equal([record]);
      expect(await accepted(vendor, sent), 'again').to.equal(record);
      expect(signedBy(record)).to.equal('passkey');
    });

    it(`is verified by Node’s crypto alone, and by @simplewebauthn/server: ${one.alg} ${one.iss.slice(0, 4)}`, async () => {
      const record = await accepted(open(), one.sign());
      expect(verifyIndependently(record)).to.deep.include({ iss: one.iss });
      const { payload, signatures } = JSON.parse(record) as Jws;
      const {
        protected: part,
        header: unprotected,
        signature,
      } = signatures[0] as { protected: string; header: unknown; signature: string };
      const { authenticatorData, clientDataJSON } = unprotected as { authenticatorData: string; clientDataJSON: string };
      const raw = Buffer.from(signature, 'base64url');
      const { verified } = await verifyAuthenticationResponse({
        response: {
          id: one.credential,
          rawId: one.credential,
          type: 'public-key',
          clientExtensionResults: {},
          response: { authenticatorData, clientDataJSON, signature: b64u(one.alg === 'ES256' ? derOf(raw) : raw) },
        },
        expectedChallenge: hashSigned(part, String(payload)),
        expectedOrigin: origin,
        expectedRPID: new URL(origin).hostname,
        requireUserVerification: false,
        credential: { id: one.credential, publicKey: coseOf(one), counter: 0 },
      });
      expect(verified).to.equal(true);
    });
  }

  it('is taken without crossOrigin, with more in either part, and from an origin with a port', async () => {
    const records = [
      passkey.sign({}, { client: { crossOrigin: undefined } }),
      passkey.sign({}, { client: { other_keys_can_be_added_here: 'do not compare clientDataJSON against a template' } }),
      passkey.sign({}, { flags: 0x85, data: (data) => Buffer.concat([data, Buffer.from([0xa0])]) }),
      passkey.sign({}, { flags: 0x01 }),
    ];
    for (const record of records) expect(await verifyCustomer(record)).to.deep.include({ iss: passkey.iss });
    const at = new Passkey();
    expect(await verifyCustomer(at.sign({ aud: 'http://localhost:8080' }))).to.deep.include({ iss: at.iss });
  });

  it('says every act that a passkey can sign, in one chain with the vendor’s own', async () => {
    const vendor = open();
    const one = new Passkey();
    const last = async (): Promise<string> => payloadHash((await vendor.relationship(one.iss)).records.at(-1) as string);
    await accepted(vendor, one.sign());
    for (const [act, body] of [['converse', { text: 'Hello' }], ['pause'], ['resume']] as [string, object?][])
      await accepted(vendor, one.sign({ act, agreement: undefined, prev: await last(), body }));
    await vendor.converse(one.iss, 'Hello');
    for (const act of ['export', 'sync']) {
      const response = await post(vendor, one.sign({ act, agreement: undefined, body: undefined }));
      expect(((await response.json()) as { records: string[] }).records).to.have.length(5);
    }
    await accepted(vendor, one.sign({ act: 'leave', agreement: undefined, prev: await last() }));
    expect(await vendor.status(one.iss)).to.equal('ended');
  });

  it('lets a sync tell who is there, with the session’s challenge', async () => {
    expect(await verifyCustomer(passkey.sign({ act: 'sync', agreement: undefined, challenge: 'session' }))).to.deep.include({
      iss: passkey.iss,
      challenge: 'session',
    });
  });

  it('goes to the outbox, into a file and back as any other', async () => {
    const changes: Change[] = [];
    const vendor = open({ onchange: (change) => void changes.push(change) });
    const record = await accepted(vendor, passkey.sign({ body: { credential: passkey.credential } }));
    await vendor.deliver();
    expect(changes.map((change) => change.record)).to.deep.equal([record]);
    for (const format of ['csv', 'json-ld'] as const) {
      const copy = open();
      expect(await copy.import(await whole(vendor.export(format)), format)).to.equal(1);
      expect((await copy.relationship(passkey.iss)).records).to.deep.equal([record]);
      expect((await kept(copy))[0]?.credential).to.equal(passkey.credential);
    }
  });

  it('is told from an agent’s', async () => {
    expect(signedBy(await accepted(open(), await agent.sign()))).to.equal('agent');
  });
});
