/**
 * Stores a vendor's answers in the ledger.
 *
 * @module
 */
import { isAgreement } from '../contract/agreements.js';
import { type Claims, readClaims } from '../contract/record.js';
import { parseRecords, parseReply } from '../contract/replies.js';
import { RecordError, type RefusalCode } from '../records/errors.js';
import { signRecord } from '../records/sign.js';
import type { Answer } from './ask.js';
import type { LedgerStore } from './ledger-store.js';
import { isSamePayload, join, keysOf, type StoredRelationship } from './relationship.js';
import { findVendor, publishesNothing, type VendorClient } from './vendor-client.js';

/** Refusals after which the vendor may hold records that the ledger lacks: the ledger keeps the key. */
const UNSETTLING: readonly string[] = [
  'broken_chain',
  'jti_reused',
  'too_many_proposals',
  'too_many_requests',
] satisfies RefusalCode[];

/** The refusal code of a page that has nowhere to send a record (contract, "Negotiation"). */
const NO_ENDPOINT = 'no_endpoint';

/**
 * Signs and sends a question. Neither side keeps it.
 *
 * @param since the last known record, as `prev`
 * @returns the answer's JSON text
 */
export const ask = async (
  kept: StoredRelationship,
  act: 'sync' | 'export',
  client: VendorClient,
  since: { prev?: string } = {},
): Promise<string> => {
  const { status, text } = await client.send(await signRecord({ aud: kept.vendor, act, ...since }, keysOf(kept)), 'records');
  const { code } = parseReply(text, status) ?? {};
  if (code) throw new RecordError(code as RefusalCode);
  return text;
};

/** Adds the records of an answer to `ask` to the relationship. */
export const takeRecords = async (
  store: LedgerStore,
  kept: StoredRelationship,
  text: string,
  client: VendorClient,
): Promise<void> => {
  const records = parseRecords(text);
  if (!records) throw new TypeError(`${kept.vendor} answered without a list of records.`);
  await store.put(await join(kept, records, await client.keys()));
};

/** Returns whether the vendor's server has no endpoint either: only then the page's `no_endpoint` counts. */
const isWithoutEndpoint = async (vendor: string, client: VendorClient | undefined): Promise<boolean> =>
  client ? !client.hasEndpoint : publishesNothing(vendor);

/**
 * Forgets a refused first proposal, with its key. A page can claim a refusal of a record that its server has signed. So if the answer
 * came from a page, ask the server first; if the server cannot be reached, keep the key for the next sync.
 *
 * @param server the server that answered; `undefined` if a page did
 */
const forget = async (
  store: LedgerStore,
  kept: StoredRelationship,
  code: string,
  server: VendorClient | undefined,
): Promise<void> => {
  const { vendor, iss } = kept;
  const unanswered = { ...kept, proposed: undefined };
  await store.put(unanswered);
  const client = server ?? (await findVendor(vendor).catch(() => undefined));
  if (code === NO_ENDPOINT && !server && (await isWithoutEndpoint(vendor, client))) {
    await store.delete(iss);
    return;
  }
  if (!client || kept.isDoubtful) return;
  if (!server) {
    try {
      await takeRecords(store, unanswered, await ask(unanswered, 'sync', client), client);
    } catch {
      return;
    }
  }
  if (!(await store.get(iss)).records.length) await store.delete(iss);
};

/**
 * Keeps a record that the vendor accepted, even if another one waits by now: two windows may each have signed one.
 *
 * @throws RecordError or ChainError if the record is invalid
 */
const accept = async (
  store: LedgerStore,
  kept: StoredRelationship,
  { record, proposed }: { record: string | undefined; proposed: string },
  server: VendorClient | undefined,
): Promise<void> => {
  if (!record || !isSamePayload(record, proposed)) throw new RecordError('malformed');
  const { keys } = server ?? (await findVendor(kept.vendor));
  await store.put(await join(kept, [record], await keys()));
};

/** See `Ledger.settle`. @param server the server that answered; `undefined` if a page did */
export const settle = async (
  store: LedgerStore,
  proposed: string,
  { answer, agreement, record, code = '' }: Answer,
  server?: VendorClient,
): Promise<void> => {
  const { iss, act } = readClaims(proposed) as Claims;
  const kept = await store.find(iss);
  if (!kept || answer === 'pending') return;
  const isWaiting = kept.proposed === proposed;
  if (answer === 'accept') {
    const isKept = kept.records.some((one) => isSamePayload(one, proposed));
    if (isWaiting || !isKept) await accept(store, kept, { record, proposed }, server);
    return;
  }
  if (!isWaiting) return;
  if (answer === 'counter' && !isAgreement(agreement ?? '')) throw new RecordError('unsupported_counter');
  // A page without an endpoint does not undo a leave: the leave waits for the next sync.
  if (act === 'leave' && code === NO_ENDPOINT && kept.records.length) return;
  const isRefusedFirst = answer === 'refuse' && !kept.records.length && !UNSETTLING.includes(code);
  if (isRefusedFirst) await forget(store, kept, code, server);
  else await store.put({ ...kept, proposed: undefined });
};
