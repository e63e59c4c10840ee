/** A made-up version 1.9 meets this one: additions are ignored or kept unread, and nothing breaks (contract, "Versions"). */
import { expect } from 'chai';
import { parseMessage, FROM_AGENT, FROM_HOST } from '../../src/contract/messages.js';
import { orderChain, statusOf } from '../../src/contract/chain.js';
import { parseRecords, parseReply } from '../../src/contract/replies.js';
import { type Claims, readPayload } from '../../src/contract/record.js';

const id = '0f8fad5b-d9cb-4469-a165-70867728950e';
const offer = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
const iss = 'c'.repeat(43);
const claims = { iss, aud: 'https://shop.example', jti: 'j'.repeat(16), iat: 1, exp: 2, act: 'relate', agreement: 'SD-BASE' };
const hash = (letter: string): string => letter.repeat(43);
/** Reads claims of a later version. */
const read = (changes: object): Claims => {
  const found = readPayload(JSON.parse(JSON.stringify({ ...claims, ...changes })) as object);
  if (!found) throw new Error('not read');
  return found;
};

describe('a version 1.9', () => {
  it('may add members and types to messages', () => {
    const ask = { v: [1], id, type: 'ask', acts: ['relate', 'bless'], lang: 'en', mood: { a: [1] } };
    expect(parseMessage(JSON.stringify(ask), FROM_HOST)).to.deep.include({ type: 'ask', acts: ['relate', 'bless'] });
    expect(parseMessage(JSON.stringify(ask), FROM_HOST)).not.to.have.property('mood');
    expect(parseMessage(JSON.stringify({ v: 1, id, type: 'wave', offer }), FROM_AGENT)).to.equal(undefined);
  });

  it('may be spoken beside a version 2', () => {
    const ask = { v: [1, 2], id, type: 'ask', acts: ['relate'], lang: 'en' };
    expect(parseMessage(JSON.stringify(ask), FROM_HOST)).to.deep.include({ v: [1, 2] });
    expect(parseMessage(JSON.stringify({ v: 2, id, type: 'ack', offer }), FROM_AGENT)).to.equal(null);
  });

  it('may add claims, fields of a body, agreements and acts', () => {
    expect(read({ mood: 'glad', body: { reach: 'mailto:a@example.com', mood: 'glad' } }).body).to.deep.include({
      reach: 'mailto:a@example.com',
    });
    expect(read({ agreement: 'SD-NEW-9' }).agreement).to.equal('SD-NEW-9');
    expect(read({ act: 'bless', body: { any: [1] } })).not.to.have.property('body');
  });

  it('may put acts into a chain, which are kept at their place, unread', () => {
    const links = [
      { hash: hash('a'), claims: read({}) },
      { hash: hash('b'), claims: read({ act: 'bless', agreement: undefined, prev: hash('a'), body: { any: 1 } }) },
      { hash: hash('d'), claims: read({ act: 'pause', agreement: undefined, prev: hash('b') }) },
    ];
    expect(orderChain(links.toReversed()).map((link) => link.hash)).to.deep.equal(['a', 'b', 'd'].map(hash));
    expect(statusOf(links, 'offered')).to.equal('paused');
  });

  it('may add members, codes and forms of erasure to replies', () => {
    expect(parseReply('{"pending":true,"mood":1}', 202)).to.deep.include({ pending: true });
    expect(parseReply('{"refused":true,"code":"new_code","message":"No"}', 422)).to.deep.include({ code: 'new_code' });
    expect(parseReply('{"record":"{}","erasure":{"shredded":"twice"}}', 200)).not.to.have.property('erasure');
    expect(parseRecords('{"records":["{}"],"mood":1}')?.records).to.deep.equal(['{}']);
  });
});
