export { eachOf } from '../contract/pages.js';
import { claimsIn } from './state.js';
import type { Skip } from './report.js';
import type { Entry } from './store.js';

/** Returns whether an entry can be read. If not, it is reported. */
export const isReadable = (entry: Entry, skip: Skip): boolean => {
  const isGood = claimsIn(entry) !== undefined;
  if (!isGood) skip(entry.iss, entry.jti);
  return isGood;
};
