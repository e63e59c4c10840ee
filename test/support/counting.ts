import type { Store } from '../../src/server/index.js';

/** A store that counts what it is asked and what it returns. */
export interface Counting {
  readonly counted: Store;
  /** The names of the calls, in order. */
  readonly calls: string[];
  /** Returns the most items that one call returned. */
  most(): number;
  /** Returns the length of all that the calls returned, in UTF-16 units of JSON. */
  length(): number;
}

/** Counts the calls of a store. */
export const counting = (store: Store): Counting => {
  const calls: string[] = [];
  let most = 0;
  let length = 0;
  const counted = Object.fromEntries(
    Object.entries(store).map(([name, call]: [string, (...given: unknown[]) => Promise<unknown>]) => [
      name,
      async (...given: unknown[]) => {
        calls.push(name);
        const result = await call(...given);
        if (Array.isArray(result)) most = Math.max(most, result.length);
        length += JSON.stringify(result ?? null).length;
        return result;
      },
    ]),
  ) as unknown as Store;
  return { counted, calls, most: () => most, length: () => length };
};
