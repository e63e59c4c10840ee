import { expect } from 'chai';
import { AGREEMENT_IDS, AGREEMENTS, isAgreement, USES } from '../../src/contract/agreements.js';

// The roster as IEEE 7012-2025 has it: analytics, tracking, profiling, sharing, portability.
const ROSTER = `
SD-BASE            no  no  no  no  no
SD-BASE-DP         no  no  no  no  yes
SD-BASE-A          yes no  no  no  no
SD-BASE-A-DP       yes no  no  no  yes
SD-BASE-AT         yes yes no  no  no
SD-BASE-AT-DP      yes yes no  no  yes
SD-BASE-ATP        yes yes yes no  no
SD-BASE-ATP-DP     yes yes yes no  yes
SD-BASE-ATP-S3P    yes yes yes yes no
SD-BASE-ATP-S3P-DP yes yes yes yes yes`;

describe('the roster', () => {
  for (const line of ROSTER.trim().split('\n')) {
    const [id = '', ...cells] = line.split(/\s+/);
    it(`has ${id} as the standard has it`, () => {
      if (!isAgreement(id)) throw new Error(`${id} is missing`);
      const { permits, portability } = AGREEMENTS[id];
      const uses = ['analytics', 'tracking', 'profiling', 'sharing'] as const;
      expect([...uses.map((use) => permits.includes(use)), portability]).to.deep.equal(cells.map((cell) => cell === 'yes'));
      expect(permits).to.include('service');
    });
  }

  it('has the three contributions, each for one use', () => {
    expect(AGREEMENTS['PDC-INTENT']).to.deep.equal({ permits: ['intent'], portability: false });
    expect(AGREEMENTS['PDC-AI']).to.deep.equal({ permits: ['ai'], portability: false });
    expect(AGREEMENTS['PDC-GOOD']).to.deep.equal({ permits: ['good'], portability: false });
  });

  it('has 13 agreements, and every use in one', () => {
    expect(AGREEMENT_IDS).to.have.length(13);
    for (const use of USES) expect(AGREEMENT_IDS.some((id) => AGREEMENTS[id].permits.includes(use))).to.equal(true);
  });

  it('is not fooled by names that every object has', () => {
    for (const name of ['toString', 'constructor', '__proto__', '']) expect(isAgreement(name)).to.equal(false);
  });
});
