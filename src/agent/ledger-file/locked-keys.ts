/**
 * Encrypts the private keys of a ledger file. A random key of the file encrypts them, and the passphrase encrypts that key.
 *
 * @module
 */
import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { writeJson } from '../../contract/write-json.js';

/** The cost of trying one passphrase: 128 MiB and some tenths of a second, as OWASP recommends for scrypt. */
const COST: Cost = { N: 2 ** 17, r: 8, p: 1 };
/** The most memory that a file may ask for, in bytes: a damaged file must not stop the machine. */
const MAX_MEMORY = 2 ** 30;

/** The parameters of scrypt (RFC 7914). */
export interface Cost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

/** How a file is locked, as it stands in it. Bytes are in base64url. */
interface Lock extends Cost {
  readonly kdf: 'scrypt';
  readonly salt: string;
  /** The file's key, sealed. */
  readonly key: string;
}

/** Seals texts by AES-256-GCM. Each is bound to a name: a sealed text does not open under another one. */
export interface Seal {
  /** @returns nonce, tag and the encrypted text, in base64url */
  close(text: string, name: string): string;
  /** @throws DOMException `OperationError` if it or the name was changed */
  open(sealed: string, name: string): string;
}

/** The lengths of nonce and tag, in bytes (NIST SP 800-38D). */
const [NONCE, TAG] = [12, 16];

const sealBy = (key: Uint8Array): Seal => ({
  close(text, name) {
    const nonce = randomBytes(NONCE);
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(name));
    const encrypted = [cipher.update(text, 'utf8'), cipher.final()];
    return Buffer.concat([nonce, cipher.getAuthTag(), ...encrypted]).toString('base64url');
  },
  open(sealed, name) {
    const bytes = Buffer.from(sealed, 'base64url');
    const [nonce, tag, encrypted] = [bytes.subarray(0, NONCE), bytes.subarray(NONCE, NONCE + TAG), bytes.subarray(NONCE + TAG)];
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG })
        .setAAD(Buffer.from(name))
        .setAuthTag(tag);
      return Buffer.concat([decipher.update(encrypted), decipher.final()]).toString('utf8');
    } catch {
      throw new DOMException('A key in this ledger was changed outside of it.', 'OperationError');
    }
  },
});

const keyFrom = (passphrase: string, salt: Uint8Array, { N, r, p }: Cost): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    const done = (error: Error | null, key: Uint8Array): void => (error ? reject(error) : resolve(key));
    scrypt(passphrase, salt, 32, { N, r, p, maxmem: MAX_MEMORY + 2 ** 20 }, done);
  });

/** The additional data that binds the key of the file to it. */
const FILE = 'relbutton ledger';

/** Makes the lock of a new file. @returns it as JSON text, and the seal that it opens */
export const makeLock = async (passphrase: string, cost = COST): Promise<{ lock: string; seal: Seal }> => {
  const [salt, key] = [randomBytes(16), randomBytes(32)];
  const sealed = sealBy(await keyFrom(passphrase, salt, cost)).close(key.toString('base64url'), FILE);
  const lock: Lock = { kdf: 'scrypt', ...cost, salt: salt.toString('base64url'), key: sealed };
  return { lock: writeJson(lock), seal: sealBy(key) };
};

/**
 * Opens the lock of a file.
 *
 * @param text the lock as JSON
 * @throws DOMException `OperationError` if the passphrase is wrong; Error if the lock is of another kind, or asks for more than 1 GiB
 */
export const openLock = async (text: string, passphrase: string): Promise<Seal> => {
  const { kdf, N, r, p, salt, key } = JSON.parse(text) as Lock;
  if (kdf !== 'scrypt' || !(128 * N * r * p <= MAX_MEMORY))
    throw new Error(
      `The keys in this ledger are locked by ${kdf} with N=${N}, r=${r}, p=${p}, which this version does not open.`,
    );
  const outer = sealBy(await keyFrom(passphrase, Buffer.from(salt, 'base64url'), { N, r, p }));
  let inner: string;
  try {
    inner = outer.open(key, FILE);
  } catch {
    throw new DOMException('The passphrase does not open this ledger.', 'OperationError');
  }
  return sealBy(Buffer.from(inner, 'base64url'));
};
