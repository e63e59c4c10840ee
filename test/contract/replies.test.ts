import { expect } from 'chai';
import fc from 'fast-check';
import { parseRecords, parseReply, readErasure } from '../../src/contract/replies.js';

const accept = '{"record":"r"}';
const counter = '{"counter":"SD-BASE"}';
const pending = '{"pending":true}';
const refuse = '{"refused":true,"code":"c","message":"m"}';

describe('parseReply', () => {
  it('reads the four replies with the statuses that belong to them, or none', () => {
    for (const [json, status] of [
      [accept, 200],
      [counter, 200],
      [pending, 202],
      [refuse, 400],
      [refuse, 451],
    ] as const) {
      expect({ ...parseReply(json, status) }, json).to.deep.equal(JSON.parse(json));
      expect({ ...parseReply(json) }, json).to.deep.equal(JSON.parse(json));
    }
  });

  it('refuses another status', () => {
    for (const [json, ...statuses] of [
      [accept, 201, 202, 400, 500],
      [counter, 202, 409],
      [pending, 200, 500],
      [refuse, 200, 500, 302],
    ] as const) {
      for (const status of statuses) expect(parseReply(json, status), `${json} ${status}`).to.equal(undefined);
    }
  });

  it('refuses none, or two at once', () => {
    for (const json of [
      '{}',
      '[]',
      '',
      'null',
      '{"record":1}',
      '{"pending":false}',
      '{"record":"r","pending":true}',
      '{"record":"r","counter":"SD-BASE"}',
      '{"refused":true}',
      '{"refused":true,"code":"c"}',
      '{"counter":"no such"}',
    ]) {
      expect(parseReply(json), json).to.equal(undefined);
    }
  });

  it('reads what became of the data of a person who left, and leaves out a form that it does not know', () => {
    const kept = { kept: 'Invoices', why: 'tax law', until: '2037' };
    for (const erasure of [{ erased: true }, { pending: true }, kept]) {
      const { record, erasure: read } = parseReply(JSON.stringify({ record: 'r', erasure }), 200) ?? {};
      expect({ record, erasure: { ...read } }).to.deep.equal({ record: 'r', erasure });
      expect({ ...readErasure({ ...erasure, later: 1 }) }).to.deep.equal(erasure);
    }
    for (const erasure of [{ pending: false }, { pending: 'soon' }, { begun: true }, { kept: 'Invoices' }, 'erased', null]) {
      expect({ ...parseReply(JSON.stringify({ record: 'r', erasure }), 200) }).to.deep.equal({ record: 'r' });
      expect(readErasure(erasure)).to.equal(undefined);
    }
  });

  it('reads answers to questions, with what else they say', () => {
    const answer = { records: ['a'], more: true, erasure: { pending: true }, data: 1 };
    expect({ ...parseRecords(JSON.stringify(answer)) }).to.deep.equal(answer);
    for (const records of [undefined, 'a', [1], {}, null]) expect(parseRecords(JSON.stringify({ records }))).to.equal(undefined);
    expect(parseRecords('')).to.equal(undefined);
  });

  it('cleans the sentence for the person', () => {
    expect(parseReply('{"refused":true,"code":"c","message":"a\\u202eb"}')?.message).to.equal('ab');
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.json()),
        fc.option(fc.nat(999), { nil: undefined }),
        (json, status) => void parseReply(json, status),
      ),
    );
  });
});
