import { expect } from 'chai';
import fc from 'fast-check';
import { agreedIn, ChainError, type ChainFault, lastOf, type Link, orderChain, statusOf } from '../../src/contract/chain.js';
import { customer, link, retold, type Said, type Side } from '../support/links.js';

/** A line of what was said, each record after the one before. */
const lineOf = (...said: readonly Said[]): Link[] => said.map((one, i) => link(`h${i}`, one, i ? `h${i - 1}` : undefined));
const begun: Said = ['customer', 'relate'];
const faultOf = (links: readonly Link[]): string => {
  try {
    return statusOf(links, 'none');
  } catch (error) {
    if (!(error instanceof ChainError)) throw error;
    return `${error.fault} ${error.hash}`;
  }
};

const later: fc.Arbitrary<Said> = fc.constantFrom<Said[]>(
  ['customer', 'relate'],
  ['customer', 'pause'],
  ['customer', 'resume'],
  ['customer', 'converse'],
  ['vendor', 'pause'],
  ['vendor', 'resume'],
  ['vendor', 'converse'],
  ['vendor', 'com.example.note'],
);
const lines = fc.array(later, { maxLength: 12 }).map((said) => lineOf(begun, ...said));
const leaves = fc
  .array(fc.tuple(fc.constantFrom<Side[]>('customer', 'vendor'), fc.option(fc.constant('h0'), { nil: undefined })), {
    maxLength: 3,
  })
  .map((all) => all.map(([side, prev], i) => link(`leave${i}`, [side, 'leave'], prev)));
const chains = fc.tuple(lines, leaves).map(([line, ends]) => [...line, ...ends]);
/** Computes the status by the simplest algorithm: one record after the other. */
const told = (chain: readonly Link[]): string => {
  const held = { customer: false, vendor: false };
  for (const { claims } of chain) {
    if (claims.act === 'leave') return 'ended';
    const side = claims.iss === customer ? 'customer' : 'vendor';
    if (claims.act === 'pause') held[side] = true;
    if (claims.act === 'resume') held[side] = false;
  }
  return held.customer || held.vendor ? 'paused' : 'related';
};

describe('a chain of records', () => {
  it('gives the same status in any order and repetition', () => {
    fc.assert(
      fc.property(
        chains.chain((chain) => fc.tuple(fc.constant(chain), retold(chain))),
        ([chain, again]) => {
          expect(statusOf(again, 'none')).to.equal(told([...chain].sort((a) => (a.claims.act === 'leave' ? -1 : 0))));
          expect(orderChain(again)).to.deep.equal(orderChain(chain));
          expect(lastOf(orderChain(again))).to.equal(chain.findLast(({ claims }) => claims.act !== 'leave'));
        },
      ),
    );
  });

  it('stands where it stood before there is a record', () => {
    expect(statusOf([], 'offered')).to.equal('offered');
    expect(statusOf([], 'asked')).to.equal('asked');
  });

  it('is paused while either side holds it, and each side takes up only its own hold', () => {
    const cases: [string, ...Said[]][] = [
      ['related', begun],
      ['paused', begun, ['customer', 'pause']],
      ['paused', begun, ['customer', 'pause'], ['vendor', 'resume']],
      ['paused', begun, ['customer', 'pause'], ['vendor', 'pause'], ['customer', 'resume']],
      ['related', begun, ['customer', 'pause'], ['vendor', 'pause'], ['customer', 'resume'], ['vendor', 'resume']],
    ];
    for (const [status, ...said] of cases) expect(statusOf(lineOf(...said), 'none'), said.join()).to.equal(status);
  });

  it('ends by a leave of either side, whatever was said meanwhile', () => {
    for (const side of ['customer', 'vendor'] as const) {
      const meanwhile = lineOf(begun, ['vendor', 'pause'], ['customer', 'converse']);
      for (const prev of [undefined, 'h0', 'h2', 'nothing known'])
        expect(statusOf([...meanwhile, link('l', [side, 'leave'], prev)], 'none')).to.equal('ended');
    }
    expect(statusOf([link('l', ['customer', 'leave'])], 'asked')).to.equal('ended');
  });

  it('says which agreement was agreed on last', () => {
    const chain = lineOf(begun, ['customer', 'relate'], ['vendor', 'pause']);
    expect(agreedIn(orderChain(chain))?.hash).to.equal('h1');
    expect(agreedIn([])).to.equal(undefined);
  });

  it('names what is wrong with it, and where', () => {
    const line = lineOf(begun, ['customer', 'pause'], ['vendor', 'converse']);
    const plus = (...more: Link[]): Link[] => [...line, ...more];
    const cases: [ChainFault, string, Link[]][] = [
      ['missing', 'h2', line.filter(({ hash }) => hash !== 'h1')],
      ['no_beginning', 'h', [link('h', ['customer', 'pause'])]],
      ['no_beginning', 'h', [link('h', begun, undefined, { agreement: undefined })]],
      ['forked', 'x', plus(link('x', ['vendor', 'pause'], 'h1'))],
      ['forked', 'x', plus(link('x', begun))],
      ['after_leave', 'x', plus(link('e', ['vendor', 'leave'], 'h2'), link('x', ['customer', 'resume'], 'e'))],
      ['wrong_side', 'x', plus(link('x', ['vendor', 'relate'], 'h2'))],
      ['wrong_side', 'x', plus(link('x', ['customer', 'sync'], 'h2'))],
      ['wrong_side', 'x', plus(link('x', ['customer', 'export'], 'h2'))],
      ['mixed', 'x', plus(link('x', ['customer', 'pause'], 'h2', { iss: 'd'.repeat(43) }))],
      ['mixed', 'x', plus(link('x', ['customer', 'leave'], 'h2', { aud: 'https://other.example' }))],
      ['mixed', 'x', plus(link('x', ['vendor', 'leave'], 'h2', { iss: 'https://other.example' }))],
    ];
    for (const [fault, hash, links] of cases) {
      expect(faultOf(links), fault).to.equal(`${fault} ${hash}`);
      expect(faultOf([...links].reverse()), fault).to.equal(`${fault} ${hash}`);
    }
  });

  it('is refused wherever one record of the line is lost, but the last', () => {
    fc.assert(
      fc.property(
        chains.chain((chain) => fc.tuple(fc.constant(chain), fc.nat(chain.length))),
        ([chain, lost]) => {
          const line = chain.filter(({ claims }) => claims.act !== 'leave');
          if (lost >= line.length - 1) return;
          expect(faultOf(chain.filter((one) => one !== line[lost]))).to.equal(`missing h${lost + 1}`);
        },
      ),
    );
  });
});
