/** The memory of an element, beyond a Lit element with the same DOM. Bytes, unlike times, are the same on any machine. */
import { ok } from 'node:assert';
import { engines } from '../support/engines.mjs';
import { openStage } from './stage.mjs';

const median = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

describe('the memory of 1,000 elements in Chromium', { skip: !engines.Chromium }, () => {
  let stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.close());

  for (const [ours, theirs, most] of [
    ['rel-button', 'lit-button', 980],
    ['rel-badge', 'lit-badge', 320],
    ['rel-balance', 'lit-balance', 600],
  ])
    it(`${ours} holds at most ${most} bytes more than ${theirs}`, async () => {
      const more = [];
      for (let i = 0; i < 5; i++) more.push((await stage.weigh(ours)) - (await stage.weigh(theirs)));
      const bytes = Math.round(median(more));
      console.log(`${ours}: ${bytes} bytes of heap more each than ${theirs}`);
      ok(bytes <= most, `${bytes} bytes`);
    });
});
