/**
 * What signs and keeps records, in the agent's own place: its window, extension or app. Never in a vendor's page, whose scripts
 * could use whatever lies there.
 *
 * @module
 */
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JSONWebKeySet } from 'jose';
import { payloadHash, readClaims } from '../contract/record.js';
import type { Status } from '../contract/statuses.js';
import { RecordError } from '../records/errors.js';
import { parseJws } from '../records/jws.js';
import { signRecord, type Statement } from '../records/sign.js';
import { verifyRecord } from '../records/verify.js';
import type { Answer } from './ask.js';
import { openCollection } from './database.js';

export { RecordError, type RefusalCode } from '../records/errors.js';

/** A relationship as its customer keeps it. */
export interface Relationship {
  /** The vendor's origin. */
  readonly vendor: string;
  /** The vendor's name, as its page had it. */
  readonly name: string;
  /** The thumbprint of the key made for this vendor alone. */
  readonly iss: string;
  readonly status: Extract<Status, 'none' | 'asked' | 'related'>;
  /** Every record that both sides signed, oldest first: the same bytes that the vendor keeps. */
  readonly records: readonly string[];
  /** What was proposed and is not answered. */
  readonly proposed: string | undefined;
}
interface Kept extends Omit<Relationship, 'status'> {
  readonly keys: CryptoKeyPair;
}

/** What the person says to a vendor. */
export interface Proposal extends Pick<Statement, 'act' | 'agreement' | 'challenge' | 'body'> {
  /** The vendor, its origin as the browser gave it. */
  readonly vendor: { readonly origin: string; readonly name: string };
}

export interface Ledger {
  /**
   * Signs a record with the key for this vendor, which is made for the first one and never leaves.
   *
   * @returns the record's text, to be proposed
   */
  sign(proposal: Proposal): Promise<string>;
  /**
   * Takes down what a vendor answered to the record that was last signed for it. Of an `accept` the record is kept, once its
   * two signatures and its payload are checked with the keys that the vendor publishes.
   *
   * @param vendor its origin
   * @throws RecordError with its code, where the accepted record does not hold; nothing is kept then
   */
  settle(vendor: string, answer: Answer): Promise<void>;
  /** All relationships, by the vendor's name. */
  list(): Promise<readonly Relationship[]>;
  /** Everything but the keys, as JSON text. */
  export(): Promise<string>;
  /** Forgets a vendor: its records, and the key made for it. */
  delete(vendor: string): Promise<void>;
}

/** What of a relationship may leave the ledger: all but its keys. */
const relationshipOf = ({ vendor, name, iss, records, proposed }: Kept): Relationship => {
  const unsettled = proposed ? 'asked' : 'none';
  return { vendor, name, iss, status: records.length ? 'related' : unsettled, records, proposed };
};

/** The keys by which a vendor signs, from where the contract has it publish them. */
const fetchKeys = async (origin: string): Promise<JSONWebKeySet> => {
  const get = async (path: string): Promise<unknown> => {
    const url = new URL(path, origin);
    if (url.origin !== origin) throw new TypeError(`${origin} publishes its keys elsewhere: ${url.href}`);
    const response = await fetch(url, { credentials: 'omit' });
    if (!response.ok) throw new TypeError(`${url.href} answered ${response.status}`);
    return response.json();
  };
  const { jwks } = (await get('/.well-known/relbutton.json')) as { jwks: string };
  return (await get(jwks)) as JSONWebKeySet;
};

/**
 * Opens the ledger of this origin.
 *
 * @param name of the database. Default: `relbutton`
 */
export const openLedger = async (name = 'relbutton'): Promise<Ledger> => {
  const kept = await openCollection<Kept>(name, 'vendor');

  const begin = async ({ origin, name }: Proposal['vendor']): Promise<Kept> => {
    const keys = await generateKeyPair('ES256', { extractable: false });
    const iss = await calculateJwkThumbprint(await exportJWK(keys.publicKey));
    return { vendor: origin, name, iss, keys, records: [], proposed: undefined };
  };

  return {
    async sign({ vendor, ...said }) {
      const relationship = (await kept.get(vendor.origin)) ?? (await begin(vendor));
      const last = relationship.records.at(-1);
      const chained = last === undefined ? {} : { prev: await payloadHash(last) };
      const proposed = await signRecord({ aud: vendor.origin, ...said, ...chained }, relationship.keys);
      await kept.put({ ...relationship, name: vendor.name, proposed });
      return proposed;
    },
    async settle(vendor, { answer, record }) {
      const relationship = await kept.get(vendor);
      if (!relationship?.proposed || answer === 'pending') return;
      const { records, proposed } = relationship;
      if (answer === 'accept') {
        if (!record || parseJws(record).payload !== parseJws(proposed).payload) throw new RecordError('malformed');
        await verifyRecord(record, await fetchKeys(vendor));
        await kept.put({ ...relationship, records: [...records, record], proposed: undefined });
      } else if (answer === 'refuse' && !records.length) await kept.delete(vendor);
      else await kept.put({ ...relationship, proposed: undefined });
    },
    list: async () => (await kept.all()).map(relationshipOf).sort((a, b) => a.name.localeCompare(b.name)),
    async export() {
      const relationships = (await kept.all()).map(relationshipOf);
      const readable = relationships.map((one) => ({ ...one, claims: one.records.map(readClaims) }));
      return JSON.stringify({ relbutton: 1, exported: new Date().toISOString(), relationships: readable }, null, 2);
    },
    delete: (vendor) => kept.delete(vendor),
  };
};
