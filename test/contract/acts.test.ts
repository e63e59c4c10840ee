import { expect } from 'chai';
import { ACTS, inOrder, isAct } from '../../src/contract/acts.js';
import { BODIES } from '../../src/contract/bodies.js';

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
});
