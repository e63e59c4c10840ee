/** Runs the kit on a mutant. */
import { conformVendor } from '../../src/conformance/index.js';
import type { Mutant } from './mutants/change.js';
import { serve } from './serve.js';

/** Tries a broken vendor by the cases of the rule that it breaks. @returns the names of those that it breaks */
export const caughtBy = async ({ rule, wrap, options }: Mutant): Promise<readonly string[]> => {
  const { origin, close } = await serve(options, wrap);
  try {
    const { results } = await conformVendor(origin, { rules: [rule] });
    return results.filter(({ outcome }) => outcome === 'broken').map(({ name }) => name);
  } finally {
    close();
  }
};
