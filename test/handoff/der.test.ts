/** Signatures in DER, as passkeys give them, made raw. */
import { expect } from 'chai';
import fc from 'fast-check';
import { rawOf } from '../../src/handoff/der.js';

/** Writes a number of 32 bytes as DER does: without leading zeros, but for one that keeps it positive. */
const integer = (bytes: readonly number[]): number[] => {
  const rest = bytes.slice(Math.min(bytes.findIndex(Boolean) + 32 * Number(!bytes.some(Boolean)), 31));
  const positive = (rest[0] as number) > 127 ? [0, ...rest] : rest;
  return [2, positive.length, ...positive];
};
const der = (r: readonly number[], s: readonly number[]): ArrayBuffer => {
  const both = [...integer(r), ...integer(s)];
  return new Uint8Array([0x30, both.length, ...both]).buffer;
};

describe('a signature in DER', () => {
  it('gives R and S of 32 bytes each, whatever zeros they begin with', () => {
    const zeros = fc
      .nat(31)
      .chain((count) =>
        fc
          .array(fc.nat(255), { minLength: 32 - count, maxLength: 32 - count })
          .map((rest) => [...Array<number>(count).fill(0), ...rest]),
      );
    fc.assert(
      fc.property(zeros, zeros, (r, s) => {
        expect([...new Uint8Array(rawOf(der(r, s)))]).to.deep.equal([...r, ...s]);
      }),
      { numRuns: 2_000 },
    );
  });
});
