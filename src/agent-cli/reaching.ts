import { publicFetch } from '../agent/public-fetch.js';
import { reasonOf } from '../cli/reasons.js';

/** Makes the `fetch` of a command, which says in words why a vendor is not reached. */
export const reaching = (allowLocal: boolean): typeof fetch => {
  const fetch = publicFetch({ allowLocal });
  return async (...request) => {
    try {
      return await fetch(...request);
    } catch (cause) {
      throw new TypeError(reasonOf(cause), { cause });
    }
  };
};
