/**
 * Stores a vendor's answers in the ledger.
 *
 * @module
 */
import { isAgreement } from '../contract/agreements.js';
import { type Claims, payloadHash, readClaims } from '../contract/record.js';
import { type Erasure, parseRecords, parseReply, readErasure, type RecordsReply } from '../contract/replies.js';
import { RecordError, type RefusalCode } from '../records/errors.js';
import { parseJws } from '../records/jws.js';
import { signRecord } from '../records/sign.js';
import type { Answer } from './ask.js';
import { join } from './join.js';
import type { LedgerBase } from './ledger-base.js';
import { type Change, keysOf, type StoredRelationship } from './relationship.js';
import { findVendor, publishesNothing, type VendorClient } from './vendor-client.js';

/** The answer of a vendor's server; `erasure` if the person left and asked to erase. */
export interface Heard extends Answer {
  readonly erasure?: Erasure | undefined;
}

/** Refusals after which the vendor may hold records that the ledger lacks: the ledger keeps the key. */
const UNSETTLING: readonly string[] = [
  'broken_chain',
  'jti_reused',
  'too_many_proposals',
  'too_many_requests',
] satisfies RefusalCode[];

/** The refusal code of a page that has nowhere to send a record (contract, "Negotiation"). */
const NO_ENDPOINT = 'no_endpoint';

/** The most answers to one question. What they hold is kept, and the next question goes on from there. */
const MAX_PAGES = 256;

/**
 * Signs and sends a question, and one more for the records after those of each answer. Neither side keeps them.
 *
 * @param since the last known record, as `prev`
 * @returns the answers, each with its JSON text
 * @throws RecordError with the code of a refusal; TypeError if an answer has no list of records, or names more and sends none
 */
export async function* ask(
  kept: StoredRelationship,
  act: 'sync' | 'export',
  client: VendorClient,
  since: { prev?: string } = {},
): AsyncGenerator<RecordsReply & { text: string }> {
  const { vendor } = kept;
  let asked: { act: string; prev?: string } = { act, ...since };
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const { status, text } = await client.send(await signRecord({ aud: vendor, ...asked }, keysOf(kept)), 'records');
    const { code } = parseReply(text, status) ?? {};
    if (code) throw new RecordError(code as RefusalCode);
    const reply = parseRecords(text);
    if (!reply) throw new TypeError(`${vendor} answered without a list of records.`);
    yield { ...reply, text };
    if (reply.more !== true) return;
    const last = reply.records.at(-1);
    const prev = last === undefined ? asked.prev : await payloadHash(last);
    if (prev === undefined || prev === asked.prev)
      throw new TypeError(`${vendor} answered that it has more records, without a new one.`);
    asked = { act: 'sync', prev };
  }
  throw new TypeError(`${vendor} answered on more than ${MAX_PAGES} pages. Those are kept; sync again for the others.`);
}

/** Adds the records of an answer to `ask` to the relationship, and what became of the person's data. */
export const takeRecords = async (
  store: LedgerBase,
  iss: string,
  { records, erasure }: RecordsReply,
  client: VendorClient,
): Promise<void> => {
  const change = await join(store, await store.get(iss), records, await client.keys());
  await store.put(withErasure(change, readErasure(erasure)));
};

/** Notes what became of the data of a person who left. Before that a vendor has nothing to say of it. */
const withErasure = (change: Change, erasure: Erasure | undefined): Change => {
  const { relationship } = change;
  return erasure && relationship.head?.status === 'ended' ? { ...change, relationship: { ...relationship, erasure } } : change;
};

/** Returns whether the vendor's server has no endpoint either: only then the page's `no_endpoint` counts. */
const isWithoutEndpoint = async (store: LedgerBase, vendor: string, client: VendorClient | undefined): Promise<boolean> =>
  client ? !client.hasEndpoint : publishesNothing(vendor, store.fetch);

/**
 * Forgets a refused first proposal, with its key. A page can claim a refusal of a record that its server has signed. So if the answer
 * came from a page, ask the server first; if the server cannot be reached, keep the key for the next sync.
 *
 * @param server the server that answered; `undefined` if a page did
 */
const forget = async (
  store: LedgerBase,
  kept: StoredRelationship,
  code: string,
  server: VendorClient | undefined,
): Promise<void> => {
  const { vendor, iss } = kept;
  const unanswered = { ...kept, proposed: undefined };
  await store.put({ relationship: unanswered });
  const client = server ?? (await findVendor(vendor, store.fetch).catch(() => undefined));
  if (code === NO_ENDPOINT && !server && (await isWithoutEndpoint(store, vendor, client))) {
    await store.delete(iss);
    return;
  }
  if (!client || kept.isDoubtful) return;
  if (!server) {
    try {
      for await (const answer of ask(unanswered, 'sync', client)) await takeRecords(store, iss, answer, client);
    } catch {
      return;
    }
  }
  if (!(await store.get(iss)).head) await store.delete(iss);
};

/** Returns whether two records have the same payload. */
const isSamePayload = (a: string, b: string): boolean => parseJws(a).payload === parseJws(b).payload;

/**
 * Keeps a record that the vendor accepted, even if another one waits by now: two windows may each have signed one.
 *
 * @throws RecordError or ChainError if the record is invalid
 */
const accept = async (
  store: LedgerBase,
  kept: StoredRelationship,
  { record, proposed, erasure }: Pick<Heard, 'record' | 'erasure'> & { proposed: string },
  server: VendorClient | undefined,
): Promise<void> => {
  if (!record || !isSamePayload(record, proposed)) throw new RecordError('malformed');
  const { keys } = server ?? (await findVendor(kept.vendor, store.fetch));
  await store.put(withErasure(await join(store, kept, [record], await keys()), erasure));
};

/** See `Ledger.settle`. @param server the server that answered; `undefined` if a page did */
export const settle = async (
  store: LedgerBase,
  proposed: string,
  { answer, agreement, record, erasure, code = '' }: Heard,
  server?: VendorClient,
): Promise<void> => {
  const { iss, act } = readClaims(proposed) as Claims;
  const kept = await store.find(iss);
  if (!kept || answer === 'pending') return;
  const isWaiting = kept.proposed === proposed;
  if (answer === 'accept') {
    const isKept = (await store.record(iss, await payloadHash(proposed))) !== undefined;
    if (isWaiting || !isKept) await accept(store, kept, { record, proposed, erasure }, server);
    return;
  }
  if (!isWaiting) return;
  if (answer === 'counter' && !isAgreement(agreement ?? '')) throw new RecordError('unsupported_counter');
  // A page without an endpoint does not undo a leave: the leave waits for the next sync.
  if (act === 'leave' && code === NO_ENDPOINT && kept.head) return;
  const isRefusedFirst = answer === 'refuse' && !kept.head && !UNSETTLING.includes(code);
  if (isRefusedFirst) await forget(store, kept, code, server);
  else await store.put({ relationship: { ...kept, proposed: undefined } });
};
