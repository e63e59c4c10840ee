/**
 * What a ledger takes down of a vendor's answers.
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

/** Refusals after which the vendor may hold more than the ledger knows: the key is not thrown away then. */
const UNSETTLING: readonly string[] = [
  'broken_chain',
  'jti_reused',
  'too_many_proposals',
  'too_many_requests',
] satisfies RefusalCode[];

/** What a page answers that has nowhere to send a record to (contract, Negotiation). */
const NO_ENDPOINT = 'no_endpoint';

/**
 * Signs a question, which nobody keeps, and sends it.
 *
 * @param since the last record that is known, as `prev`
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

/** Takes in the records of an answer to `ask`. */
export const takeRecords = async (
  store: LedgerStore,
  kept: StoredRelationship,
  text: string,
  client: VendorClient,
): Promise<void> => {
  const records = parseRecords(text);
  if (!records) throw new TypeError(`${kept.vendor} did not say what it holds.`);
  await store.put(await join(kept, records, await client.keys()));
};

/** Whether nothing can be agreed with a vendor, as its page says: its server publishes no endpoint either. */
const isWithoutEndpoint = async (vendor: string, client: VendorClient | undefined): Promise<boolean> =>
  client ? !client.hasEndpoint : publishesNothing(vendor);

/**
 * Forgets a first proposal that was refused, with its key. A page can say so of what its server has signed: where the word is the
 * page's, the server is asked first, and where that is not reached the key stays, for the next sync.
 *
 * @param server answered itself; `undefined` where a page did
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
 * Keeps a record that the vendor accepted, also where another one waits by now: two windows may have signed one each.
 *
 * @throws RecordError, ChainError where it does not hold
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

/** As `Ledger.settle`. @param server answered itself; `undefined` where a page did */
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
  // A page that cannot pass on a leave does not undo it: it waits for the next sync.
  if (act === 'leave' && code === NO_ENDPOINT && kept.records.length) return;
  const isRefusedFirst = answer === 'refuse' && !kept.records.length && !UNSETTLING.includes(code);
  if (isRefusedFirst) await forget(store, kept, code, server);
  else await store.put({ ...kept, proposed: undefined });
};
