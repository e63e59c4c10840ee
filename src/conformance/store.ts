import { type Result, runCases } from './report.js';
import { type OpenedStore, storeTests } from '../server/store-tests/index.js';

/** The rules on storage that all tests of a store are about. */
const RULES = ['C-155', 'C-229', 'C-230', 'C-233'];

/**
 * Tries a vendor's store by the tests of `relbutton/server/store-tests`.
 *
 * @param open opens the store for one test; see `OpenedStore`
 * @param onresult gets each result at once. Default: none
 * @example
 * const open = async () => ({ store: createMemoryStore(), close: async () => {} });
 * countResults(await conformStore(open)).broken; // 0
 */
export const conformStore = (open: () => Promise<OpenedStore>, onresult?: (result: Result) => void): Promise<readonly Result[]> =>
  runCases(
    storeTests(open).map(({ name, run }) => ({ rules: RULES, name, run })),
    () => ({ sent: [], came: [] }),
    onresult,
  );
