/** What the library says of the record of a vector. */
import { createMemoryStore, createVendor, RecordError, verifyRecord } from '../../src/server/index.js';
import { ORIGIN, vendorKey } from './parties.js';
import type { RecordCase } from './records.js';

/** Sends a record to the endpoint of a vendor who knows nobody, at a time. @returns the code of its refusal */
export const sendAt = async (now: number, body: string): Promise<string | undefined> => {
  const { now: before } = Date;
  Date.now = () => now * 1_000;
  try {
    const vendor = createVendor({
      origin: ORIGIN,
      name: 'Shop',
      accepts: ['SD-BASE', 'PDC-INTENT'],
      key: vendorKey,
      store: createMemoryStore(),
    });
    const headers = { 'content-type': 'application/jose+json' };
    const response = await vendor.handler(new Request(`${ORIGIN}/relbutton`, { method: 'POST', headers, body }));
    return ((await response?.json()) as { code?: string }).code;
  } finally {
    Date.now = before;
  }
};

/** @returns the code of its refusal */
export const outcomeOf = async ({ record, jwks, now }: Pick<RecordCase, 'record' | 'jwks' | 'now'>): Promise<string | undefined> => {
  if (now !== undefined) return sendAt(now, record);
  try {
    await verifyRecord(record, jwks as { keys: [] });
    return undefined;
  } catch (error) {
    if (error instanceof RecordError) return error.code;
    throw error;
  }
};

