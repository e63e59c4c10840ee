/**
 * What signs and keeps records, in the agent's own place: its window, extension or app. Never in a vendor's page, whose scripts
 * could use everything that is there.
 *
 * @module
 */
import { readClaims } from '../contract/record.js';
import type { Answer } from './ask.js';
import { readFile, writeFile } from './file.js';
import { settle } from './ledger-answers.js';
import { type Proposal, sign } from './ledger-signing.js';
import { type LedgerStore, openStore } from './ledger-store.js';
import { exportFrom, type Heard, say, sync } from './ledger-talk.js';
import { type CustomerRelationship, merge, relationshipOf, type StoredRelationship } from './relationship.js';
import { findVendor } from './vendor-client.js';

export { ChainError, type ChainFault } from '../contract/chain.js';
export type { Erasure } from '../contract/replies.js';
export { RecordError, type RefusalCode } from '../records/errors.js';
export type { Proposal } from './ledger-signing.js';
export type { Heard } from './ledger-talk.js';
export type { CustomerRelationship } from './relationship.js';
export { fetchOffer, type Offer } from './vendor-client.js';

/**
 * Keys and records of one person. All steps for one vendor run one after the other, in all windows of the agent: what two of them do
 * at once neither loses nor brings back anything. A vendor's server has 20 s for each answer, to its last byte.
 */
export interface Ledger {
  /**
   * Signs a record with the key for this vendor. The first `relate` makes that key, and so does the first one after an end. The
   * record waits for its answer: give that to `settle`. One record waits at a time.
   *
   * @param proposal what the person says, and to whom
   * @returns the record, a JWS as JSON text (RFC 7515, section 7.2), to be proposed
   * @throws RecordError `not_related` for an act other than `relate` where there is no relationship to go on with; DOMException
   * `InvalidStateError` where a passkey signs for this vendor, as `say`, `sync` and `exportFrom` do
   * @example
   * const record = await ledger.sign({ vendor, act: 'relate', agreement: 'SD-BASE', challenge });
   * const answer = await propose(record);
   * await ledger.settle(record, answer);
   */
  sign(proposal: Proposal): Promise<string>;
  /**
   * Takes down a vendor's answer to a record. After `accept` it keeps the record, once payload and both signatures are checked
   * with the keys that the vendor publishes. After `refuse` of a first proposal it forgets the relationship and its key, unless the
   * vendor's server holds more than the page said. After the code `no_endpoint` it forgets both where the vendor publishes no
   * endpoint; a leave waits for the next `sync`.
   *
   * @param record as `sign` gave it. A record that this ledger has not signed, or that was deleted meanwhile, changes nothing
   * @param answer as `propose` gave it
   * @throws RecordError with its code, ChainError where the accepted record does not hold; nothing is kept then. RecordError
   * `unsupported_counter` where the counter is in no roster. TypeError where the keys cannot be fetched
   * @example
   * await ledger.settle(record, { answer: 'refuse', code: 'refused' });
   */
  settle(record: string, answer: Answer): Promise<void>;
  /**
   * Signs, sends to the vendor's server and takes down the answer, with no page open. Where the vendor has said something
   * meanwhile, it syncs and signs again. A record that still waits is sent first.
   *
   * @param proposal what the person says, and to whom
   * @returns the vendor's answer; `erasure` where the person left and asked to erase
   * @throws TypeError where the vendor is not reached. The record waits for the next `sync`, unless an earlier one waits already;
   * a leave always does, and counts at once. RecordError and ChainError as `sign` and `settle`
   * @example
   * const { answer, code } = await ledger.say({ vendor, act: 'pause', body: { reason: 'a journey' } });
   */
  say(proposal: Proposal): Promise<Heard>;
  /**
   * Sends the record that waits, and fetches what the vendor has said since. A record but for a leave can be accepted for ten
   * minutes; later the vendor refuses it.
   *
   * @param iss names the relationship, as in `list`
   * @throws RecordError `not_related` where there is none; TypeError where the vendor is not reached, or answers more than is read
   * (65,536 bytes for what it publishes, 196,608 for a reply, 12,582,912 for records, 32 keys); RecordError or ChainError where
   * what it says does not hold, and nothing of it is kept
   * @example
   * for (const { iss } of await ledger.list()) await ledger.sync(iss);
   */
  sync(iss: string): Promise<void>;
  /**
   * Asks a vendor for what it holds.
   *
   * @param iss names the relationship, as in `list`
   * @returns its answer as JSON text: `{records, data?}`
   * @throws as `sync`
   * @example
   * const { records, data } = JSON.parse(await ledger.exportFrom(iss));
   */
  exportFrom(iss: string): Promise<string>;
  /**
   * Gives all relationships, by the vendor's name.
   *
   * @example
   * const related = (await ledger.list()).filter(({ status }) => status === 'related');
   */
  list(): Promise<readonly CustomerRelationship[]>;
  /**
   * Writes everything as one file: JSON text that a person can read, with the keys locked.
   *
   * @param passphrase locks the keys, by PBKDF2 with 600,000 rounds
   * @example
   * const file = new Blob([await ledger.export('correct horse')], { type: 'application/json' });
   */
  export(passphrase: string): Promise<string>;
  /**
   * Takes in a file that `export` wrote, here or elsewhere, or the copy of a relationship that a passkey signs for, beside what is
   * here already: all of it or nothing. What a passkey signs for is kept to read.
   *
   * @param file its text
   * @param passphrase as it was given to `export`; left out where the file has no keys
   * @throws TypeError where it is no such file; DOMException `OperationError` for another passphrase; RecordError or ChainError
   * where something in it does not hold
   * @example
   * await ledger.import(await file.text(), 'correct horse');
   */
  import(file: string, passphrase?: string): Promise<void>;
  /**
   * Forgets a relationship, its records and its key, once the steps for its vendor that are under way have ended. The vendor hears
   * nothing of it; `leave` tells it. What is not there is no error.
   *
   * @param iss names the relationship, as in `list`
   * @example
   * await ledger.delete(iss);
   */
  delete(iss: string): Promise<void>;
}

const importInto = async (store: LedgerStore, file: string, passphrase: string): Promise<void> => {
  const read = await readFile(file, passphrase);
  const vendors = read.map(({ vendor }) => vendor);
  await store.inTurn(vendors, async () => {
    const merged = new Map<string, StoredRelationship>();
    for (const one of read) merged.set(one.iss, await merge(merged.get(one.iss) ?? (await store.find(one.iss)), one));
    await store.put(...merged.values());
  });
};

/**
 * Opens the ledger of this origin. It lies in IndexedDB; all windows that open the same name share it.
 *
 * @param name of the database. Default: `relbutton-ledger`
 * @throws DOMException where the browser gives no IndexedDB, in some private windows
 * @example
 * const ledger = await openLedger();
 * const record = await ledger.sign({ vendor: { origin: 'https://shop.example', name: 'Shop' }, act: 'relate', agreement: 'SD-BASE' });
 */
export const openLedger = async (name = 'relbutton-ledger'): Promise<Ledger> => {
  const store = await openStore(name);
  return {
    sign: (proposal) => store.inTurn([proposal.vendor.origin], () => sign(store, proposal)),
    async settle(record, answer) {
      const claims = readClaims(record);
      if (claims) await store.inTurn([claims.aud], () => settle(store, record, answer));
    },
    say: (proposal) => store.inTurn([proposal.vendor.origin], () => say(store, proposal)),
    async sync(iss) {
      const { vendor } = await store.get(iss);
      await store.inTurn([vendor], async () => sync(store, iss, await findVendor(vendor)));
    },
    async exportFrom(iss) {
      const { vendor } = await store.get(iss);
      return store.inTurn([vendor], async () => exportFrom(store, iss, await findVendor(vendor)));
    },
    async list() {
      const all = await Promise.all((await store.all()).map(relationshipOf));
      return all.sort((a, b) => a.name.localeCompare(b.name));
    },
    export: async (passphrase) => writeFile(await store.all(), passphrase),
    import: (file, passphrase = '') => importInto(store, file, passphrase),
    async delete(iss) {
      const kept = await store.find(iss);
      if (kept) await store.inTurn([kept.vendor], () => store.delete(iss));
    },
  };
};
