/** The ledgers of the suites: in IndexedDB, where `test/long/ledger-file.test.ts` does not set others. */
import { type Ledger, openLedger as openInBrowser } from '../../src/agent/ledger.js';

export interface Ledgers {
  open(name: string): Promise<Ledger>;
  forget(name: string): void;
}
const inBrowser: Ledgers = { open: openInBrowser, forget: (name) => void indexedDB.deleteDatabase(name) };
const ledgers = (globalThis as { ledgersToTest?: Ledgers }).ledgersToTest ?? inBrowser;

export const openLedger = (name: string): Promise<Ledger> => ledgers.open(name);
export const forgetLedger = (name: string): void => ledgers.forget(name);
