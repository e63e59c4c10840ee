/** The number of items that one call of the store returns. */
export const PAGE = 128;

/**
 * Reads a list of the store page by page.
 *
 * @param read returns at most `limit` items after one
 * @param most the number of items to return. Default: all
 * @param atOnce the number that one call reads, if it is less than `PAGE`
 */
export async function* eachOf<T>(
  read: (after: T | undefined, limit: number) => Promise<readonly T[]>,
  most = Infinity,
  atOnce = PAGE,
): AsyncGenerator<T> {
  let after: T | undefined;
  for (let left = most; left > 0;) {
    const limit = Math.min(left, atOnce, PAGE);
    const page = await read(after, limit);
    yield* page;
    if (page.length < limit) return;
    after = page.at(-1);
    left -= page.length;
  }
}
