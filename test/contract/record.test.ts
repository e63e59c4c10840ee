import { expect } from 'chai';
import fc from 'fast-check';
import { customerOf, decodeClaims, payloadHash, permits, readClaims, sideOf, vendorOf } from '../../src/contract/record.js';

const claims = {
  iss: 'i'.repeat(43),
  aud: 'https://shop.example',
  jti: 'abcdefghijklmnop',
  iat: 1,
  exp: 2,
  act: 'relate',
  agreement: 'SD-BASE-A',
};
const base64url = (text: string): string =>
  btoa(String.fromCharCode(...new TextEncoder().encode(text)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
const record = (payload: unknown): string => JSON.stringify({ payload: base64url(JSON.stringify(payload)), signatures: [] });

describe('readClaims', () => {
  it('reads what a record claims', () => {
    expect({ ...readClaims(record(claims)) }).to.deep.equal(claims);
  });

  it('reads the body of an act it knows, and leaves that of another alone', () => {
    expect({ ...readClaims(record({ ...claims, body: { reach: 'mailto:a@example.com', more: 1 } }))?.body }).to.deep.equal({
      reach: 'mailto:a@example.com',
    });
    expect({ ...readClaims(record({ ...claims, act: 'converse', body: { text: 'Hello\n', by: 1 } }))?.body }).to.deep.equal({
      text: 'Hello\n',
    });
    expect(readClaims(record({ ...claims, act: 'converse', body: {} }))).to.equal(null);
    expect({ ...readClaims(record({ ...claims, act: 'leave', body: { erase: true } }))?.body }).to.deep.equal({ erase: true });
    expect(readClaims(record({ ...claims, act: 'com.example.x', body: { a: 1 } }))?.body).to.equal(undefined);
    expect(readClaims(record({ ...claims, body: 'text' }))).to.equal(null);
  });

  it('is null where a claim is missing or of another form', () => {
    for (const key of ['iss', 'aud', 'jti', 'iat', 'exp', 'act'])
      expect(readClaims(record({ ...claims, [key]: {} })), key).to.equal(null);
    expect(readClaims(record({ ...claims, agreement: 1 }))).to.equal(null);
    expect(readClaims(record({ ...claims, iat: 1.5 }))).to.equal(null);
    expect(readClaims(record({ ...claims, iat: -1 }))).to.equal(null);
  });

  it('is null for what is no record', () => {
    for (const text of ['', '{}', 'null', '{"payload":1}', '{"payload":"!"}', '{"payload":"e30"}'])
      expect(readClaims(text), text).to.equal(null);
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => readClaims(text) === null));
  });

  it('reads beyond ASCII', () => {
    expect(readClaims(record({ ...claims, challenge: 'né€😀' }))?.challenge).to.equal('né€😀');
  });
});

describe('the sides of a record', () => {
  const own = { ...claims, act: 'pause', iss: 'https://shop.example', aud: claims.iss };

  it('are told by who signs, a key or an origin', () => {
    for (const [side, one] of [
      ['customer', claims],
      ['vendor', own],
    ] as const) {
      const read = readClaims(record(one));
      if (!read) throw new Error('not read');
      expect([sideOf(read), customerOf(read), vendorOf(read)]).to.deep.equal([side, claims.iss, 'https://shop.example']);
    }
  });

  it('are nobody else', () => {
    for (const iss of ['shop.example', 'https://', 'javascript:x', 'https://shop.example/x', 'i'.repeat(42), ''])
      expect(readClaims(record({ ...claims, iss })), iss).to.equal(null);
  });
});

describe('decodeClaims', () => {
  it('gives whatever object the payload holds', () => {
    expect(decodeClaims(record({ any: ['thing'] }))).to.deep.equal({ any: ['thing'] });
    expect(decodeClaims(record([1]))).to.equal(null);
    expect(decodeClaims('{')).to.equal(null);
  });
});

describe('permits', () => {
  it('answers from the roster', () => {
    expect(permits(record(claims), 'analytics')).to.equal(true);
    expect(permits(record(claims), 'tracking')).to.equal(false);
    expect(permits(record({ ...claims, agreement: undefined }), 'analytics')).to.equal(false);
    expect(permits(record({ ...claims, agreement: 'SD-NEW' }), 'analytics')).to.equal(false);
    expect(permits('', 'service')).to.equal(false);
  });
});

describe('payloadHash', () => {
  it('is SHA-256 of the payload’s bytes, whoever signed', async () => {
    const signed = record('abc').replace('[]', '[{"protected":"e30","signature":"e30"}]');
    // SHA-256 of the five bytes "abc" with its quotation marks.
    const expected = await crypto.subtle.digest('SHA-256', new TextEncoder().encode('"abc"'));
    const hex = (bytes: ArrayBuffer): string =>
      [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    const hash = await payloadHash(signed);
    expect(hash).to.match(/^[\w-]{43}$/);
    expect(hex(Uint8Array.from(atob(hash.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0)).buffer)).to.equal(
      hex(expected),
    );
    expect(await payloadHash(record('abc'))).to.equal(hash);
  });
});
