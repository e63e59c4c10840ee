import { expect } from 'chai';
import { ACTS, actsFor, inOrder, isAct } from '../../src/contract/acts.js';
import { BODIES } from '../../src/contract/bodies.js';
import { STATUSES } from '../../src/contract/statuses.js';

describe('acts', () => {
  it('have each a body', () => {
    expect(Object.keys(BODIES)).to.deep.equal([...ACTS]);
  });

  it('are known by name, or in reverse-DNS form', () => {
    for (const act of ['relate', 'com.example.loyalty', 'org.a-b.c']) expect(isAct(act), act).to.equal(true);
    for (const act of ['', 'loyalty', 'Relate', 'com.', '.com', 'com..x', 'a b', 'toString', `a.${'b'.repeat(127)}`]) {
      expect(isAct(act), act).to.equal(false);
    }
  });

  it('stand in the order of the contract, the vendor’s own last', () => {
    expect(inOrder(['com.example.b', 'leave', 'relate', 'com.example.a', 'pause'])).to.deep.equal([
      'relate',
      'pause',
      'leave',
      'com.example.b',
      'com.example.a',
    ]);
  });

  it('fit a status: without names', () => {
    const beginning = ['relate'];
    expect(Object.fromEntries(STATUSES.map((status) => [status, actsFor([], status)]))).to.deep.equal({
      none: beginning,
      offered: beginning,
      asked: beginning,
      related: ['converse', 'intentcast', 'pledge', 'share', 'regard', 'pause', 'export', 'leave'],
      paused: ['resume', 'export', 'leave'],
      ended: beginning,
    });
  });

  it('fit a status: with all named, and a vendor’s own', () => {
    const beginning = ['relate', 'converse', 'intentcast', 'sync', 'com.example.own'];
    expect(Object.fromEntries(STATUSES.map((status) => [status, actsFor(['com.example.own', ...ACTS], status)]))).to.deep.equal({
      none: beginning,
      offered: beginning,
      asked: beginning,
      related: [
        ...[
          'converse',
          'intentcast',
          'pledge',
          'share',
          'revoke',
          'regard',
          'pause',
          'export',
          'leave',
          'sync',
          'com.example.own',
        ],
      ],
      paused: ['revoke', 'regard', 'resume', 'export', 'leave', 'sync', 'com.example.own'],
      ended: ['relate', 'sync', 'com.example.own'],
    });
  });

  it('fit a status: those without names count if none that is named fits', () => {
    expect(actsFor(['pledge', 'share'], 'offered')).to.deep.equal(['relate']);
    expect(actsFor(['receipt'], 'related')).to.deep.equal(actsFor([], 'related'));
    expect(actsFor(['regard'], 'paused')).to.deep.equal(['regard']);
    expect(actsFor(['intentcast'], 'offered')).to.deep.equal(['intentcast']);
    expect(actsFor(['converse'], 'ended')).to.deep.equal(['relate']);
    expect(actsFor(['com.example.own'], 'none')).to.deep.equal(['com.example.own']);
  });
});
