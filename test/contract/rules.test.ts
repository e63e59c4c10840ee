import { expect } from 'chai';
import { ACTS, ruleOf } from '../../src/contract/acts.js';
import type { Claims } from '../../src/contract/record.js';
import { type Before, isBeginning, reFault, ruleFault } from '../../src/contract/rules.js';

const customer = 'c'.repeat(43);
const vendor = 'https://shop.example';
const at = (time: string): number => Date.parse(time) / 1_000;
const claimsOf = (side: 'customer' | 'vendor', act: string, body?: object, more: object = {}): Claims => {
  const parties = side === 'customer' ? { iss: customer, aud: vendor } : { iss: vendor, aud: customer };
  const iat = at('2026-11-26T12:00:00Z');
  return { ...parties, jti: 'j'.repeat(16), iat, exp: iat + 600, act, ...(body && { body: body }), ...more };
};
const kept = {
  need: claimsOf('customer', 'intentcast', { need: 'Tea' }),
  word: claimsOf('vendor', 'converse', { text: 'Hello' }),
  pledge: claimsOf('customer', 'pledge', { amount: '5', currency: 'EUR' }),
  share: claimsOf('customer', 'share', { what: 'a', scope: 'b', purpose: 'c', until: '2026-12-01' }),
  gone: claimsOf('customer', 'share', { what: 'a', scope: 'b', purpose: 'c', until: '2026-12-01' }),
};
const known = new Map(Object.entries(kept));
const before: Before = { claimsOf: (hash) => known.get(hash), isRevoked: (hash) => hash === 'gone' };

describe('ruleFault', () => {
  it('takes each act from its side alone', () => {
    const body = { text: 'a', re: 'need', until: '2026-12-01' };
    for (const act of ACTS)
      for (const side of ['customer', 'vendor'] as const) {
        const isWrong = ![side, 'either'].includes(ruleOf(act)?.from ?? '');
        expect(ruleFault(claimsOf(side, act, body), before) === 'wrong_side', `${act} by ${side}`).to.equal(isWrong);
      }
    // A vendor's own act is for either side.
    for (const side of ['customer', 'vendor'] as const)
      expect(ruleFault(claimsOf(side, 'com.example.loyalty'), before)).to.equal(undefined);
  });

  it('knows which record an act answers', () => {
    for (const [fault, side, act, re] of [
      [undefined, 'customer', 'converse', 'word'],
      [undefined, 'vendor', 'converse', 'need'],
      [undefined, 'vendor', 'converse', 'pledge'],
      [undefined, 'vendor', 'converse', 'gone'],
      [undefined, 'vendor', 'receipt', 'pledge'],
      [undefined, 'customer', 'revoke', 'share'],
      ['unknown_re', 'vendor', 'converse', 'nowhere'],
      ['unknown_re', 'vendor', 'converse', 'constructor'],
      ['unknown_re', 'vendor', 'receipt', 'nowhere'],
      ['unknown_re', 'customer', 'revoke', 'nowhere'],
      ['own_re', 'customer', 'converse', 'need'],
      ['own_re', 'vendor', 'converse', 'word'],
      ['wrong_re', 'vendor', 'receipt', 'share'],
      ['wrong_re', 'vendor', 'receipt', 'word'],
      ['wrong_re', 'customer', 'revoke', 'pledge'],
      ['wrong_re', 'customer', 'revoke', 'word'],
      ['revoked', 'customer', 'revoke', 'gone'],
    ] as const) {
      const claims = claimsOf(side, act, { text: 'Yes', re });
      expect([reFault(claims, before), ruleFault(claims, before)], `${side} ${act} ${re}`).to.deep.equal([fault, fault]);
    }
  });

  it('has an intentcast under its agreement alone, as the first record too', () => {
    for (const [agreement, isRight] of [
      ['PDC-INTENT', true],
      ['SD-BASE', false],
      ['PDC-AI', false],
      [undefined, false],
    ] as const) {
      const claims = claimsOf('customer', 'intentcast', { need: 'Tea' }, { agreement });
      expect(ruleFault(claims, before)).to.equal(isRight ? undefined : 'unsupported_agreement');
      expect(isBeginning(claims)).to.equal(isRight);
    }
    expect(isBeginning(claimsOf('customer', 'relate', undefined, { agreement: 'PDC-INTENT' }))).to.equal(true);
    expect(isBeginning(claimsOf('customer', 'relate'))).to.equal(false);
    expect(isBeginning(claimsOf('customer', 'pledge', {}, { agreement: 'PDC-INTENT' }))).to.equal(false);
  });

  it('has a converse that can be read', () => {
    for (const [text, fault] of [
      ['Hello', undefined],
      ['مرحبا\u200f', undefined],
      ['', 'unreadable_text'],
      ['\u202eHello', 'unreadable_text'],
    ] as const)
      for (const side of ['customer', 'vendor'] as const)
        expect(ruleFault(claimsOf(side, 'converse', { text }), before), text).to.equal(fault);
  });

  it('ends a share between its beginning and the end of the same day of the next year', () => {
    for (const [from, until, fault] of [
      ['2026-11-26T12:00:00Z', '2026-11-25', 'until_passed'],
      ['2026-11-26T12:00:00Z', '2026-11-26', undefined],
      ['2026-11-26T12:00:00Z', '2026-11-26T12:00:00Z', 'until_passed'],
      ['2026-11-26T12:00:00Z', '2026-11-26T12:00:00.001Z', undefined],
      ['2026-11-26T12:00:00Z', '2026-11-26T13:00:00+02:00', 'until_passed'],
      ['2026-11-26T12:00:00Z', '2027-11-26', undefined],
      ['2026-11-26T12:00:00Z', '2027-11-27T00:00:00Z', undefined],
      ['2026-11-26T12:00:00Z', '2027-11-27T00:00:00.001Z', 'until_too_late'],
      ['2026-11-26T12:00:00Z', '2027-11-27', 'until_too_late'],
      // Over the 29th of February, and from it.
      ['2027-03-01T00:00:00Z', '2028-03-01', undefined],
      ['2027-03-01T23:59:59Z', '2028-03-01', undefined],
      ['2027-03-01T00:00:00Z', '2028-03-02', 'until_too_late'],
      ['2028-02-29T12:00:00Z', '2029-03-01', undefined],
      ['2028-02-29T12:00:00Z', '2029-03-02', 'until_too_late'],
      ['2026-11-26T12:00:00Z', '9999-12-31', 'until_too_late'],
    ] as const) {
      const share = claimsOf('customer', 'share', { what: 'a', scope: 'b', purpose: 'c', until }, { iat: at(from) });
      expect(ruleFault(share, before), `${from} to ${until}`).to.equal(fault);
    }
  });
});
