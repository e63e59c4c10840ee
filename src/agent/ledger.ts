/**
 * Signs and keeps records, in the agent's own window, extension or app. Never import it in a vendor's page: the page's scripts could
 * use its keys.
 *
 * @module
 */
import { readClaims } from '../contract/record.js';
import { RecordError } from '../records/errors.js';
import type { Answer } from './ask.js';
import { importInto, writeFile } from './file.js';
import { actsOf, type LedgerActs } from './ledger-acts.js';
import { type Heard, settle } from './ledger-answers.js';
import { openIndexedDb } from './indexed-db-store.js';
import { type Proposal, type Seen, sign } from './ledger-signing.js';
import { baseOn, type LedgerBase, recordsOf, relationshipsIn } from './ledger-base.js';
import type { LedgerStore } from './ledger-store.js';
import { exportFrom, say, sync } from './ledger-talk.js';
import { type CustomerRelationship, listed, type ListedRelationship, shown } from './relationship.js';
import { type Fetch, findVendor } from './vendor-client.js';

export { type Balance, balanceOf } from '../contract/balance.js';
export { type Body, CURRENCIES } from '../contract/bodies.js';
export { ChainError, type ChainFault, type Link, linkOf } from '../contract/chain.js';
export { type Conversation, conversationsOf } from '../contract/conversations.js';
export { type Pledge, pledgesOf } from '../contract/pledges.js';
export { type Regards, regardsOf } from '../contract/regards.js';
export type { Erasure } from '../contract/replies.js';
export { type ActiveShare, activeShares } from '../contract/shares.js';
export { RecordError, type RefusalCode } from '../records/errors.js';
export type { Told } from './ledger-acts.js';
export type { Proposal, Seen } from './ledger-signing.js';
export type { Heard } from './ledger-answers.js';
export type { LedgerStore } from './ledger-store.js';
export type { Change, CustomerRelationship, ListedRelationship, StoredRecord, StoredRelationship } from './relationship.js';
export { fetchOffer, type Offer } from './vendor-client.js';

/**
 * The keys and records of one person. All steps for one vendor run one after the other, in all windows of the agent, so that
 * concurrent calls neither lose nor restore anything. A vendor's server has 20 s for each answer, to its last byte.
 */
export interface Ledger extends LedgerActs {
  /**
   * Signs a record with the key for this vendor. The first `relate` or `intentcast` makes that key, and so does the first one after
   * an end. The record waits for its answer: pass that to `settle`. One record waits at a time.
   *
   * @param proposal the act, its body, and the vendor it is addressed to
   * @returns the record to propose, a JWS as JSON text (RFC 7515, section 7.2)
   * @throws RecordError `not_related` for an act that begins no relationship, if there is none or its first proposal still waits;
   * RecordError with the code of what is wrong with the record (contract, "Records"): nothing is kept then. DOMException
   * `InvalidStateError` if a passkey signs for this vendor, as `say`, `sync` and `exportFrom` throw
   * @example
   * const record = await ledger.sign({ vendor, act: 'relate', agreement: 'SD-BASE', challenge });
   * const answer = await propose(record);
   * await ledger.settle(record, answer);
   */
  sign(proposal: Proposal): Promise<string>;
  /**
   * Stores a vendor's answer to a record. After `accept` it checks payload and both signatures against the vendor's published keys,
   * and keeps the record. After `refuse` of a first proposal it forgets the relationship and its key, unless the vendor's server
   * holds a record of it. After the code `no_endpoint` it forgets both if the vendor publishes no endpoint; a leave waits for the
   * next `sync`.
   *
   * @param record as returned by `sign`. A record that this ledger has not signed, or that was deleted meanwhile, changes nothing
   * @param answer as returned by `propose`
   * @throws RecordError with its code, or ChainError, if the accepted record is invalid; nothing is kept then. RecordError
   * `unsupported_counter` if the counter is not in the roster. TypeError if the keys cannot be fetched
   * @example
   * await ledger.settle(record, { answer: 'refuse', code: 'refused' });
   */
  settle(record: string, answer: Answer): Promise<void>;
  /**
   * Signs a record, sends it to the vendor's server and stores the answer, with no page open. If the vendor has signed something
   * meanwhile, it syncs and signs again. It sends a waiting record first.
   *
   * @param proposal the act, its body, and the vendor it is addressed to
   * @param seen `inForce`: the agreement that the person saw in force when they agreed. Under another one nothing is signed, but a
   * leave. Default: any
   * @returns the vendor's answer; `erasure` if the person left and asked to erase. `refuse` with `too_many_proposals` if the vendor
   * has not decided on the first proposal yet, which goes on waiting
   * @throws TypeError if the vendor cannot be reached. The record then waits for the next `sync`, unless an earlier one waits
   * already; a leave always waits, and counts at once. DOMException `InvalidStateError` if not the terms in `seen` are in force. RecordError and ChainError as `sign` and `settle`
   * @example
   * const { answer, code } = await ledger.say({ vendor, act: 'pause', body: { reason: 'a journey' } });
   */
  say(proposal: Proposal, seen?: Seen): Promise<Heard>;
  /**
   * Sends the waiting record, and fetches the vendor's new records, page by page, and what became of data to erase. A record expires
   * after ten minutes, and the vendor then refuses it; a leave is signed again.
   *
   * @param iss names the relationship, as in `list`
   * @returns the vendor's answer to the waiting record; `undefined` if none waited
   * @throws RecordError `not_related` if there is none; TypeError if the vendor cannot be reached, or its answer is over the limit
   * (65,536 bytes for what it publishes, 196,608 for a reply, 12,582,912 for records, 32 keys, 256 answers); RecordError or ChainError
   * if a record in an answer is invalid, and nothing of that answer is kept
   * @example
   * for (const { iss } of await ledger.list()) await ledger.sync(iss);
   */
  sync(iss: string): Promise<Heard | undefined>;
  /**
   * Asks a vendor for everything it holds about this customer.
   *
   * @param iss names the relationship, as in `list`
   * @returns the answer as JSON text, `{records, data?}`; if it came on several pages, with the records of all
   * @throws as `sync`
   * @example
   * const { records, data } = JSON.parse(await ledger.exportFrom(iss));
   */
  exportFrom(iss: string): Promise<string>;
  /**
   * Lists all relationships with all their records, sorted by the vendor's name. It holds everything at once; `relationships` and
   * `records` read page by page.
   *
   * @example
   * const related = (await ledger.list()).filter(({ status }) => status === 'related');
   */
  list(): Promise<readonly CustomerRelationship[]>;
  /**
   * Lists the relationships without their records, page by page, in the order of their `iss`.
   *
   * @param page `after`: the `iss` of the one before the first, such as the last one of the page before; `limit`: at most so many.
   * Default: all
   * @example
   * for await (const { iss, status, counts } of ledger.relationships({ limit: 20 })) console.log(iss, status, counts);
   */
  relationships(page?: { readonly after?: string | undefined; readonly limit?: number }): AsyncIterable<ListedRelationship>;
  /**
   * Lists the records of a relationship page by page, in the order of the chain.
   *
   * @param iss names the relationship, as in `list`
   * @param page `after`: the hash of the record before the first one, as `linkOf` has it; `limit`: at most so many. Default: all
   * @throws RecordError `not_related` if there is no such relationship, `unknown_re` if it has no record of that hash
   * @example
   * for await (const record of ledger.records(iss)) console.log(readClaims(record)?.act);
   */
  records(iss: string, page?: { readonly after?: string | undefined; readonly limit?: number }): AsyncIterable<string>;
  /**
   * Writes everything as one file: JSON text that a person can read, with the keys encrypted.
   *
   * @param passphrase encrypts the keys, by PBKDF2 with 600,000 rounds
   * @throws TypeError if the page has given a `toJSON` to all objects
   * @example
   * const file = new Blob([await ledger.export('correct horse')], { type: 'application/json' });
   */
  export(passphrase: string): Promise<string>;
  /**
   * Writes the file of `export` in parts, for a stream or a Blob: it reads the records page by page.
   *
   * @throws as `export`
   * @example
   * const parts = [];
   * for await (const part of ledger.exportParts('correct horse')) parts.push(part);
   * const file = new Blob(parts, { type: 'application/json' });
   */
  exportParts(passphrase: string): AsyncIterable<string>;
  /**
   * Imports a file that any ledger's `export` wrote, or the copy of a relationship that a passkey signs for. It adds all of it or
   * nothing. A relationship that a passkey signs for is read-only. A file may hold only the records that follow those here.
   *
   * @param file its text
   * @param passphrase as passed to `export`; leave it out if the file has no keys
   * @throws TypeError if it is not a ledger file; DOMException `OperationError` for a wrong passphrase; RecordError or ChainError if
   * a record or chain in it is invalid
   * @example
   * await ledger.import(await file.text(), 'correct horse');
   */
  import(file: string, passphrase?: string): Promise<void>;
  /**
   * Forgets a relationship, its records and its key, after the running steps for its vendor. The vendor is not told: to tell it, say
   * `leave` first. A relationship that does not exist is no error.
   *
   * @param iss names the relationship, as in `list`
   * @example
   * await ledger.delete(iss);
   */
  delete(iss: string): Promise<void>;
}

async function* recordsAfter(store: LedgerBase, iss: string, after: string | undefined, limit?: number): AsyncGenerator<string> {
  const kept = await store.get(iss);
  const begin = after === undefined ? undefined : await store.record(iss, after);
  if (after !== undefined && !begin) throw new RecordError('unknown_re');
  yield* recordsOf(store, kept, begin?.at, limit);
}

async function* listedIn(store: LedgerBase, after?: string, limit?: number): AsyncGenerator<ListedRelationship> {
  for await (const kept of relationshipsIn(store, after, limit)) yield listed(kept);
}

const joined = async (parts: AsyncIterable<string>): Promise<string> => {
  let text = '';
  for await (const part of parts) text += part;
  return text;
};

const ledgerOn = (store: LedgerBase): Ledger => ({
  ...actsOf(store),
  sign: (proposal) => store.inTurn([proposal.vendor.origin], () => sign(store, proposal)),
  async settle(record, answer) {
    const claims = readClaims(record);
    if (claims) await store.inTurn([claims.aud], () => settle(store, record, answer));
  },
  say: (proposal, seen) => store.inTurn([proposal.vendor.origin], () => say(store, proposal, { seen })),
  async sync(iss) {
    const { vendor } = await store.get(iss);
    return store.inTurn([vendor], async () => sync(store, iss, await findVendor(vendor, store.fetch)));
  },
  async exportFrom(iss) {
    const { vendor } = await store.get(iss);
    return store.inTurn([vendor], async () => exportFrom(store, iss, await findVendor(vendor, store.fetch)));
  },
  async list() {
    const { relationships, records } = await store.all();
    const textsOf = new Map(relationships.map(({ iss }) => [iss, [] as string[]]));
    for (const { iss, record } of records) textsOf.get(iss)?.push(record);
    const all = relationships.map((kept) => ({ ...shown(kept), records: textsOf.get(kept.iss) ?? [] }));
    return all.sort((a, b) => a.name.localeCompare(b.name));
  },
  relationships: ({ after, limit } = {}) => listedIn(store, after, limit),
  records: (iss, { after, limit } = {}) => recordsAfter(store, iss, after, limit),
  export: (passphrase) => joined(writeFile(store, passphrase)),
  exportParts: (passphrase) => writeFile(store, passphrase),
  import: (file, passphrase = '') => importInto(store, file, passphrase),
  async delete(iss) {
    const kept = await store.find(iss);
    if (kept) await store.inTurn([kept.vendor], () => store.delete(iss));
  },
});

/**
 * Opens a ledger. By default it is that of this origin, stored in IndexedDB, and shared by all windows that open the same name.
 *
 * @param store the name of the database, or a store. Default: `relbutton-ledger`
 * @param options `fetch`: reaches vendors. Default: the global one
 * @throws DOMException if the browser has no IndexedDB, as in some private windows
 * @example
 * const ledger = await openLedger();
 * const record = await ledger.sign({ vendor: { origin: 'https://shop.example', name: 'Shop' }, act: 'relate', agreement: 'SD-BASE' });
 */
export const openLedger = async (
  store: string | LedgerStore = 'relbutton-ledger',
  { fetch = (...request) => globalThis.fetch(...request) }: { readonly fetch?: Fetch } = {},
): Promise<Ledger> => ledgerOn(baseOn(typeof store === 'string' ? await openIndexedDb(store) : store, fetch));
