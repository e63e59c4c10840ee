import { NoAnswer, pickCases, type Result, runCases } from './report.js';
import { inTime } from '../server/in-time.js';
import { type OpenedStore, storeTests } from '../server/store-tests/index.js';

/** The rules on storage that all tests of a store are about. */
const RULES = ['C-155', 'C-229', 'C-230', 'C-233'];

/** The time that one test may take, in milliseconds. */
const PATIENCE = 60_000;

export interface StoreOptions {
  /** Gets each result at once. Default: none. */
  readonly onresult?: ((result: Result) => void) | undefined;
  /** Tries only cases of one of these rules: each case is one of C-155, C-229, C-230 and C-233. Default: all. */
  readonly rules?: readonly string[] | undefined;
}

/**
 * Tries a vendor's store by the tests of `relbutton/server/store-tests`.
 *
 * @param open opens the store for one test; see `OpenedStore`
 * @throws RangeError if one of the rules has no case for a store
 * @example
 * const open = async () => ({ store: createMemoryStore(), close: async () => {} });
 * countResults(await conformStore(open)).broken; // 0
 */
export const conformStore = async (
  open: () => Promise<OpenedStore>,
  { onresult, rules }: StoreOptions = {},
): Promise<readonly Result[]> =>
  runCases(
    pickCases(
      storeTests(open).map(({ name, run }) => ({
        rules: RULES,
        name,
        run: () => inTime(run, PATIENCE, () => new NoAnswer('It has not ended within 60 s.')),
      })),
      rules,
    ),
    () => ({ sent: [], came: [] }),
    onresult,
  );
