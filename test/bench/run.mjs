/**
 * `npm run bench`: measures times as multiples of a baseline: mounting 1,000 elements, verifying a record, a press up to the agent's
 * choice, and an extension's handling of forged events. The gate does not measure times, since that needs a quiet machine.
 *
 * Exits with 0 if all is within the bounds, 1 if something takes longer, and 2 if the machine is too noisy to judge.
 */
import { availableParallelism, loadavg } from 'node:os';
import { engines, missingEngines } from '../support/engines.mjs';
import { compareChoice } from './choice.mjs';
import { compare, MOST_NOISE } from './least.mjs';
import { compareMadeUp } from './made-up.mjs';
import { openStage } from './stage.mjs';
import { compareVerify } from './verify.mjs';

if (!engines.Chromium) {
  console.error(missingEngines().find((line) => line.startsWith('Chromium')));
  process.exit(1);
}

const [load] = loadavg();
const isBusy = load > availableParallelism();
if (isBusy) console.log(`Other programs keep the machine busy (load ${load.toFixed(1)}): what follows proves nothing.\n`);

const ROUNDS = 31;
const mounting = async (ours, theirs) => {
  const stage = await openStage();
  try {
    return await compare(
      () => stage.mount(ours),
      () => stage.mount(theirs),
      ROUNDS,
    );
  } finally {
    await stage.close();
  }
};

/** Each with the most that it may take. */
const MEASURES = [
  ['mounting 1,000 rel-button, over a Lit element with the same DOM', 1.3, () => mounting('rel-button', 'lit-button')],
  ['mounting 1,000 rel-badge, over a Lit element with the same DOM', 1.3, () => mounting('rel-badge', 'lit-badge')],
  ['mounting 1,000 rel-balance, over a Lit element with the same DOM', 1.3, () => mounting('rel-balance', 'lit-balance')],
  ['verifying a record, over importing its key and verifying both signatures', 1.3, compareVerify],
  ['from a trusted click to an extension that holds the choice, over the same messages bare', 3, compareChoice],
  ['an extension that hears what a page makes up on a button, over the same elsewhere', 1.25, compareMadeUp],
];

let slower = 0;
let noisy = 0;
for (const [what, most, measure] of MEASURES) {
  const { ratio, noise } = await measure();
  const isNoisy = isBusy || noise > MOST_NOISE;
  const isWithin = ratio <= most;
  if (isNoisy) noisy += 1;
  else if (!isWithin) slower += 1;
  const mark = isNoisy ? '?' : isWithin ? '✓' : '✗';
  console.log(`${mark} ${what}: ${ratio.toFixed(2)} times (at most ${most}); noise ${(100 * noise).toFixed(0)} %`);
}
if (noisy) {
  const limit = 100 * MOST_NOISE;
  console.log(
    `\n${noisy} cannot be judged: the machine is busy, or the same thing timed twice differs by more than ${limit} %. Try again later.`,
  );
}
process.exit(slower ? 1 : noisy ? 2 : 0);
