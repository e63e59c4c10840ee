/**
 * Gathers calls: those that come while others are under way wait, and then run together.
 *
 * @param run runs calls, and resolves to their results in the same order; if it rejects, all of them reject
 * @param atOnce the number of runs under way at most: a call waits only while there are so many
 * @returns the function of one call
 */
export const gather = <I, O>(run: (items: readonly I[]) => Promise<readonly O[]>, atOnce: number): ((item: I) => Promise<O>) => {
  let waiting: { item: I; resolve: (result: O) => void; reject: (error: unknown) => void }[] = [];
  let underWay = 0;
  const runNext = async (): Promise<void> => {
    if (underWay === atOnce || waiting.length === 0) return;
    const group = waiting;
    waiting = [];
    underWay++;
    try {
      const results = await run(group.map(({ item }) => item));
      group.forEach(({ resolve }, i) => resolve(results[i] as O));
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
    underWay--;
    void runNext();
  };
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      void runNext();
    });
};
