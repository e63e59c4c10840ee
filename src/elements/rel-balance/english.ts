import type { Words } from '../../locales/en.js';

/** The English words of the balance. Here, so that pages without `<rel-balance>` do not load them. */
export const english: Required<Words>['balance'] = [
  'Each side’s part, in records',
  'Customer',
  'Vendor',
  'Initiated',
  'Shared',
  'Stored',
];
