export { type Claims, permits, readClaims } from '../contract/record.js';
export { REFUSALS, RecordError, type RefusalCode } from '../records/errors.js';
export { verifyRecord } from '../records/verify.js';
export { createKey } from './key.js';
export { createMemoryStore, type Entry, type Store } from './store.js';
export { createVendor, type Vendor, type VendorOptions } from './vendor.js';
