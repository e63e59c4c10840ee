/** Runs the kit on a mutant. */
import { conformVendor } from '../../src/conformance/index.js';
import type { Vendor } from '../../src/server/index.js';
import { allOf } from '../support/all-of.mjs';
import type { Mutant } from './mutants/change.js';
import { serve } from './serve.js';

/** Does what the kit asks of the person at a vendor's desk. */
export const personAt =
  (vendor: Vendor) =>
  async (question: string): Promise<void> => {
    const [, start = ''] = /customer ([\w-]{8})/.exec(question) ?? [];
    const { iss } = (await allOf(vendor.relationships())).find((one) => one.iss.startsWith(start)) ?? { iss: '' };
    // The desk refuses it.
    if (question.startsWith('Try')) await vendor.decide(iss, 'accept').catch(() => undefined);
    if (question.startsWith('Accept')) await vendor.decide(iss, 'accept');
    if (question.startsWith('Refuse')) await vendor.decide(iss, 'refuse');
    if (!question.startsWith('Write')) return;
    await vendor.converse(iss, 'Hello');
    await vendor.pause(iss);
  };

/** Tries a broken vendor by the cases of the rule that it breaks. @returns the names of those that it does not hold */
export const caughtBy = async ({ rule, wrap, options }: Mutant): Promise<readonly string[]> => {
  const { origin, vendor, close } = await serve(options, wrap);
  try {
    const { results } = await conformVendor(origin, { rules: [rule], ask: personAt(vendor) });
    return results.filter(({ outcome }) => outcome === 'broken' || outcome === 'warning').map(({ name }) => name);
  } finally {
    close();
  }
};
