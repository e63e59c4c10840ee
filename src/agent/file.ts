/**
 * A ledger as one file: JSON that a person can read, with the keys encrypted by a passphrase.
 *
 * @module
 */
import { CompactEncrypt, compactDecrypt, exportJWK, importJWK, type JSONWebKeySet, type JWK } from 'jose';
import { jsonStringify } from '../contract/captured.js';
import { readClaims } from '../contract/record.js';
import { readErasure } from '../contract/replies.js';
import { bare, writeJson } from '../contract/write-json.js';
import { signedBy } from '../records/jws.js';
import { thumbprintOf } from '../records/thumbprint.js';
import { merge, type ReadRelationship, together } from './join.js';
import { type LedgerBase, recordsOf, relationshipsIn } from './ledger-base.js';
import type { LedgerStore } from './ledger-store.js';
import { type CustomerRelationship, shown, type StoredRelationship } from './relationship.js';
import { parseKeys } from './vendor-keys.js';

/** Rounds of PBKDF2 with SHA-256 over the passphrase, as OWASP recommends. */
const ROUNDS = 600_000;
const LOCK = { alg: 'PBES2-HS256+A128KW', enc: 'A256GCM' };

interface File {
  readonly relbutton: 1;
  /** The time of export, ISO 8601. */
  readonly exported: string;
  /** The relationships, each record with its claims in readable form. */
  readonly relationships: readonly (CustomerRelationship & {
    readonly jwks: JSONWebKeySet;
    readonly claims: readonly unknown[];
  })[];
  /** The private keys by their thumbprints, as a compact JWE (RFC 7516). Missing if passkeys sign for all of them. */
  readonly keys?: string;
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Writes JSON on lines, all but the first behind so many blanks. */
const lines = (value: unknown, blanks: number): string =>
  jsonStringify(bare(value), null, 2).replaceAll('\n', `\n${' '.repeat(blanks)}`);

/** Writes what is between the brackets of a list, behind so many blanks. */
async function* items(all: AsyncIterable<unknown>, blanks: number): AsyncGenerator<string> {
  let comma = '';
  for await (const one of all) {
    yield `${comma}\n${' '.repeat(blanks)}${lines(one, blanks)}`;
    comma = ',';
  }
}

async function* claimsIn(records: AsyncIterable<string>): AsyncGenerator<unknown> {
  for await (const record of records) yield readClaims(record);
}

/** Writes a relationship as one item of the list. It reads the records page by page, and twice. */
async function* relationshipParts(store: LedgerStore, kept: StoredRelationship): AsyncGenerator<string> {
  const records = (): AsyncIterable<string> => recordsOf(store, kept);
  const members = lines({ ...shown(kept), jwks: kept.jwks }, 4);
  yield `${members.slice(0, members.lastIndexOf('\n'))},\n      "records": [`;
  yield* items(records(), 8);
  yield '\n      ],\n      "claims": [';
  yield* items(claimsIn(records()), 8);
  yield '\n      ]\n    }';
}

/**
 * Writes a ledger as a file, in parts.
 *
 * @param passphrase decrypts the keys. With file and passphrase, anybody can act as this customer.
 * @throws TypeError if the page has given a `toJSON` to all objects
 */
export async function* writeFile(store: LedgerStore, passphrase: string): AsyncGenerator<string> {
  // The encryption's header is not written here: fail now, not when the person opens the file.
  if ('toJSON' in {}) throw new TypeError('This page has an Object.prototype.toJSON, which breaks the file. Remove it first.');
  const keys: Record<string, JWK> = {};
  yield `{\n  "relbutton": 1,\n  "exported": "${new Date().toISOString()}",\n  "relationships": [`;
  let comma = '';
  for await (const kept of relationshipsIn(store)) {
    if (kept.keys) keys[kept.iss] = await exportJWK(kept.keys.privateKey);
    yield `${comma}\n    `;
    yield* relationshipParts(store, kept);
    comma = ',';
  }
  const locked = await new CompactEncrypt(bytes(writeJson(keys)))
    .setProtectedHeader(LOCK)
    .setKeyManagementParameters({ p2c: ROUNDS })
    .encrypt(bytes(passphrase));
  yield `\n  ],\n  "keys": "${locked}"\n}\n`;
}

const unlock = async (locked: string | undefined, passphrase: string): Promise<Record<string, JWK>> => {
  if (locked === undefined) return {};
  try {
    const { plaintext } = await compactDecrypt(locked, bytes(passphrase), {
      keyManagementAlgorithms: [LOCK.alg],
      contentEncryptionAlgorithms: [LOCK.enc],
      maxPBES2Count: ROUNDS,
    });
    return JSON.parse(new TextDecoder().decode(plaintext)) as Record<string, JWK>;
  } catch {
    throw new DOMException('The passphrase does not open this file.', 'OperationError');
  }
};

/** Imports the key pair of a private JWK. */
export const importPair = async (jwk: JWK): Promise<CryptoKeyPair> => {
  const publicKey: JWK = { ...jwk };
  delete publicKey.d;
  const alg = jwk.kty === 'EC' ? 'ES256' : 'EdDSA';
  const [privateKey, verifying] = await Promise.all([jwk, publicKey].map((one) => importJWK(one, alg, { extractable: true })));
  return { privateKey, publicKey: verifying } as CryptoKeyPair;
};

const readJson = (text: string): Pick<File, 'relationships' | 'keys'> => {
  let file: Partial<File> | null = null;
  try {
    file = JSON.parse(text) as Partial<File> | null;
  } catch {
    // Rejected below, like every other file of the wrong form.
  }
  if (file?.relbutton !== 1 || !Array.isArray(file.relationships) || !/^(string|undefined)$/.test(typeof file.keys))
    throw new TypeError('This is not a ledger file.');
  return file as File;
};

const areTexts = (values: readonly unknown[]): boolean => values.every((one) => typeof one === 'string');

/** Reads one relationship of a file, and checks its keys. `merge` checks its records. */
const readRelationship = async (
  relationship: File['relationships'][number] | null,
  keys: Record<string, JWK>,
): Promise<ReadRelationship> => {
  const {
    vendor,
    name,
    iss,
    records,
    proposed = undefined,
    jwks,
    erasure: told,
  } = relationship ?? ({} as File['relationships'][number]);
  if (!areTexts([vendor, name, iss]) || !Array.isArray(records) || !areTexts(records) || !areTexts([proposed ?? '']))
    throw new TypeError('A relationship in this file needs vendor, name, iss and records, each a text or a list of texts.');
  const jwk = keys[iss];
  const isReadOnly = !jwk && records.some((record: string) => signedBy(record) === 'passkey');
  if (!isReadOnly && (!jwk || (await thumbprintOf(jwk)) !== iss))
    throw new TypeError(`The key for ${vendor} is not in this file.`);
  const waiting = proposed === undefined ? undefined : readClaims(proposed);
  if (waiting === null || (waiting && (waiting.iss !== iss || waiting.aud !== vendor)))
    throw new TypeError(`The record that waits for ${vendor} in this file is not signed by its customer.`);
  const published = parseKeys(jwks, `The relationship with ${vendor} in this file`, Infinity);
  const pair = jwk && { keys: await importPair(jwk) };
  const erasure = readErasure(told);
  return { vendor, name, iss, ...pair, jwks: published, records, proposed, ...(erasure && { erasure }) };
};

/**
 * Reads a file that `writeFile` wrote.
 *
 * @returns its relationships, each to be passed to `merge`
 * @throws TypeError if it is not a ledger file; DOMException `OperationError` if the passphrase is wrong
 */
const readFile = async (text: string, passphrase: string): Promise<readonly ReadRelationship[]> => {
  const { relationships, keys: locked } = readJson(text);
  const keys = await unlock(locked, passphrase);
  const read: ReadRelationship[] = [];
  for (const one of relationships) read.push(await readRelationship(one, keys));
  return read;
};

/** See `Ledger.import`. */
export const importInto = async (store: LedgerBase, file: string, passphrase: string): Promise<void> => {
  const read = new Map<string, ReadRelationship>();
  for (const one of await readFile(file, passphrase)) {
    const other = read.get(one.iss);
    read.set(one.iss, other ? together(other, one) : one);
  }
  const vendors = Array.from(read.values(), ({ vendor }) => vendor);
  await store.inTurn(vendors, async () => {
    const changes = [];
    for (const one of read.values()) changes.push(await merge(store, await store.find(one.iss), one));
    await store.put(...changes);
  });
};
