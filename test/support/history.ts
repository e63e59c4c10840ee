/** Relationships with a long history, made by the vendor's own code. */
import { signVendorRecord } from '../../src/records/sign.js';
import { claimsOf, hashOf, parseJws } from '../../src/records/jws.js';
import type { Store } from '../../src/server/index.js';
import { entryFor } from '../../src/server/entry.js';
import { stateAfter } from '../../src/server/state.js';
import { key, origin } from './vendor.js';

/** Adds words of the vendor's to a relationship. @param signer the vendor's key @returns the hash of the last record */
export const sayMore = async (store: Store, iss: string, count: number, text = 'Hello', signer = key): Promise<string> => {
  let { state } = await store.look({ iss });
  for (let i = 0; i < count; i++) {
    const place = state.head?.last as string;
    const record = await signVendorRecord(origin, { aud: iss, act: 'converse', prev: place, body: { text } }, signer);
    const jws = parseJws(record);
    const claims = claimsOf(jws);
    const entry = { ...entryFor(record, claims, await hashOf(jws)), record, place };
    state = stateAfter(state, entry, claims);
    if (!(await store.add(entry, { state }))) throw new Error('not added');
  }
  return state.head?.last as string;
};
