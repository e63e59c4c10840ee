/** Members that pages and apps add to builtins, and that change what `JSON.stringify` writes. */
const PATCHES: readonly [name: string, prototype: object, toJSON: () => unknown][] = [
  // As Prototype.js 1.6 does.
  ['all arrays', Array.prototype, () => '[]'],
  ['all objects', Object.prototype, () => 'an object'],
];

/** Declares a test for each way to give builtins a `toJSON`. `patched` runs a part of it where they have one. */
export const itDespiteToJson = (
  name: string,
  test: (patched: <T>(run: () => Promise<T>) => Promise<T>, what: string) => Promise<void>,
): void => {
  for (const [what, prototype, value] of PATCHES)
    it(`${name} where ${what} have a toJSON`, () =>
      test(async (run) => {
        Object.defineProperty(prototype, 'toJSON', { value, configurable: true, writable: true });
        try {
          return await run();
        } finally {
          delete (prototype as { toJSON?: unknown }).toJSON;
        }
      }, what));
};
