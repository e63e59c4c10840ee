/**
 * Keeps a ledger in one SQLite file, for an agent that is a program. Needs Node and the package `libsql`.
 *
 * @module
 */
import { type Ledger, openLedger } from '../ledger.js';
import { publicFetch } from '../public-fetch.js';
import type { Fetch } from '../vendor-client.js';
import type { SealedValues } from './sealed-values.js';
import { openFileStore } from './store.js';

export { publicFetch } from '../public-fetch.js';
export type { SealedValues } from './sealed-values.js';

export interface FileLedgerOptions {
  /** Encrypts the private keys, by scrypt and AES-256-GCM. The records are not encrypted. */
  readonly passphrase: string;
  /** Reaches vendors. Default: `publicFetch()`, which refuses private networks. */
  readonly fetch?: Fetch;
  /** `false` opens only a file that holds a ledger. Default: `true`, which creates a missing one. */
  readonly create?: boolean;
}

/** A ledger in a file. */
export interface FileLedger extends Ledger {
  /**
   * Finds a record of a relationship.
   *
   * @param iss of the relationship
   * @param hash of the record, as `linkOf` has it
   * @returns the record as both sides keep it; `undefined` if there is none
   * @example
   * const ledger = await openFileLedger('ledger.db', { passphrase });
   * const { hash } = await linkOf(record);
   * console.log(await ledger.record(iss, hash));
   * ledger.close();
   */
  record(iss: string, hash: string): Promise<string | undefined>;
  /** What an agent keeps beside the records, such as permissions. `export` leaves it out. */
  readonly sealed: SealedValues;
  /** Closes the file. */
  close(): void;
}

/**
 * Opens a file as a ledger, and creates it, readable by its owner only, if it is missing. Several processes of one machine may share it:
 * their steps for one vendor run one after the other. If one is killed, another goes on at once, and what it had signed is
 * sent by the next `sync`.
 *
 * @param path of the file. SQLite keeps two more beside it while it is open, with the same name and `-wal`, `-shm`
 * @throws TypeError if the passphrase is empty; DOMException `OperationError` if it is wrong; Error if the file cannot be opened, holds
 * something else and stays as it is, is of a later version, or is missing with `create: false`
 * @example
 * const ledger = await openFileLedger('ledger.db', { passphrase });
 * for await (const { name, status } of ledger.relationships()) console.log(name, status);
 * ledger.close();
 */
export const openFileLedger = async (
  path: string,
  { passphrase, fetch = publicFetch(), create }: FileLedgerOptions,
): Promise<FileLedger> => {
  const store = await openFileStore(path, passphrase, { create });
  return {
    ...(await openLedger(store, { fetch })),
    record: async (iss, hash) => (await store.record(iss, hash))?.record,
    sealed: store.sealed,
    close: () => store.close(),
  };
};
