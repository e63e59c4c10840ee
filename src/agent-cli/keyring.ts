/**
 * Keeps the passphrase of a ledger in the system's keyring: the Secret Service of a Linux desktop, the Keychain of macOS, the Credential
 * Manager of Windows. Needs the package `@napi-rs/keyring`.
 *
 * @module
 */
import { resolve } from 'node:path';
import { UsageError } from '../cli/command.js';

/** The name under which the keyring lists the passphrases. Each has the path of its ledger as its user name. */
const SERVICE = 'relbutton-agent';

const importKeyring = (): Promise<typeof import('@napi-rs/keyring')> =>
  import('@napi-rs/keyring').catch((cause: Error & { code?: string }) => {
    if (cause.code !== 'ERR_MODULE_NOT_FOUND') throw cause;
    throw new UsageError('The package @napi-rs/keyring is missing: npm install @napi-rs/keyring', { cause });
  });

/** The place of one passphrase in the keyring. */
export interface KeyringEntry {
  /** @returns `undefined` if it has none */
  read(): Promise<string | undefined>;
  write(passphrase: string): Promise<void>;
}

/** @param ledger its path @throws UsageError if the system has no keyring, or it is locked */
export const keyringEntry = async (ledger: string): Promise<KeyringEntry> => {
  const { AsyncEntry } = await importKeyring();
  const reach = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (cause) {
      const { message } = cause as Error;
      throw new UsageError(`The system's keyring is not reached: ${message}. Unlock it, or name --passphrase-file.`, { cause });
    }
  };
  // On Linux the kernel keeps secrets too, and forgets them: only the Secret Service counts.
  const entry = await reach(() =>
    Promise.resolve(new AsyncEntry(SERVICE, resolve(ledger), { linux: { store: 'secret-service' } })),
  );
  return {
    read: async () => (await reach(() => entry.getPassword())) ?? undefined,
    write: (passphrase) => reach(() => entry.setPassword(passphrase)),
  };
};
