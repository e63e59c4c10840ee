/** Ledgers in files, for Node. Their locks are cheap, so that each opens at once. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FileLedger } from '../../src/agent/ledger-file/index.js';
import { openLedger } from '../../src/agent/ledger.js';
import { openFileStore } from '../../src/agent/ledger-file/store.js';

export const CHEAP = { N: 2, r: 1, p: 1 };
export const PASSPHRASE = 'correct horse battery staple';

export type Closable = FileLedger;
export const openCheap = async (file: string, passphrase = PASSPHRASE): Promise<Closable> => {
  const store = await openFileStore(file, passphrase, { cost: CHEAP });
  return {
    ...(await openLedger(store)),
    record: async (iss, hash) => (await store.record(iss, hash))?.record,
    sealed: store.sealed,
    close: () => store.close(),
  };
};

/** Makes a folder for ledgers. */
export const ledgerFolder = (): { path: (name: string) => string; remove: () => void } => {
  const folder = mkdtempSync(join(tmpdir(), 'relbutton-ledger-'));
  return { path: (name) => join(folder, name), remove: () => rmSync(folder, { recursive: true, force: true }) };
};
