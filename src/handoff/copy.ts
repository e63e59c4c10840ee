import { decodeClaims } from '../contract/record.js';
import { writeJson } from '../contract/write-json.js';
import { readPublished } from './endpoint.js';
import type { Terms } from './flow-host.js';

/** Reads the vendor's keys, at the address of its own origin where it publishes them (contract, "The offer"). */
const readKeys = async (origin: string): Promise<object | undefined> => {
  const { jwks } = ((await readPublished(`${origin}/.well-known/relbutton.json`)) ?? {}) as { jwks?: unknown };
  return typeof jwks === 'string' && jwks.startsWith(`${origin}/`) ? readPublished(jwks) : undefined;
};

/**
 * Writes the customer's copy of a relationship: its records, and the vendor's keys to check them by. A ledger imports it
 * (contract, "An example to check by").
 *
 * @param records their JSON texts, the first one of the customer's
 * @returns JSON text; without `jwks` if the vendor's keys cannot be read
 */
export const writeCopy = async ({ vendor }: Terms['told'], records: readonly string[]): Promise<string> => {
  const { iss } = (decodeClaims(records[0] as string) ?? {}) as { iss?: unknown };
  const jwks = await readKeys(vendor.origin);
  return writeJson({ relbutton: 1, relationships: [{ vendor: vendor.origin, name: vendor.name, iss, records, jwks }] });
};
