/**
 * Times functions in turns, and keeps the minimum of each, since other work of the machine only adds time. The baseline is timed twice,
 * as if it were two functions: their difference is the noise of the machine.
 *
 * @module
 */

/** The maximum relative difference of the baseline's two times: above it the machine is too noisy to judge. */
export const MOST_NOISE = 0.08;

/**
 * @param {Record<string, () => Promise<number>>} works functions that return milliseconds, by name
 * @param {number} rounds
 * @param {number} [warming] rounds before those, which do not count
 * @returns {Promise<Record<string, number>>} the least of each, in milliseconds
 */
export const leastOf = async (works, rounds, warming = 4) => {
  const names = Object.keys(works);
  const least = Object.fromEntries(names.map((name) => [name, Infinity]));
  for (let i = 0; i < warming + rounds; i++) {
    // Each comes first as often as any other.
    const turn = names.map((_, j) => names[(i + j) % names.length]);
    for (const name of turn) {
      const took = await works[name]();
      if (i >= warming) least[name] = Math.min(least[name], took);
    }
  }
  return least;
};

/**
 * Times something beside what it is compared with, and that once more as the control.
 *
 * @param {() => Promise<number>} ours
 * @param {() => Promise<number>} theirs
 * @returns {Promise<{ ratio: number, noise: number }>} how many times as long, and by which part the control differs from itself
 */
export const compare = async (ours, theirs, rounds, warming) => {
  const least = await leastOf({ theirs, ours, control: theirs }, rounds, warming);
  return { ratio: least.ours / least.theirs, noise: Math.abs(least.control / least.theirs - 1) };
};
