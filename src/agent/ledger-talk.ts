/**
 * Exchanges records with a vendor's server, with no page open.
 *
 * @module
 */
import { type Claims, decodeClaims, readClaims } from '../contract/record.js';
import { parseReply, type RecordsReply } from '../contract/replies.js';
import { writeJson } from '../contract/write-json.js';
import { ask, type Heard, settle, takeRecords } from './ledger-answers.js';
import { checkTerms, isUndecided, type Proposal, relationshipFor, renew, type Seen, sign, signAs } from './ledger-signing.js';
import type { LedgerBase } from './ledger-base.js';
import { prevOf, type StoredRelationship } from './relationship.js';
import { findVendor, type VendorClient } from './vendor-client.js';

const readAnswer = (status: number, text: string): Heard => {
  const reply = parseReply(text, status);
  if (!reply) throw new TypeError(`The vendor answered ${status}, with a body that is no reply of the contract.`);
  const { record, erasure, counter, pending, code } = reply;
  if (record) return { answer: 'accept', record, ...(erasure && { erasure }) };
  if (counter) return { answer: 'counter', agreement: counter };
  return pending ? { answer: 'pending' } : { answer: 'refuse', code };
};

/** Sends a record, and stores the answer. */
const send = async (store: LedgerBase, record: string, client: VendorClient): Promise<Heard> => {
  const { status, text } = await client.send(record, 'reply');
  const answer = readAnswer(status, text);
  await settle(store, record, answer, client);
  return answer;
};

/** Fetches the records that the vendor has signed since the last one in the ledger. */
const fetchRecords = async (store: LedgerBase, kept: StoredRelationship, client: VendorClient): Promise<void> => {
  for await (const answer of ask(kept, 'sync', client, prevOf(kept))) await takeRecords(store, kept.iss, answer, client);
};

/**
 * Sends a record. If the vendor has signed something meanwhile, fetches that and signs again.
 *
 * @param signing `signAgain` signs the same act with the fetched records before it
 */
const deliver = async (
  store: LedgerBase,
  { record, signAgain }: { record: string; signAgain: () => Promise<string> },
  client: VendorClient,
): Promise<Heard> => {
  const { iss } = readClaims(record) as Claims;
  let heard = await send(store, record, client);
  for (let tries = 0; heard.code === 'broken_chain' && tries < 3; tries++) {
    await fetchRecords(store, await store.get(iss), client);
    heard = await send(store, await signAgain(), client);
  }
  return heard;
};

/** Sends the waiting record. @returns the vendor's answer; `undefined` if none waits */
const sendWaiting = async (store: LedgerBase, kept: StoredRelationship, client: VendorClient): Promise<Heard | undefined> => {
  const { iss, vendor: origin, name, proposed, head } = kept;
  if (!proposed) return undefined;
  const record = await renew(store, kept, proposed);
  const { act, agreement, body } = decodeClaims(record) as Claims;
  // Do not propose an agreement again without the person: another one may have been agreed meanwhile.
  if (act === 'relate') return send(store, record, client);
  const said = { vendor: { origin, name }, act, ...(agreement && { agreement }), ...(body && { body }) } as Proposal;
  const signAgain = async (): Promise<string> => {
    const now = await store.get(iss);
    checkTerms(act, now, { inForce: head?.agreement });
    return signAs(store, now, said);
  };
  return deliver(store, { record, signAgain }, client);
};

/** See `Ledger.sync`. */
export const sync = async (store: LedgerBase, iss: string, client: VendorClient): Promise<Heard | undefined> => {
  const before = await store.get(iss);
  const heard = await sendWaiting(store, before, client);
  // A refused first proposal is forgotten by now.
  const kept = await store.find(iss);
  if (kept) await fetchRecords(store, kept, client);
  return heard;
};

/** Who says an act, and what they saw when they agreed to it. */
interface Saying {
  /** Names the relationship. Default: the one with the vendor that has not ended. */
  readonly iss?: string | undefined;
  readonly seen?: Seen | undefined;
}

/** See `Ledger.say`. */
export const say = async (store: LedgerBase, proposal: Proposal, { iss, seen }: Saying = {}): Promise<Heard> => {
  const { vendor, act } = proposal;
  const before = await relationshipFor(store, proposal, iss);
  // One record waits at a time: send the earlier one first, or it would be lost. Nothing delays a leave.
  if (before?.proposed && act !== 'leave') {
    await sendWaiting(store, before, await findVendor(vendor.origin, store.fetch));
    const after = await store.find(before.iss);
    // The vendor would refuse another proposal by this code, and the earlier one would no longer wait here.
    if (after && isUndecided(after)) return { answer: 'refuse', code: 'too_many_proposals' };
  }
  const signAgain = (): Promise<string> => sign(store, proposal, iss, seen);
  const record = await signAgain();
  return deliver(store, { record, signAgain }, await findVendor(vendor.origin, store.fetch));
};

/** See `Ledger.exportFrom`. */
export const exportFrom = async (store: LedgerBase, iss: string, client: VendorClient): Promise<string> => {
  const answers: (RecordsReply & { text: string })[] = [];
  for await (const answer of ask(await store.get(iss), 'export', client)) {
    await takeRecords(store, iss, answer, client);
    answers.push(answer);
  }
  const [first, ...others] = answers;
  if (!first || !others.length) return first?.text ?? '';
  const { data } = first;
  const records = answers.flatMap((answer) => answer.records);
  return writeJson({ records, ...(data !== undefined && { data }) });
};
