/**
 * What signs and keeps records, in the agent's own place: its window, extension or app. Never in a vendor's page, whose scripts
 * could use whatever lies there.
 *
 * @module
 */
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { isAgreement } from '../contract/agreements.js';
import { lastOf, linkOf, orderChain } from '../contract/chain.js';
import { type Claims, readClaims } from '../contract/record.js';
import { type Erasure, parseErasure, parseRecords, parseReply } from '../contract/replies.js';
import { RecordError, type RefusalCode } from '../records/errors.js';
import { signRecord, type Statement } from '../records/sign.js';
import type { Answer } from './ask.js';
import { openCollection } from './database.js';
import { readFile, writeFile } from './file.js';
import { isSamePayload, join, type StoredRelationship, type CustomerRelationship, relationshipOf } from './relationship.js';
import { findVendor, type VendorClient } from './vendor-client.js';

export { ChainError, type ChainFault } from '../contract/chain.js';
export type { Erasure } from '../contract/replies.js';
export { RecordError, type RefusalCode } from '../records/errors.js';
export type { CustomerRelationship } from './relationship.js';

/** What the person says to a vendor. */
export interface Proposal extends Pick<Statement, 'act' | 'agreement' | 'challenge' | 'body'> {
  /** The vendor, its origin as the browser gave it. */
  readonly vendor: { readonly origin: string; readonly name: string };
}

/** A vendor's answer with no page between; `erasure` where the person left and asked to erase. */
export interface Heard extends Answer {
  readonly erasure?: Erasure;
}

export interface Ledger {
  /**
   * Signs a record with the key for this vendor, which is made for the first one, and anew once a relationship has ended.
   *
   * @returns the record's text, to be proposed
   * @throws RecordError `not_related` for an act other than `relate` where there is nothing to go on with
   */
  sign(proposal: Proposal): Promise<string>;
  /**
   * Takes down what a vendor answered to a record. Of an `accept` the record is kept, once its two signatures and its payload
   * are checked with the keys that the vendor publishes.
   *
   * @param record as `sign` gave it
   * @throws RecordError with its code, where the accepted record does not hold; nothing is kept then. `unsupported_counter`
   * where what is suggested is in no roster.
   */
  settle(record: string, answer: Answer): Promise<void>;
  /**
   * Signs, sends to the vendor's server and takes down the answer, with no page of it open. Where the vendor has said
   * something meanwhile, the ledger syncs and signs again.
   *
   * @throws TypeError where the vendor is not reached: the record waits for the next `sync`. A leave counts all the same.
   */
  say(proposal: Proposal): Promise<Heard>;
  /**
   * Asks a vendor what it has said: answers that are due, and records of its own.
   *
   * @param iss the relationship's
   * @throws TypeError where the vendor is not reached; RecordError or ChainError where what it says does not hold, and nothing
   * of it is kept
   */
  sync(iss: string): Promise<void>;
  /**
   * Asks a vendor for what it holds.
   *
   * @returns its answer as JSON text: `records`, and `data` where it holds more
   * @throws as `sync`
   */
  exportFrom(iss: string): Promise<string>;
  /** All relationships, by the vendor's name. */
  list(): Promise<readonly CustomerRelationship[]>;
  /** Everything as one file, JSON text; the passphrase locks the keys in it. */
  export(passphrase: string): Promise<string>;
  /**
   * Takes in a file that `export` wrote, here or elsewhere, beside what is here already.
   *
   * @throws TypeError, DOMException `OperationError` for another passphrase, RecordError, ChainError; nothing is taken in then
   */
  import(file: string, passphrase: string): Promise<void>;
  /** Forgets a relationship: its records, and the key made for it. The vendor is told nothing; `leave` tells it. */
  delete(iss: string): Promise<void>;
}

/** Refusals after which the vendor may hold more than the ledger knows: the key is not thrown away then. */
const UNSETTLING: readonly string[] = [
  'broken_chain',
  'jti_reused',
  'too_many_proposals',
  'too_many_requests',
] satisfies RefusalCode[];

/**
 * Opens the ledger of this origin.
 *
 * @param name of the database. Default: `relbutton-ledger`
 */
export const openLedger = async (name = 'relbutton-ledger'): Promise<Ledger> => {
  const collection = await openCollection<StoredRelationship>(name, 'iss');

  /** One step after the other for a vendor, in all windows of the agent: each reads what the one before has written. */
  const inTurn = <T>(vendor: string, step: () => Promise<T>): Promise<T> =>
    globalThis.navigator.locks.request(`${name} ${vendor}`, step);

  const get = async (iss: string): Promise<StoredRelationship> => {
    const kept = await collection.get(iss);
    if (!kept) throw new RecordError('not_related');
    return kept;
  };
  /** The relationship with a vendor that has not ended. */
  const current = async (vendor: string): Promise<StoredRelationship | undefined> => {
    for (const kept of await collection.all())
      if (kept.vendor === vendor && (await relationshipOf(kept)).status !== 'ended') return kept;
    return undefined;
  };

  // The keys can be taken out, for `export`: whoever runs script in the agent's own origin could sign with them anyway.
  const begin = async ({ origin, name }: Proposal['vendor']): Promise<StoredRelationship> => {
    const keys = await generateKeyPair('ES256', { extractable: true });
    const iss = await calculateJwkThumbprint(await exportJWK(keys.publicKey));
    return { vendor: origin, name, iss, keys, jwks: { keys: [] }, records: [], proposed: undefined };
  };

  const prevOf = async ({ records }: StoredRelationship): Promise<{ prev?: string }> => {
    const last = lastOf(orderChain(await Promise.all(records.map(linkOf))));
    return last ? { prev: last.hash } : {};
  };

  const sign = async ({ vendor, ...said }: Proposal): Promise<string> => {
    const known = await current(vendor.origin);
    if (!known && said.act !== 'relate') throw new RecordError('not_related');
    const kept = known ?? (await begin(vendor));
    const proposed = await signRecord({ aud: vendor.origin, ...said, ...(await prevOf(kept)) }, kept.keys);
    await collection.put({ ...kept, name: vendor.name, proposed });
    return proposed;
  };

  /** Signs a question, which nobody keeps, and sends it. */
  const ask = async (
    kept: StoredRelationship,
    act: 'sync' | 'export',
    end: VendorClient,
    since: { prev?: string },
  ): Promise<string> => {
    const { status, text } = await end.send(await signRecord({ aud: kept.vendor, act, ...since }, kept.keys));
    const { code } = parseReply(text, status) ?? {};
    if (code) throw new RecordError(code as RefusalCode);
    return text;
  };

  const takeRecords = async (kept: StoredRelationship, text: string, end: VendorClient): Promise<void> => {
    const records = parseRecords(text);
    if (!records) throw new TypeError(`${kept.vendor} did not say what it holds.`);
    await collection.put(await join(kept, records, await end.keys()));
  };

  /**
   * Throws away what was refused, and its key. A page can say so of what its server has signed: where the word is the page's, the
   * server is asked first, and where that is not reached the key stays, for the next sync.
   */
  const forget = async (kept: StoredRelationship, end: VendorClient | undefined): Promise<void> => {
    const unanswered = { ...kept, proposed: undefined };
    await collection.put(unanswered);
    try {
      const asked = end ?? (await findVendor(kept.vendor));
      if (!end) await takeRecords(unanswered, await ask(unanswered, 'sync', asked, {}), asked);
    } catch {
      return;
    }
    if (!(await get(kept.iss)).records.length) await collection.delete(kept.iss);
  };

  const settle = async (
    proposed: string,
    { answer, agreement, record, code = '' }: Answer,
    end?: VendorClient,
  ): Promise<void> => {
    const claims = readClaims(proposed);
    const kept = claims && (await collection.get(claims.iss));
    if (!kept || kept.proposed !== proposed || answer === 'pending') return;
    if (answer === 'counter' && !isAgreement(agreement ?? '')) throw new RecordError('unsupported_counter');
    if (answer === 'accept') {
      if (!record || !isSamePayload(record, proposed)) throw new RecordError('malformed');
      const { keys } = end ?? (await findVendor(kept.vendor));
      await collection.put({ ...(await join(kept, [record], await keys())), proposed: undefined });
    } else if (answer === 'refuse' && !kept.records.length && !UNSETTLING.includes(code)) await forget(kept, end);
    else await collection.put({ ...kept, proposed: undefined });
  };

  /** @returns the vendor's answer, taken down */
  const send = async (record: string, end: VendorClient): Promise<Heard> => {
    const { status, text } = await end.send(record);
    const reply = parseReply(text, status);
    if (!reply) throw new TypeError(`The vendor answered ${status}, and nothing of sense.`);
    const { record: agreed, counter, pending, code } = reply;
    const erasure = parseErasure(text);
    const refusedOr = pending ? 'pending' : 'refuse';
    const answer: Heard = agreed
      ? { answer: 'accept', record: agreed, ...(erasure && { erasure }) }
      : { answer: counter ? 'counter' : refusedOr, agreement: counter, code };
    await settle(record, answer, end);
    return answer;
  };

  /** What is to be sent again: as it was, but for a leave past its time. That waits until the vendor is reached, however long. */
  const renew = async (kept: StoredRelationship, proposed: string): Promise<string> => {
    const { act, exp, body } = readClaims(proposed) as Claims;
    if (act !== 'leave' || exp > Date.now() / 1_000) return proposed;
    const renewed = await signRecord({ aud: kept.vendor, act, ...(body && { body }), ...(await prevOf(kept)) }, kept.keys);
    await collection.put({ ...kept, proposed: renewed });
    return renewed;
  };

  const sync = async (iss: string, end: VendorClient): Promise<void> => {
    const before = await get(iss);
    if (before.proposed) await send(await renew(before, before.proposed), end);
    // What was refused as the first of all is forgotten, and there is nothing to ask.
    const kept = await collection.get(iss);
    if (kept) await takeRecords(kept, await ask(kept, 'sync', end, await prevOf(kept)), end);
  };

  return {
    sign: (proposal) => inTurn(proposal.vendor.origin, () => sign(proposal)),
    async settle(record, answer) {
      const claims = readClaims(record);
      if (claims) await inTurn(claims.aud, () => settle(record, answer));
    },
    say: (proposal) =>
      inTurn(proposal.vendor.origin, async () => {
        const record = await sign(proposal);
        const end = await findVendor(proposal.vendor.origin);
        let heard = await send(record, end);
        for (let tries = 0; heard.code === 'broken_chain' && tries < 3; tries++) {
          await sync((readClaims(record) as Claims).iss, end);
          heard = await send(await sign(proposal), end);
        }
        return heard;
      }),
    async sync(iss) {
      const { vendor } = await get(iss);
      await inTurn(vendor, async () => sync(iss, await findVendor(vendor)));
    },
    async exportFrom(iss) {
      const { vendor } = await get(iss);
      return inTurn(vendor, async () => {
        const end = await findVendor(vendor);
        const kept = await get(iss);
        const text = await ask(kept, 'export', end, {});
        await takeRecords(kept, text, end);
        return text;
      });
    },
    async list() {
      const all = await Promise.all((await collection.all()).map(relationshipOf));
      return all.sort((a, b) => a.name.localeCompare(b.name));
    },
    export: async (passphrase) => writeFile(await collection.all(), passphrase),
    async import(file, passphrase) {
      const all = await readFile(file, passphrase);
      const merge = async (read: StoredRelationship): Promise<StoredRelationship> => {
        const known = await collection.get(read.iss);
        return known ? join(known, read.records, read.jwks) : read;
      };
      // All of it holds together with what is here, or none is taken in.
      await Promise.all(all.map(merge));
      for (const read of all) await inTurn(read.vendor, async () => collection.put(await merge(read)));
    },
    delete: (iss) => collection.delete(iss),
  };
};
