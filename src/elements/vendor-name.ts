import { isVisible, plainText } from '../contract/fields.js';
import { MAX_NAME } from '../contract/messages.js';
import { readText } from './attributes.js';

const cleanName = plainText(MAX_NAME);
const nameOf = (value: string): string | false => {
  const name = cleanName(value.trim())?.trim() ?? '';
  return isVisible(name) && name;
};

/** Reads `vendorName`. @returns `undefined` where it is empty or, with a warning, not allowed */
export const readVendorName = (element: Element): string | undefined =>
  readText(element, 'vendorName', nameOf, `${MAX_NAME} visible characters at most`);
