import type { JSONWebKeySet } from 'jose';
import { type Link, linkOf, orderChain } from '../contract/chain.js';
import { customerOf, sideOf, vendorOf } from '../contract/record.js';
import { writeJson } from '../contract/write-json.js';
import { RecordError } from '../records/errors.js';
import { parseJws } from '../records/jws.js';
import { verifyRecord } from '../records/verify.js';
import { credentialToKeep } from './find.js';
import type { Entry, Store } from './store.js';

/** Removes the vendor's signature from a record: the customer sent it so. */
const asReceived = (record: string): string => {
  const { payload, signatures } = parseJws(record);
  return writeJson({ payload, signatures: signatures.slice(0, 1) });
};

/**
 * Adds records to a store. It checks all before it adds one.
 *
 * @param records their JSON texts
 * @param origin the vendor's origin
 * @param jwks its public keys, former ones included
 * @returns the number of new records
 * @throws RecordError or ChainError if one is not valid
 */
export const importRecords = async (
  records: readonly string[],
  store: Store,
  origin: string,
  jwks: JSONWebKeySet,
): Promise<number> => {
  const byCustomer = new Map<string, { links: Link[]; entries: Map<string, Entry> }>();
  for (const record of records) {
    const claims = await verifyRecord(record, jwks);
    if (vendorOf(claims) !== origin) throw new RecordError('wrong_audience');
    const iss = customerOf(claims);
    const link = await linkOf(record);
    const of = byCustomer.get(iss) ?? { links: [] as Link[], entries: new Map<string, Entry>() };
    byCustomer.set(iss, of);
    const credential = credentialToKeep(record, claims);
    of.links.push(link);
    of.entries.set(link.hash, {
      iss,
      jti: claims.jti,
      hash: link.hash,
      place: claims.act === 'leave' ? null : (claims.prev ?? ''),
      received: sideOf(claims) === 'customer' ? asReceived(record) : record,
      record,
      answer: {},
      ...(credential && { credential }),
    });
  }
  const ordered: Entry[] = [];
  for (const [iss, { links, entries }] of byCustomer) {
    const here = (await store.read(iss)).flatMap(({ record }) => record ?? []);
    // The imported records must form a chain with those in the store.
    const chain = orderChain([...links, ...(await Promise.all(here.map(linkOf)))]);
    ordered.push(...chain.flatMap(({ hash }) => entries.get(hash) ?? []));
  }
  let added = 0;
  for (const entry of ordered) if (await store.add(entry)) added++;
  return added;
};
