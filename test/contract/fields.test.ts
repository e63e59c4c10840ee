import { expect } from 'chai';
import fc from 'fast-check';
import { agreement, copy, plainText, readJson, record, text } from '../../src/contract/fields.js';

const nested = (depth: number): string => '{"a":'.repeat(depth - 1) + '{}' + '}'.repeat(depth - 1);

describe('readJson', () => {
  it('reads an object', () => {
    expect(readJson('{"a":[1,{"b":null}]}', 100)).to.deep.equal({ a: [1, { b: null }] });
  });

  it('refuses whatever is no JSON text of an object', () => {
    for (const json of ['', '{', 'null', '[]', '"text"', '1', 'true', undefined, null, 1, {}, ['{}'], new String('{}')]) {
      expect(readJson(json, 100), JSON.stringify(json)).to.equal(undefined);
    }
  });

  it('counts UTF-16 units', () => {
    const json = JSON.stringify({ a: '€😀' });
    expect(readJson(json, json.length)).to.deep.equal({ a: '€😀' });
    expect(readJson(json, json.length - 1)).to.equal(undefined);
  });

  it('goes 8 levels deep, lists counted', () => {
    expect(readJson(nested(8), 1_000)).to.be.an('object');
    expect(readJson(nested(9), 1_000)).to.equal(undefined);
    expect(readJson('{"a":[[[[[[[]]]]]]]}', 1_000)).to.be.an('object');
    expect(readJson('{"a":[[[[[[[[]]]]]]]]}', 1_000)).to.equal(undefined);
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.anything(), fc.nat(), (value, max) => void readJson(value, max)));
    fc.assert(fc.property(fc.json(), (json) => void readJson(json, 1_000)));
  });
});

describe('plainText', () => {
  const label = plainText(8);

  it('removes control, bidi and zero-width characters', () => {
    expect(label('a\u0000b\u202Ec\u2066d\u200B\u200De\uFEFF\n')).to.equal('abcde');
    expect(label('\u2028\u2029')).to.equal('');
  });

  it('removes lone surrogates and keeps pairs', () => {
    expect(label('a\uD800b😀')).to.equal('ab😀');
  });

  it('normalises, and counts characters after that', () => {
    expect(label('e\u0301')).to.equal('é');
    expect(label('😀'.repeat(8))).to.equal('😀'.repeat(8));
    expect(label('😀'.repeat(9))).to.equal(undefined);
    expect(label('\u200B'.repeat(100))).to.equal('');
  });

  it('takes text alone', () => {
    for (const value of [undefined, null, 1, {}, ['a']]) expect(label(value)).to.equal(undefined);
  });
});

describe('copy', () => {
  const fields = { id: text(4), 'note?': text(4), 'agreement?': agreement, 'record?': record, 'list?': [text(2)] } as const;
  const shape = (value: unknown): Record<string, unknown> | undefined => copy(fields, value);

  it('copies the known keys into an object without a prototype', () => {
    const copy = shape(readJson('{"id":"a","note":"b","list":["c"],"other":1,"__proto__":{"x":1},"constructor":2}', 1_000));
    expect(Object.getPrototypeOf(copy)).to.equal(null);
    expect({ ...copy }).to.deep.equal({ id: 'a', note: 'b', list: ['c'] });
    expect(({} as { x?: number }).x).to.equal(undefined);
  });

  it('fails without a required key, and leaves an optional one out that fails', () => {
    expect(shape({ note: 'b' })).to.equal(undefined);
    expect(shape({ id: 1 })).to.equal(undefined);
    expect({ ...shape({ id: 'a', note: 'too long', list: [1] }) }).to.deep.equal({ id: 'a' });
  });

  it('fails with an agreement or a record that fails, though they are optional', () => {
    expect(shape({ id: 'a', agreement: 'no such' })).to.equal(undefined);
    expect(shape({ id: 'a', record: 1 })).to.equal(undefined);
    expect(shape({ id: 'a', record: 'r'.repeat(16_385) })).to.equal(undefined);
    expect(shape({ id: 'a', record: 'r'.repeat(16_384) })).to.be.an('object');
  });

  it('takes at most 32 items of a list', () => {
    const list = (length: number): unknown => shape({ id: 'a', list: Array<string>(length).fill('c') })?.list;
    expect(list(32)).to.have.length(32);
    expect(list(33)).to.equal(undefined);
  });

  it('reads own keys only', () => {
    expect(shape(Object.create({ id: 'a' }))).to.equal(undefined);
  });

  it('takes nothing from a polluted Object.prototype', () => {
    const polluted = Object.prototype as { note?: string; id?: string };
    polluted.note = 'x';
    polluted.id = 'y';
    try {
      expect(shape(readJson('{}', 10))).to.equal(undefined);
      expect({ ...shape(readJson('{"id":"a"}', 20)) }).to.deep.equal({ id: 'a' });
    } finally {
      delete polluted.note;
      delete polluted.id;
    }
  });
});
