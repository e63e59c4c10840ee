import type { Customer } from '../customer.js';
import type { PasskeyCustomer } from '../passkey.js';
import type { Case } from '../report.js';
import type { VendorProbe } from '../probe.js';

/** Makes a record, or other bytes, of a customer whom the vendor does not know. */
export type Make<C extends Customer = Customer> = (
  customer: C,
  relate: { act: string; agreement: string },
  probe: VendorProbe,
) => string | Uint8Array;
/** What is sent, the rules that ask for its refusal, the code, and the record. */
export type Hostile<C extends Customer = Customer> = readonly [name: string, rules: string, code: string, make: Make<C>];

/** Makes cases of records that the vendor has to refuse. */
export const refusals = (rows: readonly Hostile[]): readonly Case<VendorProbe>[] =>
  rows.map(([name, rules, code, make]) => ({
    rules: rules.split(' '),
    name: `${name}: ${code}`,
    run: async (probe) => probe.refuses(make(probe.customer(), probe.relate, probe), code),
  }));

/** The same, signed by a passkey. */
export const passkeyRefusals = (rows: readonly Hostile<PasskeyCustomer>[]): readonly Case<VendorProbe>[] =>
  rows.map(([name, rules, code, make]) => ({
    rules: rules.split(' '),
    name: `by a passkey, ${name}: ${code}`,
    run: async (probe) => probe.refuses(make(probe.passkey(), probe.relate, probe), code),
  }));

/** Makes an object of so many levels. */
export const nested = (levels: number): object => (levels > 1 ? { a: nested(levels - 1) } : {});
