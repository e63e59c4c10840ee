import { expect } from 'chai';
import fc from 'fast-check';
import { base64url, calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { payloadHash } from '../../src/contract/record.js';
import { createKey, RecordError, REFUSALS, type RefusalCode, type Vendor, verifyRecord } from '../../src/server/index.js';
import { signVendorRecord } from '../../src/records/sign.js';
import { verifyCustomer } from '../../src/records/verify.js';
import { Customer, edit, first, type Jws, withHeader } from '../support/customer.js';
import { accepted, answered, key, kept, open, origin, post, publicJwks, refused } from '../support/vendor.js';

const customer = await Customer.create();
const other = await Customer.create();
const ed = await Customer.create('EdDSA');
const sign = customer.sign.bind(customer);
const now = (): number => Math.floor(Date.now() / 1_000);

const rewritten = (record: string, change: (signature: string) => string): string =>
  edit(record, ({ signatures }) => Object.assign(signatures[0] ?? {}, { signature: change(String(signatures[0]?.signature)) }));
/** A record whose payload is this text, signed. */
const signText = (text: string): Promise<string> => customer.signBytes(new TextEncoder().encode(text));
const claimsText = (changes: object = {}): string => JSON.stringify(customer.claims(changes));
const header = (members: object): Promise<string> => sign({}, members);
const rewrite = async (members: object): Promise<string> => withHeader(await sign(), (one) => ({ ...one, ...members }));
const deep = (levels: number): object => (levels ? { a: deep(levels - 1) } : {});
const jwkOf = async (alg: string): Promise<object> => exportJWK((await generateKeyPair(alg)).publicKey);

type Case = [what: string, code: RefusalCode, record: () => Promise<string> | string];

/** Records from any sender, to a vendor that knows nobody yet. */
const cases: Case[] = [
  ['no JSON', 'malformed', () => 'record'],
  ['an empty body', 'malformed', () => ''],
  ['a number', 'malformed', () => '1'],
  ['null', 'malformed', () => 'null'],
  ['an array', 'malformed', () => '[]'],
  ['an empty object', 'malformed', () => '{}'],
  ['JSON with a tail', 'malformed', async () => `${await sign()}{}`],
  ['JSON with a comment', 'malformed', async () => `/**/${await sign()}`],
  ['a byte order mark before it, and one within', 'malformed', async () => `\ufeff\ufeff${await sign()}`],
  ['a compact JWS', 'malformed', async () => JSON.stringify(await sign())],
  [
    'a flattened JWS',
    'malformed',
    async () => edit(await sign(), (jws) => (Object.assign(jws, jws.signatures[0]), delete (jws as Partial<Jws>).signatures)),
  ],
  ['no payload', 'malformed', async () => edit(await sign(), (jws) => delete jws.payload)],
  ['a payload that is no text', 'malformed', async () => edit(await sign(), (jws) => (jws.payload = { act: 'relate' }))],
  ['no signature', 'malformed', async () => edit(await sign(), (jws) => (jws.signatures = []))],
  ['two signatures', 'malformed', async () => edit(await sign(), (jws) => jws.signatures.push({ ...jws.signatures[0] }))],
  [
    'a thousand signatures',
    'too_large',
    async () =>
      edit(await sign(), (jws) => (jws.signatures = Array<Record<string, unknown>>(1_000).fill({ ...jws.signatures[0] }))),
  ],
  [
    'signatures that are no list',
    'malformed',
    async () => edit(await sign(), (jws) => (jws.signatures = { 0: jws.signatures[0], length: 1 } as never)),
  ],
  ['a signature of another type', 'malformed', async () => edit(await sign(), (jws) => (jws.signatures = [null as never]))],
  ['a protected header that is no text', 'malformed', async () => first(await sign(), { protected: {} })],
  ['a header that is no JSON', 'malformed', async () => first(await sign(), { protected: 'e' })],
  ['a header that is no base64url', 'malformed', async () => first(await sign(), { protected: '!!!!' })],
  [
    'a header only unprotected',
    'malformed',
    async () => first(await sign(), { protected: '', header: { alg: 'ES256', jwk: customer.jwk } }),
  ],
  ['a critical header', 'malformed', () => header({ crit: ['b64'], b64: true })],
  ['an unencoded payload', 'malformed', () => header({ crit: ['b64'], b64: false })],
  ['a key twice in the record', 'duplicate_key', async () => (await sign()).replace('{"payload"', '{"payload":"e30","payload"')],
  [
    'a key twice in the record, once by an escape',
    'duplicate_key',
    async () => (await sign()).replace('{"payload"', '{"p\\u0061yload":"e30","payload"'),
  ],
  ['a key twice in the payload', 'duplicate_key', () => signText(claimsText().replace('{', '{"agreement":"SD-BASE-ATP",'))],
  [
    'a key twice in the body',
    'duplicate_key',
    () =>
      signText(
        claimsText({ body: {} }).replace('"body":{', '"body":{"reach":"mailto:a@example.com","reach":"mailto:b@example.com"'),
      ),
  ],
  [
    'a key twice in the header',
    'duplicate_key',
    async () =>
      first(await sign(), { protected: base64url.encode(`{"alg":"none","alg":"ES256","jwk":${JSON.stringify(customer.jwk)}}`) }),
  ],
  ['a deep record', 'too_deep', async () => edit(await sign(), (jws) => (jws.more = deep(8)))],
  ['a deep payload', 'too_deep', () => sign({ body: deep(8) })],
  ['a deep header', 'too_deep', () => header({ more: deep(8) })],
  ['arrays, deep enough to overflow a stack', 'too_deep', () => `{"payload":${'['.repeat(8_000)}${']'.repeat(8_000)}}`],
  ['a large challenge', 'too_large', () => sign({ challenge: 'x'.repeat(16_384) })],
  ['a large body', 'too_large', () => sign({ act: 'converse', body: { text: 'x'.repeat(20_000) } })],
  ['alg none', 'unsupported_algorithm', () => rewrite({ alg: 'none' })],
  ['alg none with no signature', 'unsupported_algorithm', async () => first(await rewrite({ alg: 'none' }), { signature: '' })],
  ['a symmetric algorithm', 'unsupported_algorithm', () => rewrite({ alg: 'HS256' })],
  ['an unlisted algorithm', 'unsupported_algorithm', () => rewrite({ alg: 'RS256' })],
  ['an algorithm of another curve', 'unsupported_algorithm', () => rewrite({ alg: 'ES384' })],
  ['an algorithm in small letters', 'unsupported_algorithm', () => rewrite({ alg: 'es256' })],
  ['an algorithm that is no text', 'unsupported_algorithm', () => rewrite({ alg: ['ES256'] })],
  ['no algorithm', 'unsupported_algorithm', async () => withHeader(await sign(), ({ jwk }) => ({ jwk }))],
  ['no key', 'invalid_key', async () => withHeader(await sign(), ({ alg }) => ({ alg }))],
  [
    'a key by its address',
    'invalid_key',
    async () => withHeader(await sign(), ({ alg }) => ({ alg, jku: 'https://evil.example/jwks.json', kid: 'a' })),
  ],
  ['a certificate for a key', 'invalid_key', async () => withHeader(await sign(), ({ alg }) => ({ alg, x5c: ['MIIB'] }))],
  ['a key that is text', 'invalid_key', () => header({ jwk: 'key' })],
  ['a key that is null', 'invalid_key', () => header({ jwk: null })],
  ['a key with its private part', 'private_key', () => header({ jwk: { ...customer.jwk, d: customer.jwk.x } })],
  ['a symmetric key', 'private_key', () => header({ jwk: { kty: 'oct', k: 'AAAA' } })],
  ['an RSA key', 'invalid_key', async () => header({ jwk: await jwkOf('RS256') })],
  ['a key of another curve', 'invalid_key', async () => header({ jwk: await jwkOf('ES384') })],
  ['a key of another algorithm', 'invalid_key', () => header({ jwk: ed.jwk })],
  ['a key that is no point', 'invalid_key', () => header({ jwk: { ...customer.jwk, x: customer.jwk.y } })],
  ['a key at infinity', 'invalid_key', () => header({ jwk: { ...customer.jwk, x: 'A'.repeat(43), y: 'A'.repeat(43) } })],
  ['another’s key', 'invalid_signature', () => header({ jwk: other.jwk })],
  [
    'another’s signature',
    'invalid_signature',
    async () =>
      first(await sign(), (JSON.parse(await other.sign()) as Jws).signatures[0] as object).replace(
        /"protected":"[^"]*"/,
        `"protected":"${String((JSON.parse(await sign()) as Jws).signatures[0]?.protected)}"`,
      ),
  ],
  ['another’s name', 'wrong_issuer', () => sign({ iss: other.iss })],
  ['the vendor’s name', 'wrong_issuer', () => sign({ iss: origin })],
  [
    'the thumbprint of another hash',
    'wrong_issuer',
    async () => sign({ iss: (await calculateJwkThumbprint(customer.jwk, 'sha512')).slice(0, 43) }),
  ],
  [
    'a changed payload',
    'invalid_signature',
    async () => edit(await sign(), (jws) => (jws.payload = base64url.encode(claimsText()))),
  ],
  ['a changed header', 'invalid_signature', () => rewrite({ typ: 'JWT' })],
  ['a changed signature', 'invalid_signature', async () => first(await sign(), { signature: 'A'.repeat(86) })],
  ['a signature of nothing', 'invalid_signature', async () => first(await sign(), { signature: '' })],
  ['a signature in DER', 'invalid_signature', async () => first(await sign(), { signature: 'MEUCIQ'.padEnd(96, 'A') })],
  [
    'a signature that is cut off',
    'invalid_signature',
    async () =>
      edit(
        await sign(),
        ({ signatures }) => (signatures[0] = { ...signatures[0], signature: String(signatures[0]?.signature).slice(0, 80) }),
      ),
  ],
  ['a payload that is no JSON', 'malformed', () => signText('relate')],
  ['a payload that is a list', 'malformed', () => signText('[]')],
  ['a payload that is no UTF-8', 'malformed', () => customer.signBytes(Buffer.from(claimsText({ challenge: 'é' }), 'latin1'))],
  ['a signature with padding', 'malformed', async () => rewritten(await sign(), (signature) => `${signature}==`)],
  [
    'a signature whose last letter is another with the same bytes',
    'malformed',
    async () =>
      rewritten(await sign(), (signature) => signature.replace(/.$/, (last) => String.fromCharCode(last.charCodeAt(0) + 1))),
  ],
  ['claims of a prototype', 'malformed', () => signText(`{"__proto__":${claimsText()}}`)],
  ['no number', 'malformed', () => sign({ jti: undefined })],
  ['a short number', 'malformed', () => sign({ jti: '1' })],
  ['no time', 'malformed', () => sign({ iat: undefined })],
  ['no end', 'malformed', () => sign({ exp: undefined })],
  ['an end in words', 'malformed', () => sign({ exp: 'soon' })],
  ['a time that is no whole number', 'malformed', () => sign({ iat: now() + 0.5 })],
  ['a time before time', 'malformed', () => sign({ iat: -1 })],
  ['an act that is none', 'malformed', () => sign({ act: 'Relate!' })],
  ['two acts', 'malformed', () => sign({ act: ['relate', 'leave'] })],
  ['a prev that is no hash', 'malformed', () => sign({ prev: 'first' })],
  ['a body of another form', 'malformed', () => sign({ body: 'text' })],
  ['a word without text', 'malformed', () => sign({ act: 'converse', body: {} })],
  ['a word without a body', 'malformed', () => sign({ act: 'converse' })],
  ['a payload with a byte order mark', 'malformed', () => signText(`\ufeff${claimsText()}`)],
  ['a byte order mark before it', 'malformed', async () => `\ufeff${await sign()}`],
  ['another vendor', 'wrong_audience', () => sign({ aud: 'https://other.example' })],
  ['the vendor by http', 'wrong_audience', () => sign({ aud: 'http://shop.example' })],
  ['the vendor at another port', 'wrong_audience', () => sign({ aud: 'https://shop.example:8443' })],
  ['the vendor with a slash', 'wrong_audience', () => sign({ aud: 'https://shop.example/' })],
  ['the vendor with a dot', 'wrong_audience', () => sign({ aud: 'https://shop.example.' })],
  ['the vendor in capitals', 'wrong_audience', () => sign({ aud: 'https://SHOP.example' })],
  ['nobody', 'wrong_audience', () => sign({ aud: '' })],
  ['the customer itself', 'wrong_audience', () => sign({ aud: customer.iss })],
  ['one past its time', 'expired', () => sign({ iat: now() - 700, exp: now() - 1 })],
  ['one that ended before it began', 'expired', () => sign({ iat: now(), exp: now() - 1 })],
  ['one from the future', 'not_yet_valid', () => sign({ iat: now() + 120, exp: now() + 300 })],
  ['one that lasts too long', 'valid_too_long', () => sign({ exp: now() + 3_600 })],
  ['one that never ends', 'valid_too_long', () => sign({ exp: Number.MAX_SAFE_INTEGER })],
  ['an act that is the vendor’s own', 'unsupported_act', () => sign({ act: 'com.example.loyalty' })],
  ['an act of nobody', 'unsupported_act', () => sign({ act: 'constructor' })],
  ['the vendor’s own act with a body', 'unsupported_act', () => sign({ act: 'com.example.loyalty', body: { points: 3 } })],
  ['the vendor’s own act with a text for a body', 'unsupported_act', () => sign({ act: 'com.example.loyalty', body: 'three' })],
  ['an agreement it does not accept', 'unsupported_agreement', () => sign({ agreement: 'SD-BASE-ATP' })],
  ['an agreement of no roster', 'unsupported_agreement', () => sign({ agreement: 'SD-ALL' })],
  ['an agreement in small letters', 'malformed', () => sign({ agreement: 'sd-base' })],
  ['no agreement', 'unsupported_agreement', () => sign({ agreement: undefined })],
  ['a first record that names one before', 'broken_chain', () => sign({ prev: 'x'.repeat(43) })],
  ['a pause of nothing', 'not_related', () => sign({ act: 'pause' })],
  ['a word to a stranger', 'not_related', () => sign({ act: 'converse', body: { text: 'Hello' } })],
];

/** Of a customer whose relationship has begun. */
const later: [what: string, code: RefusalCode, record: (vendor: Vendor, prev: string, before: string) => Promise<string>][] = [
  ['a record that names none before', 'broken_chain', () => sign({ act: 'pause' })],
  ['a record that names one that is not there', 'broken_chain', () => sign({ act: 'pause', prev: 'x'.repeat(43) })],
  [
    'a record that names one that has a next',
    'broken_chain',
    async (vendor, prev) => {
      await accepted(vendor, await sign({ act: 'pause', prev }));
      return sign({ act: 'resume', prev });
    },
  ],
  [
    'another record under a used number',
    'jti_reused',
    (_, prev, before) =>
      sign({
        prev,
        act: 'pause',
        jti: (
          JSON.parse(new TextDecoder().decode(base64url.decode((JSON.parse(before) as { payload: string }).payload))) as {
            jti: string;
          }
        ).jti,
      }),
  ],
  [
    'the same payload signed again',
    'jti_reused',
    async (vendor, prev) => {
      const claims = customer.claims({ act: 'pause', prev });
      await accepted(vendor, await sign(claims));
      return sign(claims);
    },
  ],
  ['the countersigned record', 'malformed', (_, __, before) => Promise.resolve(before)],
  [
    'a word while it is on hold',
    'paused',
    async (vendor, prev) => {
      await vendor.pause(customer.iss);
      const last = (await vendor.relationship(customer.iss)).records.at(-1) as string;
      expect(prev).not.to.equal(await payloadHash(last));
      return sign({ act: 'converse', body: { text: 'Hello' }, prev: await payloadHash(last) });
    },
  ],
  [
    'anything after a leave',
    'ended',
    async (vendor, prev) => {
      await accepted(vendor, await sign({ act: 'leave', prev }));
      return sign({ act: 'relate', prev });
    },
  ],
  [
    'a record that names a leave',
    'ended',
    async (vendor, prev) =>
      sign({ act: 'resume', prev: await payloadHash(await accepted(vendor, await sign({ act: 'leave', prev }))) }),
  ],
  [
    'the vendor’s own record, sent back',
    'invalid_key',
    (_, prev) => signVendorRecord(origin, { aud: customer.iss, act: 'pause', prev }, key),
  ],
];

describe('what is refused', () => {
  it('is told apart in at least 60 ways', () => {
    expect(cases.length + later.length).to.be.at.least(60);
    expect(new Set([...cases, ...later].map(([what]) => what)).size).to.equal(cases.length + later.length);
  });

  for (const [what, code, record] of cases) {
    it(`${what}: ${code}`, async () => {
      await refused(open(), await record(), code);
    });
  }
  for (const [what, code, record] of later) {
    it(`${what}: ${code}`, async () => {
      const vendor = open();
      const before = await accepted(vendor, await sign());
      await refused(vendor, await record(vendor, await payloadHash(before), before), code);
    });
  }

  it('a third proposal: too_many_proposals', async () => {
    const vendor = open({ decide: () => ({ counter: 'SD-BASE' }) });
    expect(await answered(vendor, await sign({ agreement: 'SD-BASE-A' }))).to.deep.equal({ counter: 'SD-BASE' });
    expect(await answered(vendor, await sign({ agreement: 'SD-BASE-A' }), 400)).to.include({ code: 'unsupported_agreement' });
    await refused(vendor, await sign(), 'too_many_proposals');
  });

  it('a proposal while one is pending: too_many_proposals', async () => {
    const vendor = open({ decide: () => 'pending' });
    expect(await answered(vendor, await sign(), 202)).to.deep.equal({ pending: true });
    await refused(vendor, await sign(), 'too_many_proposals');
  });

  it('a counter outside what the vendor accepts: unsupported_counter', async () => {
    await refused(
      open({ decide: () => ({ counter: 'SD-BASE-ATP' }) }),
      await sign({ agreement: 'SD-BASE-A' }),
      'unsupported_counter',
    );
  });

  it('another challenge than was given: wrong_challenge', async () => {
    await refused(open({ checkChallenge: () => false }), await sign({ challenge: 'c' }), 'wrong_challenge');
  });

  it('another content type, as of a forged form post: unsupported_media_type', async () => {
    for (const type of ['text/plain', 'application/json', 'application/x-www-form-urlencoded', '']) {
      const response = await post(open(), await sign(), { headers: { 'content-type': type } });
      expect(response.status).to.equal(415);
      expect(((await response.json()) as { code: string }).code).to.equal('unsupported_media_type');
    }
  });

  it('a body that is no UTF-8: malformed', async () => {
    // A text beside what is signed, where a byte that is replaced would not be missed.
    const [before, after] = (await sign()).replace('{', '{"more":"?",').split('?') as [string, string];
    const bodies = [[0xff], [0xc3], [0xed, 0xa0, 0x80], [0xc0, 0xaf]].map((bytes) =>
      Buffer.concat([Buffer.from(before), Buffer.from(bytes), Buffer.from(after)]),
    );
    for (const body of [...bodies, Buffer.from([...Buffer.from(await sign()), 0xe2, 0x82])]) {
      const response = await post(open(), '', { body });
      expect([response.status, ((await response.json()) as { code: string }).code]).to.deep.equal([400, 'malformed']);
    }
    expect((await post(open(), '', { body: Buffer.from(`${before}é${after}`) })).status).to.equal(200);
  });

  it('takes a parameter of the content type', async () => {
    const headers = { 'content-type': 'application/jose+json; charset=utf-8' };
    expect((await post(open(), await sign(), { headers })).status).to.equal(200);
  });

  it('too much from one client: too_many_requests', async () => {
    const vendor = open({ perMinute: 2 });
    const request = async (client: string): Promise<number | undefined> =>
      (
        await vendor.handler(
          new Request(`${origin}/relbutton`, {
            method: 'POST',
            headers: { 'content-type': 'application/jose+json' },
            body: await (await Customer.create()).sign(),
          }),
          client,
        )
      )?.status;
    expect([await request('a'), await request('a'), await request('a'), await request('b')]).to.deep.equal([200, 200, 429, 200]);
  });

  it('has a sentence for every code', () => {
    for (const [code, sentence] of Object.entries(REFUSALS)) {
      expect(code).to.match(/^[a-z_]+$/);
      expect(sentence).to.match(/^[A-Z].*[.?]$/);
    }
  });
});

describe('what a ledger refuses of a vendor', () => {
  it('is told apart', async () => {
    const vendor = open();
    const jwks = await publicJwks(vendor);
    const record = await accepted(vendor, await sign());
    const own = await vendor.pause(customer.iss);
    const evil = await createKey();
    const statement = { aud: customer.iss, act: 'pause', prev: 'x'.repeat(43) };
    const second = (members: object): string => edit(record, ({ signatures }) => Object.assign(signatures[1] ?? {}, members));
    const cases: [string, RefusalCode, string][] = [
      ['only the customer’s signature', 'malformed', await sign()],
      ['only the vendor’s', 'malformed', edit(record, ({ signatures }) => signatures.shift())],
      ['the two exchanged', 'invalid_key', edit(record, ({ signatures }) => signatures.reverse())],
      ['the customer’s twice', 'unknown_key', edit(record, ({ signatures }) => (signatures[1] = { ...signatures[0] }))],
      ['three', 'malformed', edit(record, ({ signatures }) => signatures.push({ ...signatures[1] }))],
      ['the vendor’s of nothing', 'invalid_signature', second({ signature: '' })],
      ['an unknown kid', 'unknown_key', await signVendorRecord(origin, statement, evil)],
      [
        'a known kid on another key',
        'invalid_signature',
        await signVendorRecord(origin, statement, { ...evil, kid: String(key.kid) }),
      ],
      ['alg none', 'unsupported_algorithm', withHeader(own, (one) => ({ ...one, alg: 'none' }))],
      ['the vendor’s own signed by a customer', 'unknown_key', await sign({ iss: origin, aud: customer.iss })],
      [
        'the vendor’s own with a second signature',
        'malformed',
        edit(own, ({ signatures }) => signatures.push({ ...signatures[0] })),
      ],
    ];
    for (const [what, code, text] of cases) {
      const failure = await verifyRecord(text, jwks).then(
        () => 'verified',
        (error: RecordError) => error.code,
      );
      expect(failure, what).to.equal(code);
    }
    for (const text of [record, own]) expect((await verifyRecord(text, jwks)).jti).to.be.a('string');
  });
});

describe('10,000 records with something changed that counts', () => {
  const mutations = fc.record({
    // Where: somewhere in the text, or in the part that the letter names.
    part: fc.constantFrom('text', 'payload', 'protected', 'signature'),
    at: fc.nat(20_000),
    how: fc.constantFrom('replace', 'delete', 'insert', 'cut', 'repeat'),
    what: fc.oneof(
      fc.constantFrom('"', '{', '}', '[', ',', '\\', 'A', '-', '=', '\u0000', '😀'),
      fc.string({ minLength: 1, maxLength: 3 }),
    ),
  });
  type Mutation = typeof mutations extends fc.Arbitrary<infer M> ? M : never;
  const mutate = (text: string, { at, how, what }: Mutation): string => {
    const i = at % text.length;
    switch (how) {
      case 'replace':
        return text.slice(0, i) + what + text.slice(i + what.length);
      case 'delete':
        return text.slice(0, i) + text.slice(i + 1);
      case 'insert':
        return text.slice(0, i) + what + text.slice(i);
      case 'cut':
        return text.slice(0, i);
      default:
        return text.slice(0, i) + text.slice(Math.max(0, i - 20));
    }
  };
  const mutateRecord = (record: string, mutation: Mutation): string => {
    const { part, at } = mutation;
    if (part === 'text') return mutate(record, mutation);
    return edit(record, (jws) => {
      const one = part === 'payload' ? jws : jws.signatures[at % jws.signatures.length];
      if (one) one[part] = mutate(String(one[part]), mutation);
    });
  };
  /** The signed parts and the signatures of a record. Anything else, such as white space, does not count. */
  const partsOf = (text: string): string => {
    try {
      const { payload, signatures } = JSON.parse(text) as Jws;
      return JSON.stringify([payload, ...signatures.map(({ protected: one, signature }) => [one, signature])]);
    } catch {
      return '';
    }
  };

  it('are refused, each, and throw nothing but RecordError', async () => {
    // Each is a request where the vendor is elsewhere: too few then to meet every code.
    const numRuns = process.env.RELBUTTON_VENDOR === undefined ? 10_000 : 500;
    const jwks = await publicJwks(open());
    const sent = await sign();
    const vendor = open();
    const records = { sent, both: await accepted(open(), sent), own: '' };
    await accepted(vendor, sent);
    records.own = await vendor.pause(customer.iss);
    const before = await kept(vendor);
    const codes = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        mutations,
        fc.constantFrom(...(Object.keys(records) as (keyof typeof records)[])),
        async (mutation, which) => {
          const changed = mutateRecord(records[which], mutation);
          fc.pre(partsOf(changed) !== partsOf(records[which]));
          const outcome = await (which === 'sent' ? verifyCustomer(changed) : verifyRecord(changed, jwks)).then(
            () => 'accepted',
            (error: unknown) => (error instanceof RecordError ? error.code : error),
          );
          expect(REFUSALS, changed).to.have.property(String(outcome));
          codes.add(String(outcome));
          if (which === 'sent') expect((await post(vendor, changed)).status, changed).to.be.within(400, 499);
        },
      ),
      { numRuns },
    );
    expect(await kept(vendor)).to.deep.equal(before);
    const common: RefusalCode[] = ['malformed', 'invalid_signature'];
    expect([...codes]).to.include.members(numRuns > 500 ? [...common, 'unsupported_algorithm', 'invalid_key'] : common);
  });
});
