/** The suites of the ledger, over a ledger in a file. In pages they run over IndexedDB. */
import { type Closable, ledgerFolder, openCheap } from '../support/file-ledger.js';
import type { Ledgers } from '../support/ledgers.js';

const folder = ledgerFolder();
const opened: Closable[] = [];
const ledgersToTest: Ledgers = {
  async open(name) {
    const ledger = await openCheap(folder.path(`${name}.db`));
    opened.push(ledger);
    return ledger;
  },
  // Each test has a name of its own.
  forget: () => undefined,
};
Object.assign(globalThis, { ledgersToTest });

for (const suite of ['ledger', 'ledger-acts', 'ledger-erasure', 'ledger-intentcast', 'ledger-limits'])
  await import(`../agent/${suite}.test.ts`);

after(() => {
  for (const one of opened) one.close();
  folder.remove();
});
