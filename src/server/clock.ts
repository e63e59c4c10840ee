/**
 * Makes a clock that never goes back: if the machine's clock is set back, it goes on from the time that it had.
 *
 * @returns a function that returns whole milliseconds since 1970
 */
export const createClock = (): (() => number) => {
  let begin = -Infinity;
  return () => {
    const passed = performance.now();
    begin = Math.max(begin, Date.now() - passed);
    return Math.round(begin + passed);
  };
};
