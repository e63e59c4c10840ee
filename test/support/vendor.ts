/** A vendor in this process, or elsewhere, and requests to its endpoint. */
import { expect } from 'chai';
import type { JWK } from 'jose';
import {
  createKey,
  createMemoryStore,
  createVendor,
  type Entry,
  REFUSALS,
  type RefusalCode,
  type Store,
  type Vendor,
  type VendorOptions,
} from '../../src/server/index.js';

export const origin = 'https://shop.example';
export const key = await createKey();

export type Remote = Vendor & Pick<Store, 'list' | 'next'>;
export type Opener = (options: VendorOptions & { readonly store: Store }) => Remote;
let openElsewhere: Opener | undefined;
/** Opens vendors elsewhere from now on; `undefined`: in this process. */
export const openVendorsBy = (opener: Opener | undefined): void => void (openElsewhere = opener);

const stores = new WeakMap<Vendor, Pick<Remote, 'list' | 'next'>>();
export const open = (options: Partial<VendorOptions> = {}): Vendor => {
  const store = options.store ?? createMemoryStore();
  const all: VendorOptions & { store: Store } = {
    origin,
    name: 'Shop',
    accepts: ['SD-BASE', 'SD-BASE-DP'],
    key,
    store,
    ...options,
  };
  if (openElsewhere) {
    const remote = openElsewhere(all);
    stores.set(remote, remote);
    return remote;
  }
  const vendor = createVendor(all);
  stores.set(vendor, store);
  return vendor;
};
/** Returns all stored entries, agreed or not. */
export const kept = (vendor: Vendor): Promise<readonly Entry[]> => (stores.get(vendor) as Remote).list();
/** Returns when a message of a vendor is due next, in milliseconds since 1970. */
export const nextDue = (vendor: Vendor): Promise<number | undefined> => (stores.get(vendor) as Remote).next();

export const post = async (vendor: Vendor, body: string, init: RequestInit = {}): Promise<Response> => {
  const headers = { 'content-type': 'application/jose+json' };
  const response = await vendor.handler(new Request(`${origin}/relbutton`, { method: 'POST', headers, body, ...init }));
  if (!response) throw new Error('not answered');
  return response;
};
/** Posts a record, and checks the status. @returns the body of the answer */
export const answered = async (vendor: Vendor, record: string, status = 200): Promise<Record<string, unknown>> => {
  const response = await post(vendor, record);
  expect(response.status, await response.clone().text()).to.equal(status);
  return (await response.json()) as Record<string, unknown>;
};
export const accepted = async (vendor: Vendor, record: string): Promise<string> =>
  (await answered(vendor, record)).record as string;
/** Checks that a record is refused with this code and its sentence, and is not stored. */
export const refused = async (vendor: Vendor, record: string, code: RefusalCode): Promise<void> => {
  const before = await kept(vendor);
  const response = await post(vendor, record);
  expect(await response.json()).to.deep.equal({ refused: true, code, message: REFUSALS[code] });
  expect(response.status).to.be.within(400, 499);
  expect(await kept(vendor)).to.deep.equal(before);
};
export const publicJwks = async (vendor: Vendor): Promise<{ keys: JWK[] }> => {
  const response = await vendor.handler(new Request(`${origin}/.well-known/jwks.json`));
  return (await response?.json()) as { keys: JWK[] };
};
