import { expect } from 'chai';
import fc from 'fast-check';
import { FROM_AGENT, FROM_HOST, parseMessage, writeMessage } from '../../src/contract/messages.js';
import { messages } from '../support/messages.js';

const ID = '11111111-1111-4111-8111-111111111111';
const OFFER = '22222222-2222-4222-8222-222222222222';
const tables = { ...FROM_AGENT, ...FROM_HOST };
const valid = { v: 1, id: ID, type: 'offer', offer: OFFER, acts: ['relate'] };
const parse = (message: object): unknown => parseMessage(JSON.stringify(message), FROM_AGENT);

describe('parseMessage', () => {
  for (const [type, arbitrary] of Object.entries(messages)) {
    it(`reads every well-formed ${type}`, () => {
      fc.assert(
        fc.property(arbitrary, (message) => {
          expect({ ...parseMessage(JSON.stringify(message), tables) }).to.deep.equal(JSON.parse(JSON.stringify(message)));
        }),
      );
    });
  }

  it('never throws, whatever it gets', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.json(), fc.string()), (detail) => {
        expect(parseMessage(detail, tables)).to.be.oneOf([null, undefined]);
      }),
    );
  });

  it('drops a message in which anything required is replaced', () => {
    fc.assert(
      fc.property(fc.constantFrom('v', 'id', 'type', 'offer', 'acts'), fc.anything(), (key, value) => {
        fc.pre(typeof value !== 'string' && value !== 1 && !Array.isArray(value));
        expect(parse({ ...valid, [key]: value })).to.equal(null);
      }),
    );
  });

  it('ignores types that are not for the reader, known or not', () => {
    expect(parse({ v: [1], id: ID, type: 'ask', acts: [], lang: 'en' })).to.equal(undefined);
    expect(parse({ type: 'hello' })).to.equal(undefined);
    expect(parse({ type: 'toString' })).to.equal(undefined);
    expect(parse({ type: '__proto__' })).to.equal(undefined);
  });

  it('ignores unknown keys and acts', () => {
    const message = parse({ ...valid, acts: ['relate', 'something-new'], icon: 'data:,' });
    expect({ ...(message as object) }).to.deep.equal({ ...valid, acts: ['relate', 'something-new'] });
  });

  it('drops another major version', () => {
    for (const v of [2, '1', [1], null]) expect(parse({ ...valid, v })).to.equal(null);
  });

  it('wants lower-case UUIDs of version 4', () => {
    for (const id of ['', 'x', ID.replace('4111', '1111'), ID.replace('8111', '0111'), `${ID} `, 'A'.repeat(36)]) {
      expect(parse({ ...valid, id }), id).to.equal(null);
    }
  });

  it('takes 65,536 units and no more', () => {
    const pad = (units: number): string => {
      const text = JSON.stringify({ ...valid, pad: '' });
      return text.replace('"pad":""', `"pad":"${'x'.repeat(units - text.length)}"`);
    };
    expect(pad(65_536)).to.have.length(65_536);
    expect(parseMessage(pad(65_536), FROM_AGENT)).to.be.an('object');
    expect(parseMessage(pad(65_537), FROM_AGENT)).to.equal(null);
  });

  it('takes the last of two equal keys, as JSON.parse does on both sides', () => {
    const twice = JSON.stringify(valid).replace('"v":1', '"v":2,"v":1');
    expect(parseMessage(twice, FROM_AGENT)).to.be.an('object');
  });
});

describe('writeMessage', () => {
  it('writes what parseMessage reads', () => {
    const text = writeMessage('offer', ID, { offer: OFFER, acts: ['relate'], label: 'Agent' });
    expect({ ...parseMessage(text, FROM_AGENT) }).to.deep.equal({ ...valid, label: 'Agent' });
  });

  it('leaves out what is undefined', () => {
    expect(JSON.parse(writeMessage('cancel', ID, { reason: 'user', offer: undefined }))).to.deep.equal({
      v: 1,
      id: ID,
      type: 'cancel',
      reason: 'user',
    });
  });

  it('names the majors in an ask', () => {
    expect(JSON.parse(writeMessage('ask', ID, { acts: ['relate'], lang: 'en' }))).to.deep.include({ v: [1], type: 'ask' });
  });
});
