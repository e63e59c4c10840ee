/**
 * Runs a work for each item, several at once.
 *
 * @param atOnce the most that run at the same time
 * @param work never rejects
 * @returns the results in the order in which they come, so that a slow work holds up no other one
 */
export async function* sideBySide<I, O>(items: Iterable<I>, atOnce: number, work: (item: I) => Promise<O>): AsyncGenerator<O> {
  const running = new Map<I, Promise<readonly [I, O]>>();
  const next = async (): Promise<O> => {
    const [item, result] = await Promise.race(running.values());
    running.delete(item);
    return result;
  };
  for (const item of items) {
    if (running.size >= atOnce) yield await next();
    running.set(
      item,
      work(item).then((result) => [item, result] as const),
    );
  }
  while (running.size > 0) yield await next();
}
